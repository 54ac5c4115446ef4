using CoretimeDesk.Insights.Explaining;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;
using CoretimeDesk.Insights.Reports;

namespace CoretimeDesk.Insights.Tests.Figures;

/// <summary>Figures about money that the desk spends and is to bring in, worked out by hand beside each case.</summary>
public class CostsAndQuotas
{
    private static readonly DateTimeOffset May = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Month OfMay = new(2026, 5);

    [Fact]
    public void What_grants_paid_for_customers_of_a_month_is_divided_by_those_of_them_that_pay()
    {
        List<Fact> facts =
        [
            .. Customer("a", "builder"), .. Grant("ga", "a", 700, 5), .. Grant("gb", "a", 301, 9), .. Bought("a", 20, 5_000),
            .. Customer("b", "builder"), .. Grant("gc", "b", 1_000, 6), .. Bought("b", 30, 10),
            .. Customer("c", "startup"), .. Grant("gd", "c", 400, 7),
            Paid("free", 8, 9_000, Payer.Sponsor, "nobodys"),
        ];

        // 700 + 301 + 1000 + 400 = 2401 planck, of which two customers came: 1200.5, and half goes to the even one.
        Assert.Equal(new CostFigure(2401, 2), Of(facts, "cost_per_paid_customer"));
        Assert.Equal(1200, ((CostFigure)Of(facts, "cost_per_paid_customer")).Value);

        // Builders: 2001 ÷ 2 = 1000.5; startups: 400, and nobody won.
        Assert.Equal(new CostFigure(2001, 2), Of(facts, "cost_per_paid_customer", new(GroupBy.Segment, "builder")));
        var startups = (CostFigure)Of(facts, "cost_per_paid_customer", new(GroupBy.Segment, "startup"));
        Assert.Equal((400, null), (startups.Spent, startups.Value));

        // Merged, "c" is the same customer as "a": three grants for one win, one for the other.
        facts.Add(new LeadMerged("m", May.AddDays(40), May.AddDays(40), "c", "a"));
        Assert.Equal(new CostFigure(2401, 2), Of(facts, "cost_per_paid_customer"));
        Assert.Equal(new CostFigure(2401, 2), Of(facts, "cost_per_paid_customer", new(GroupBy.Segment, "builder")));
        Assert.Equal(["2401 planck", "2"], MetricEngine.Explain(FactSet.Of(facts), May.AddDays(60), "cost_per_paid_customer", OfMay).Parts.Select(p => p.Value));
    }

    [Fact]
    public void A_quota_is_the_first_that_was_given_and_is_held_against_what_was_earned_of_payments()
    {
        List<Fact> facts =
        [
            .. Customer("a", "builder"), .. Bought("a", 3, 9_000), Earned("e1", 4, "ada", "north", "a/3", 100), Earned("e2", 11, "ada", "north", "a/3", 600), Earned("e3", 12, "ada", "north", "unseen", 150),
            Earned("e4", 12, "bob", "south", "elsewhere", 700), Earned("e5", 13, "bob", "south", "elsewhere", 250),
            Quota("q1", -5, "ada", "north", 1_000), Quota("q2", -3, "ada", "north", 2_000), Quota("q3", -2, "bob", "south", 600),
        ];

        // Of a purchase the last that was told of holds. ada: (600 + 150) ÷ 1000, the 2000 came later; bob: 250 ÷ 600; together 1000 ÷ 1600. What was paid and has not run counts for nothing.
        Assert.Equal(new AmountRatioFigure(1000, 1600), Of(facts, "quota_attainment"));
        Assert.Equal("0.625000", ((AmountRatioFigure)Of(facts, "quota_attainment")).Value);
        Assert.Equal(new AmountRatioFigure(750, 1000), Of(facts, "quota_attainment", new(GroupBy.Rep, "ada")));
        Assert.Equal(new AmountRatioFigure(250, 600), Of(facts, "quota_attainment", new(GroupBy.Team, "south")));

        var earned = MetricEngine.Explain(FactSet.Of(facts), May.AddDays(100), "quota_attainment", OfMay, new(GroupBy.Rep, "ada")).Parts[0];
        Assert.Equal(("750 planck", 2), (earned.Value, earned.Items.Length));
        Assert.Equal(["e2", "a/3", "a/3/matched"], earned.Items[0].Facts.Select(f => f.Fact.Id));

        // Whoever has a quota and sold nothing is a group all the same: 0 of 300.
        facts.Add(Quota("q4", -1, "eve", null, 300));
        Assert.Equal(new AmountRatioFigure(0, 300), Of(facts, "quota_attainment", new(GroupBy.Rep, "eve")));

        // The forecast of the month's first instant over all quotas: 475 ÷ 1900.
        facts.Add(new ForecastFrozen("f", May, May, OfMay, new(475)));
        Assert.Equal("0.250000", ((AmountRatioFigure)Of(facts, "coverage")).Value);
    }

