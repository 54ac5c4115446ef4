using System.Globalization;
using CoretimeDesk.CreditGrants.Budgets;
using CsvHelper;
using CsvHelper.Configuration;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>Every entry of the ledger with its block, as CSV: commas, CR LF, quotes where a cell needs them. What a spreadsheet would run as a formula gets an apostrophe.</summary>
internal static class EntriesCsv
{
    private static readonly string[] Columns =
    [
        "at", "recorded_at", "entry", "kind", "result", "reasons", "grant", "tranche", "amount", "token", "planck", "chain", "block_number", "block_hash", "event_index", "extrinsic_hash", "fact_id", "event_id", "by",
        "funded_planck", "reserved_planck", "spent_planck", "lapsed_planck", "free_planck", "shortfall_planck", "awarded_planck", "unreserved_planck",
    ];

    public static string Write(TreasuryReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n", InjectionOptions = InjectionOptions.Escape, InjectionEscapeCharacter = '\'' }, leaveOpen: true))
        {
            Row(csv, Columns);
            foreach (var entry in report.Entries)
            {
                Row(csv, Cells(entry, report.Programme.Token));
            }
        }

        return text.ToString();
    }

    private static string[] Cells(TreasuryEntry e, Market.Token token) =>
    [
        Instant(e.At), Instant(e.RecordedAt), Number(e.Number), e.Kind, e.Result, string.Join(' ', e.Reasons), e.Grant, e.Tranche is { } tranche ? Number(tranche) : "",

        // Exact in planck; in tokens as well where 128 bits hold it.
        e.Amount is { } whole && whole.Sign >= 0 && whole <= UInt128.MaxValue ? token.FormatNumber(new((UInt128)whole)) : "", token.Symbol, e.Amount is { } planck ? BudgetMessages.Text(planck) : "",
        e.Block?.Chain ?? "", e.Block is { } block ? Number(block.Block) : "", e.Block?.Hash ?? "", e.Block?.Event is { } index ? Number(index) : "", e.Block?.Extrinsic ?? "", e.Block?.FactId ?? "", e.EventId, e.Actor,
        .. new[] { e.After.Funded, e.After.Reserved, e.After.Spent, e.After.Lapsed, e.After.Free, e.After.Shortfall, e.After.Awarded, e.After.Unreserved }.Select(BudgetMessages.Text),
    ];

    private static void Row(CsvWriter csv, string[] cells)
    {
        foreach (var cell in cells)
        {
            csv.WriteField(cell);
        }

        csv.NextRecord();
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
