using System.Globalization;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.Csv;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>Every entry of the ledger with its block, as CSV.</summary>
internal static class EntriesCsv
{
    private static readonly string[] Columns =
    [
        "at", "recorded_at", "entry", "kind", "result", "reasons", "grant", "tranche", "amount", "token", "planck", "chain", "block_number", "block_hash", "event_index", "extrinsic_hash", "fact_id", "event_id", "by",
        "funded_planck", "reserved_planck", "spent_planck", "lapsed_planck", "free_planck", "shortfall_planck", "awarded_planck", "unreserved_planck",
    ];

    public static string Write(TreasuryReport report)
    {
        using var table = new CsvTable(Columns);
        foreach (var entry in report.Entries)
        {
            table.Add(Cells(entry, report.Programme.Token));
        }

        return table.ToString();
    }

    private static string[] Cells(TreasuryEntry e, Market.Token token) =>
    [
        Instant(e.At), Instant(e.RecordedAt), Number(e.Number), e.Kind, e.Result, string.Join(' ', e.Reasons), e.Grant, e.Tranche is { } tranche ? Number(tranche) : "",

        // Exact in planck; in tokens as well where 128 bits hold it.
        e.Amount is { } whole && whole.Sign >= 0 && whole <= UInt128.MaxValue ? token.FormatNumber(new((UInt128)whole)) : "", token.Symbol, e.Amount is { } planck ? BudgetMessages.Text(planck) : "",
        e.Block?.Chain ?? "", e.Block is { } block ? Number(block.Block) : "", e.Block?.Hash ?? "", e.Block?.Event is { } index ? Number(index) : "", e.Block?.Extrinsic ?? "", e.Block?.FactId ?? "", e.EventId, e.Actor,
        .. new[] { e.After.Funded, e.After.Reserved, e.After.Spent, e.After.Lapsed, e.After.Free, e.After.Shortfall, e.After.Awarded, e.After.Unreserved }.Select(BudgetMessages.Text),
    ];

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