    [Fact]
    public void A_quota_that_becomes_known_after_the_seal_restates_the_month_and_is_named()
    {
        List<Fact> facts = [.. Customer("a", "builder"), Earned("e", 31, "ada", "north", "p", 600), Quota("q1", -5, "ada", "north", 1_000), Quota("late", 60, "bob", "south", 200)];
        var month = Report(facts, "quota_attainment").Metrics.Single().Months.Single();
        Assert.Equal((new AmountRatioFigure(600, 1000), new AmountRatioFigure(600, 1200)), (month.FirstPublished, month.Figure));
        Assert.Equal(["late"], Assert.Single(month.Restatements).Causes);
    }

    [Fact]
    public void Reports_that_name_no_metric_have_those_that_they_always_had()
    {
        var report = MetricEngine.Compute(FactSet.Of(Customer("a", "builder")), new(May.AddDays(90), OfMay, OfMay, GroupBy.Rep));
        Assert.DoesNotContain(report.Metrics, m => m.Metric.Name is "quota_attainment" or "coverage" or "cost_per_paid_customer" or "net_retention" or "claim_to_paid");
        Assert.DoesNotContain(Assert.Single(report.Groups).Metrics, m => m.Metric.Name is "quota_attainment" or "cost_per_paid_customer");
    }

    private static Figure Of(IEnumerable<Fact> facts, string metric, Group? group = null)
    {
        var set = FactSet.Of(facts);
        var report = Report(set.Facts, metric, group?.By);
        var figure = group is null ? report.Metrics.Single().Months.Single().Figure : report.Groups.Single(g => g.Group == group.Name).Metrics.Single(m => m.Metric.Name == metric).Months.Single().Figure;
        Assert.Equal(figure, MetricEngine.Explain(set, May.AddDays(100), metric, OfMay, group).Figure);
        return figure;
    }

    private static MetricReport Report(IEnumerable<Fact> facts, string metric, GroupBy? by = null) => MetricEngine.Compute(FactSet.Of(facts), new(May.AddDays(100), OfMay, OfMay, by, [metric]));

    private static IEnumerable<Fact> Customer(string lead, string segment, string rep = "ada", string team = "north") => [new LeadCreated($"lead/{lead}", May, May, lead, segment, "M", rep, team)];

    private static IEnumerable<Fact> Grant(string grant, string lead, long planck, int day) =>
        [new GrantAwarded(grant, May.AddDays(1), May.AddDays(1), grant, lead), Paid($"{grant}/paid", day, planck, Payer.Sponsor, grant)];

    private static IEnumerable<Fact> Bought(string lead, int day, long planck) =>
        [Paid($"{lead}/{day}", day, planck, Payer.Own, null), new Matched($"{lead}/{day}/matched", May.AddDays(day), May.AddDays(day), $"{lead}/{day}", lead, MatchHow.Auto, false)];

    private static Purchase Paid(string id, int day, long planck, Payer payer, string? grant) =>
        new(id, May.AddDays(day), May.AddDays(day), PurchaseHow.Purchase, payer, new((UInt128)planck), 403_200, 1, null, null, grant);

    private static BaseEarned Earned(string id, int day, string rep, string? team, string purchase, long planck) => new(id, May.AddDays(day), May.AddDays(day), OfMay, rep, team, purchase, new((UInt128)planck));

    private static QuotaGiven Quota(string id, int day, string rep, string? team, long planck) => new(id, May.AddDays(day), May.AddDays(day), OfMay, rep, team, new((UInt128)planck));
}
