using System.Globalization;
using System.Numerics;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.V1;
using Google.Protobuf.WellKnownTypes;
using LedgerBalances = CoretimeDesk.CreditGrants.Ledger.Balances;
using LedgerGrant = CoretimeDesk.CreditGrants.Ledger.Grant;
using LedgerTier = CoretimeDesk.CreditGrants.Ledger.GrantTier;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>Between what is stored, the domain and the wire.</summary>
internal static class ReportMessages
{
    public static GetReportResponse ToMessage(this ProgrammeReport report) => new()
    {
        Months = { report.Months.Select(ToMessage) },
        Balances = report.Balances.ToMessage(),
        UtilisationBp = report.UtilisationBp is { } used ? used.ToString(CultureInfo.InvariantCulture) : "",
        EndedValue = BudgetMessages.Text(report.EndedValue),
        EndedUsed = BudgetMessages.Text(report.EndedUsed),
        CostPerPaidCustomer = report.CostPerPaidCustomer is { } cost ? BudgetMessages.Text(cost) : "",
        PaidCustomers = (uint)report.PaidCustomers,
        AsOf = report.AsOf.ToTimestamp(),
    };

    public static BlockReference Block(FactRef fact) => new(
        fact.OccurredAt.ToDateTimeOffset(), fact.Chain, fact.BlockNumber, fact.BlockHash, fact.HasEventIndex ? fact.EventIndex : null, fact.ExtrinsicHash, fact.FactId);

    public static TreasuryGrant Grant(GrantRow row, LedgerGrant grant) => new(
        row.Number, (LedgerTier)((int)row.Tier - 1), Rail(row.Rail), row.Para, Words($"{row.State}"), [.. V1.Grant.Parser.ParseFrom(row.Body).Ask?.Deliverables ?? []], grant);

    public static TreasuryEntry Entry(BudgetEventRow row)
    {
        var moved = BudgetMoved.Parser.ParseFrom(row.Body);
        return new(
            row.Number,
            row.EventId,
            row.Kind,
            row.At,
            row.RecordedAt,
            row.GrantNumber,
            moved.HasTranche ? moved.Tranche : null,
            moved.Planck.Length > 0 ? Parse(moved.Planck) : moved.Tranches.Count > 0 ? moved.Tranches.Aggregate(BigInteger.Zero, (sum, t) => sum + Parse(t)) : null,
            moved.Result,
            [.. moved.Reasons],
            Balances(moved.After),
            moved.Fact is { } fact ? Block(fact) : null,
            row.ActorName);
    }

    private static V1.ReportMonth ToMessage(ReportMonth month) => new()
    {
        Month = $"{month.Month}",
        Requested = (uint)month.Requested,
        Awarded = (uint)month.Awarded,
        Refused = (uint)month.Refused,
        Activated = (uint)month.Activated,
        Lapsed = (uint)month.Lapsed,
        Expired = (uint)month.Expired,
        Revoked = (uint)month.Revoked,
        AwardedPlanck = BudgetMessages.Text(month.AwardedPlanck),
        SpentPlanck = BudgetMessages.Text(month.SpentPlanck),
        UsedPlanck = BudgetMessages.Text(month.UsedPlanck),
        LapsedPlanck = BudgetMessages.Text(month.LapsedPlanck),
        PaidWithin = (uint)month.PaidWithin,
        PaidBase = (uint)month.PaidBase,
        IsMature = month.IsMature,
    };

    private static LedgerBalances Balances(V1.Balances b) => new(Parse(b.Funded), Parse(b.Reserved), Parse(b.Spent), Parse(b.Lapsed), Parse(b.Awarded), Parse(b.Unreserved));

    private static BigInteger Parse(string text) => BigInteger.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    private static string Rail(RailKind rail) => rail switch
    {
        RailKind.SponsorRenewal => "A: the sponsor renews the core",
        RailKind.SponsorPurchase => "B: the sponsor buys a core and assigns it for good",
        RailKind.SponsorOrders => "C: the sponsor's on-demand orders",
        RailKind.NativeCredits => "D: credit for on-demand orders",
        _ => "T: a region in the customer's hands",
    };

    /// <summary>"HandedOver" as "handed over".</summary>
    private static string Words(string name) => string.Concat(name.Select((c, i) => !char.IsUpper(c) ? $"{c}" : i == 0 ? $"{char.ToLowerInvariant(c)}" : $" {char.ToLowerInvariant(c)}"));
}
