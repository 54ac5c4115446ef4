using System.Numerics;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Reports;

namespace CoretimeDesk.CreditGrants.Tests.Reports;

public class AnyLifeReported
{
    private const int Lives = 400;
    private static readonly Guid[] Customers = [.. Enumerable.Range(1, 3).Select(i => new Guid($"00000000-0000-7000-8000-00000000000{i}"))];

    [Fact]
    public void Has_months_that_add_up_to_the_balances_and_no_order_of_facts_shows_in_it()
    {
        var (spent, lapsed, ended, paid) = (0, 0, 0, 0);
        Seeded.Run(Lives, random =>
        {
            var made = new RandomBudget(random);
            var events = Enumerable.Range(0, 60).Select(_ => made.Any()).ToList();
            var facts = Facts(random, Live(events));
            var report = Make(facts);
            Assert.Equal(facts.Budget.Balances.Spent, Sum(report, m => m.SpentPlanck));
            Assert.Equal(facts.Budget.Balances.Lapsed, Sum(report, m => m.LapsedPlanck));
            Assert.Equal(facts.Budget.Balances.Awarded, Sum(report, m => m.AwardedPlanck));
            Assert.Equal(facts.Budget.Grants.Count, report.Months.Sum(m => m.Awarded));
            Assert.Equal(facts.Budget.Grants.Count - facts.Budget.Running.Count, report.Months.Sum(m => m.Lapsed + m.Expired + m.Revoked));
            Assert.All(report.Months, m => Assert.InRange(m.PaidWithin, 0, m.PaidBase));
            Assert.True(report.EndedUsed <= report.EndedValue && report.UtilisationBp is null or (>= 0 and <= 10_000));

            var (requests, payments) = (facts.Requests.ToArray(), facts.Payments.ToArray());
            random.Shuffle(requests);
            random.Shuffle(payments);
            var permuted = Make(facts with { Budget = Live(made.WithFactsPermuted(events)), Requests = requests, Payments = payments });
            Assert.Equal(report.Months, permuted.Months);
            Assert.Equal(report.EndedTranches, permuted.EndedTranches);
            Assert.Equal((report.CohortSpent, report.PaidCustomers), (permuted.CohortSpent, permuted.PaidCustomers));
            (spent, lapsed, ended, paid) = (spent + (facts.Budget.Balances.Spent.IsZero ? 0 : 1), lapsed + (facts.Budget.Balances.Lapsed.IsZero ? 0 : 1), ended + report.EndedTranches.Length, paid + report.PaidCustomers);
        });

        // The lives were lived: what is never reached proves nothing.
        Assert.True(spent > Lives / 4 && lapsed > Lives / 4 && ended > Lives / 4 && paid > Lives / 10, $"{spent} spent, {lapsed} lapsed, {ended} tranches ended, {paid} customers paid");
    }

    [Fact]
    public void Is_the_same_by_the_clock_of_any_place() => Seeded.Run(50, random =>
    {
        var made = new RandomBudget(random);
        var facts = Facts(random, Live([.. Enumerable.Range(0, 40).Select(_ => made.Any())]));
        var elsewhere = facts with { AsOf = facts.AsOf.ToOffset(TimeSpan.FromHours(9)), Payments = [.. facts.Payments.Select(p => p with { At = p.At.ToOffset(TimeSpan.FromHours(-11)) })], Requests = [.. facts.Requests.Select(r => r with { RequestedAt = r.RequestedAt.ToOffset(TimeSpan.FromHours(14)) })] };
        Assert.Equal(Make(facts).Months, Make(elsewhere).Months);
    });

    private static ProgrammeReport Make(ReportFacts facts) => ProgrammeReport.Make(facts, MonthsOfAProgramme.Read("2025-12"), MonthsOfAProgramme.Read("2027-12"));

    private static Budget Live(IEnumerable<BudgetEvent> events) => events.Aggregate(Budget.New(BudgetTable.Reserve(3)), (b, e) => BudgetLedger.Apply(b, e).After);

    private static ReportFacts Facts(Random random, Budget budget) => new(
        budget,
        [.. budget.Grants.Keys.Order(StringComparer.Ordinal).Select(g => new RequestedGrant(g, Customers[random.Next(Customers.Length)], budget.Grants[g].Award.At))],
        [.. Enumerable.Range(0, random.Next(6)).Select(i => new CustomerPayment(Customers[random.Next(Customers.Length)], BudgetTable.Day($"{random.Next(400)}"), $"p{i}"))],
        BudgetTable.Day($"{random.Next(200, 500)}"));

    private static BigInteger Sum(ProgrammeReport report, Func<ReportMonth, BigInteger> amount) => report.Months.Aggregate(BigInteger.Zero, (s, m) => s + amount(m));
}
