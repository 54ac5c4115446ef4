using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.CreditGrants.Ledger;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>A month of a programme. Amounts are planck.</summary>
/// <param name="Month">Which.</param>
/// <param name="Requested">Asked for in it.</param>
/// <param name="Awarded">Awarded in it.</param>
/// <param name="Refused">Refused in it, by a rule or a person.</param>
/// <param name="Activated">The sponsor paid for the first time in it.</param>
/// <param name="Lapsed">Ended in it, since nobody had paid in time.</param>
/// <param name="Expired">Ended in it, since their time was over.</param>
/// <param name="Revoked">Taken back in it.</param>
/// <param name="AwardedPlanck">The value of the awards.</param>
/// <param name="SpentPlanck">What the sponsor paid in it, less what came back of these very payments, whenever it did. All months together are the balance "spent".</param>
/// <param name="UsedPlanck">Value that was used in it, as measured on the chain.</param>
/// <param name="LapsedPlanck">Awarded and never paid, of grants that ended in it. All months together are the balance "lapsed".</param>
/// <param name="PaidWithin">Of grants activated in it: how many of their customers paid by themselves within 120 days.</param>
/// <param name="PaidBase">Of how many: not those whose customers had paid before.</param>
/// <param name="IsMature">120 days have passed since its end; before that, the two numbers are only so far.</param>
public sealed record ReportMonth(
    Month Month,
    int Requested,
    int Awarded,
    int Refused,
    int Activated,
    int Lapsed,
    int Expired,
    int Revoked,
    BigInteger AwardedPlanck,
    BigInteger SpentPlanck,
    BigInteger UsedPlanck,
    BigInteger LapsedPlanck,
    int PaidWithin,
    int PaidBase,
    bool IsMature)
{
    /// <summary>Credit-to-paid; null where nothing was activated, and never 0 % for an empty month.</summary>
    public int? CreditToPaidBp => PaidBase == 0 ? null : (int)((long)PaidWithin * ProgrammeReport.Whole / PaidBase);
}

/// <summary>What became of a programme's money over some months, as of an instant. Late facts change months that are over, since they count by their own time.</summary>
/// <param name="Months">Each month, the first first.</param>
/// <param name="Balances">The budget's balances as of now, not of the months.</param>
/// <param name="EndedTranches">The tranches that ended in these months.</param>
/// <param name="CohortSpent">What the sponsor has spent, until now, on grants activated in these months whose customers had not paid before.</param>
/// <param name="PaidCustomers">How many of these customers have paid by themselves since.</param>
/// <param name="AsOf">When it was made.</param>
public sealed record ProgrammeReport(ImmutableArray<ReportMonth> Months, Balances Balances, ImmutableArray<EndedTranche> EndedTranches, BigInteger CohortSpent, int PaidCustomers, DateTimeOffset AsOf)
{
    /// <summary>100 % in basis points.</summary>
    internal const int Whole = 10_000;

    /// <summary>The value of the tranches that were open and have ended.</summary>
    public BigInteger EndedValue => EndedTranches.Aggregate(BigInteger.Zero, (sum, t) => sum + t.Value.Value);

    /// <summary>What was used of it.</summary>
    public BigInteger EndedUsed => EndedTranches.Aggregate(BigInteger.Zero, (sum, t) => sum + t.Used);

    /// <summary>Utilisation, rounded down; null when no tranche has ended.</summary>
    public int? UtilisationBp => EndedValue.IsZero ? null : (int)(EndedUsed * Whole / EndedValue);

    /// <summary>Cost per paid customer, an odd planck rounded up; null while nobody has paid.</summary>
    public BigInteger? CostPerPaidCustomer => PaidCustomers == 0 ? null : (CohortSpent + PaidCustomers - 1) / PaidCustomers;

    /// <summary>Makes the report.</summary>
    /// <param name="facts">All that is known.</param>
    /// <param name="first">The first month.</param>
    /// <param name="last">The last month, included.</param>
    public static ProgrammeReport Make(ReportFacts facts, Month first, Month last)
    {
        var (budget, activated) = (facts.Budget, ActivatedGrant.Of(facts));
        var payments = budget.Payments.Values.ToLookup(p => Month.Of(p.Fact.At));
        var uses = budget.Accepted.Values.OfType<Used>().Where(u => u.Grant is { } grant && budget.Grants.ContainsKey(grant)).ToLookup(u => Month.Of(u.At));
        var awards = budget.Grants.Values.ToLookup(g => Month.Of(g.Award.At));
        var closed = budget.Grants.Values.Where(g => g.Closing is not null).ToLookup(g => Month.Of(g.Closing!.At));
        var cohorts = activated.ToLookup(a => Month.Of(a.ActivatedAt));
        var months = Month.Between(first, last).Select(month =>
        {
            var cohort = cohorts[month].Where(a => !a.HadPaidBefore).ToList();
            return new ReportMonth(
                month,
                facts.Requests.Count(r => month.Contains(r.RequestedAt)),
                awards[month].Count(),
                facts.Requests.Count(r => r.RefusedAt is { } at && month.Contains(at)),
                cohorts[month].Count(),
                Closed(ClosingReason.NotActivated),
                Closed(ClosingReason.Expired),
                Closed(ClosingReason.Revoked),
                Sum(awards[month].SelectMany(g => g.Tranches), t => t.Value.Value),
                Sum(payments[month], p => p.Net.Value),
                Sum(uses[month], u => u.Amount.Value),
                Sum(closed[month].SelectMany(g => g.Tranches), t => t.Left.Value),
                cohort.Count(a => a.PaidWithin),
                cohort.Count,
                facts.AsOf - month.End >= TimeSpan.FromDays(ActivatedGrant.PaidWithinDays));

            int Closed(ClosingReason why) => closed[month].Count(g => g.Closing!.Why == why);
        });

        var inMonths = activated.Where(a => first.Begin <= a.ActivatedAt && a.ActivatedAt < last.End && !a.HadPaidBefore).ToList();
        var names = inMonths.Select(a => a.Grant.Name).ToHashSet(StringComparer.Ordinal);
        return new(
            [.. months],
            budget.Balances,
            [.. EndedTranche.Of(budget).Where(t => first.Begin <= t.EndedAt && t.EndedAt < last.End).OrderBy(t => t.EndedAt).ThenBy(t => t.Grant, StringComparer.Ordinal).ThenBy(t => t.Tranche)],
            Sum(budget.Payments.Values.Where(p => p.Fact.Grant is { } grant && names.Contains(grant)), p => p.Net.Value),
            inMonths.Where(a => a.Paid).Select(a => a.Customer).Distinct().Count(),
            facts.AsOf);
    }

    private static BigInteger Sum<T>(IEnumerable<T> of, Func<T, BigInteger> amount) => of.Aggregate(BigInteger.Zero, (sum, x) => sum + amount(x));
}
