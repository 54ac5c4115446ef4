using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;

namespace CoretimeDesk.Insights.Tests.Figures;

/// <summary>Who paid for a purchase is sometimes known better later: from then on, and with a cause.</summary>
public class LearningWhoPaid
{
    private static readonly DateTimeOffset May = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Month OfMay = new(2026, 5);

    [Fact]
    public void A_sponsor_who_is_known_after_the_seal_restates_the_month_and_is_named_as_the_cause()
    {
        List<Fact> facts = [.. Story(), new PayerLearnt("learnt", May.AddDays(50), May.AddDays(50), "p", Payer.Sponsor, "g")];
        foreach (var (metric, before, after) in new (string, Figure, Figure)[]
        {
            ("won", new CountFigure(1), new CountFigure(0)),
            ("net_new_coretime", new CoretimeFigure(700, 403_200), new CoretimeFigure(0, 0)),
            ("unmatched_revenue", new UnmatchedFigure(0, 700, 0, 1), new UnmatchedFigure(0, 0, 0, 0)),
            ("grants_activated", new CountFigure(0), new CountFigure(1)),
        })
        {
            var month = Month(facts, metric);
            Assert.Equal((before, after), (month.FirstPublished, month.Figure));
            Assert.Equal(["learnt"], Assert.Single(month.Restatements).Causes);
            Assert.Equal(before, MetricEngine.Explain(FactSet.Of(facts), May.AddDays(49), metric, OfMay).Figure);
        }

        Assert.Equal(new CostFigure(700, 0), Month(facts, "cost_per_paid_customer").Figure);
        var explained = MetricEngine.Explain(FactSet.Of(facts), May.AddDays(60), "cost_per_paid_customer", OfMay);
        Assert.Equal(["awarded", "p", "learnt", "matched"], explained.Parts[0].Items.Single().Facts.Select(f => f.Fact.Id));
    }

    [Fact]
    public void What_was_learnt_last_holds_in_whatever_order_it_comes_and_may_be_what_was_said_first()
    {
        List<Fact> facts =
        [
            .. Story(), new PayerLearnt("a", May.AddDays(50), May.AddDays(50), "p", Payer.Sponsor, "g"), new PayerLearnt("b", May.AddDays(51), May.AddDays(51), "p", Payer.Credit, "g"),
            new PayerLearnt("c", May.AddDays(52), May.AddDays(52), "p", Payer.Own, null),
        ];
        foreach (var order in new[] { facts, [.. facts.AsEnumerable().Reverse()], [.. facts.OrderBy(f => f.Id.Length)] })
        {
            Assert.Equal(new CountFigure(1), MetricEngine.Explain(FactSet.Of(order), May.AddDays(60), "won", OfMay).Figure);
            Assert.Equal(new CountFigure(0), MetricEngine.Explain(FactSet.Of(order), May.AddDays(60), "grants_activated", OfMay).Figure);
            Assert.Equal(new CostFigure(0, 1), MetricEngine.Explain(FactSet.Of(order), May.AddDays(60), "cost_per_paid_customer", OfMay).Figure);
        }

        // Restated to none, and back: twice, as it was.
        Assert.Equal([("a", 0), ("c", 1)], Month(facts, "won").Restatements.Select(r => (Assert.Single(r.Causes), (int)((CountFigure)r.After).Value)));
    }

    [Fact]
    public void A_renewal_that_the_sponsor_paid_after_all_renews_nothing()
    {
        List<Fact> facts =
        [
            .. Story(May.AddDays(20)),
            new Purchase("r", May.AddDays(15), May.AddDays(15), PurchaseHow.Renewal, Payer.Own, new(9), 403_200, 2, null, "p", null),
            new Purchase("s", May.AddDays(16), May.AddDays(16), PurchaseHow.Renewal, Payer.Own, new(9), 403_200, 2, null, "p", null),
        ];
        Assert.Equal(new ProportionFigure(1, 1), Month(facts, "renewal_rate").Figure);
        facts.Add(new PayerLearnt("l1", May.AddDays(40), May.AddDays(40), "r", Payer.Sponsor, null));
        Assert.Equal(new ProportionFigure(1, 1), Month(facts, "renewal_rate").Figure);
        facts.Add(new PayerLearnt("l2", May.AddDays(41), May.AddDays(41), "s", Payer.Sponsor, null));
        Assert.Equal(new ProportionFigure(0, 1), Month(facts, "renewal_rate").Figure);
    }

    [Fact]
    public void What_is_learnt_of_an_unknown_purchase_waits_for_it()
    {
        PayerLearnt learnt = new("learnt", May.AddDays(2), May.AddDays(2), "p", Payer.Sponsor, "g");
        Assert.Equal(["learnt"], MetricEngine.Compute(FactSet.Of([learnt]), new(May.AddDays(60), OfMay, OfMay)).Facts.Waiting);
        Assert.Equal(new CountFigure(0), Month([learnt, .. Story()], "won").Figure);
    }

    [Fact]
    public void The_time_from_a_claim_to_its_payout_is_the_median_of_what_was_paid_out_in_the_month()
    {
        List<Fact> facts =
        [
            Claim("a", 10, TimeSpan.FromHours(5)), Claim("b", 11, TimeSpan.FromHours(30)), Claim("c", 12, TimeSpan.FromHours(400)), Claim("d", 31, TimeSpan.FromHours(1)),

            // Told again, of another transfer: the first that was recorded counts.
            Claim("a", 20, TimeSpan.FromHours(900)) with { Id = "again" },
        ];
        Assert.Equal(new PayoutTimeFigure(3, "30.0000"), Month(facts, "claim_to_paid").Figure);

        // Paid before its condition was true: no time at all. The lower one of the two in the middle, by nearest rank.
        facts.Add(Claim("e", 5, TimeSpan.FromHours(-7)));
        Assert.Equal(new PayoutTimeFigure(4, "5.0000"), Month(facts, "claim_to_paid").Figure);
        var explained = MetricEngine.Explain(FactSet.Of(facts), May.AddDays(60), "claim_to_paid", OfMay);
        Assert.Equal(["e 0.0000 hours", "a 5.0000 hours", "b 30.0000 hours", "c 400.0000 hours"], explained.Parts.Single().Items.Select(i => $"{i.Subject} {i.Amount}"));
        Assert.Null(((PayoutTimeFigure)MetricEngine.Explain(FactSet.Of(facts), May.AddDays(60), "claim_to_paid", new(2026, 4)).Figure).MedianHours);
    }

    private static ClaimPaid Claim(string claim, int day, TimeSpan took) => new($"claim/{claim}", May.AddDays(day), May.AddDays(day), claim, May.AddDays(day) - took, new(10));

    private static IEnumerable<Fact> Story(DateTimeOffset? ends = null) =>
    [
        new LeadCreated("lead", May, May, "a", "builder", "M", null, null), new GrantAwarded("awarded", May, May, "g", "a"),
        new Purchase("p", May.AddDays(3), May.AddDays(3), PurchaseHow.Purchase, Payer.Own, new(700), 403_200, 1, ends, null, null), new Matched("matched", May.AddDays(3), May.AddDays(3), "p", "a", MatchHow.Auto, false),
    ];

    private static Reports.MetricMonth Month(IEnumerable<Fact> facts, string metric) => MetricEngine.Compute(FactSet.Of(facts), new(May.AddDays(60), OfMay, OfMay, null, [metric])).Metrics.Single().Months.Single();
}
