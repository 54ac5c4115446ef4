using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;

namespace CoretimeDesk.Insights.Tests.Figures;

/// <summary>Net retention, by hand. June 2026 looks at the 84 days before 1 July, which begin on 8 April, and at customers who were won 112 days before it: by 11 March, 00:00.</summary>
public class RetainingCustomers
{
    private static readonly Month June = new(2026, 6);
    private static readonly DateTimeOffset July = June.End;

    [Fact]
    public void What_customers_of_four_periods_ago_pay_now_is_divided_by_what_they_paid_in_their_first_three()
    {
        List<Fact> facts =
        [
            // Won 1 January: 1000 + 200 within 84 days; what it paid on the 84th day is no more among the first, and too early to be among the last.
            .. Customer("a"), .. Bought("a", At(1, 1), 1_000), .. Bought("a", At(2, 10), 200), .. Bought("a", At(1, 1).AddDays(84), 70),
            .. Bought("a", At(4, 8).AddMilliseconds(-1), 30), .. Bought("a", At(4, 8), 500), .. Bought("a", At(6, 30), 400), .. Bought("a", July, 90),

            // Won at the last instant that counts: 800, and never again. Whoever left counts with nothing.
            .. Customer("b"), .. Bought("b", At(3, 11), 800),

            // Won a millisecond later: not yet.
            .. Customer("c"), .. Bought("c", At(3, 11).AddMilliseconds(1), 5_000), .. Bought("c", At(6, 1), 5_000),

            // Paid by the sponsor, and by somebody else: no customer's.
            Paid("free", At(6, 2), 10_000, Payer.Sponsor), .. Customer("d"), .. Bought("d", At(1, 5), 6_000, isThirdParty: true),
        ];

        // (500 + 400) ÷ (1000 + 200 + 800).
        Assert.Equal(new AmountRatioFigure(900, 2_000), Of(facts, June));
        Assert.Equal("0.450000", ((AmountRatioFigure)Of(facts, June)).Value);

        // In July (from 9 May on, won by 11 April) "c" counts as well: (400 + 90 + 5000) ÷ (2000 + 5000 + 5000), its payment of 1 June being within 84 days of 11 March.
        Assert.Equal(new AmountRatioFigure(5_490, 12_000), Of(facts, June.Next));

        // Before anybody was a customer for so long there is nothing to say.
        Assert.Null(((AmountRatioFigure)Of(facts, new(2026, 3))).Value);

        // "c" was the same customer as "b": won on 11 March, and its payments count.
        facts.Add(new LeadMerged("m", July, July, "c", "b"));
        Assert.Equal(new AmountRatioFigure(5_900, 12_000), Of(facts, June));
    }

    [Fact]
    public void A_payment_that_is_seen_after_the_seal_restates_all_months_that_count_it()
    {
        List<Fact> facts = [.. Customer("a"), .. Bought("a", At(1, 1), 1_000), .. Bought("a", At(6, 1), 300)];
        facts.Add(Paid("late", At(2, 1), 500, Payer.Own) with { RecordedAt = At(9, 20) });
        facts.Add(new Matched("late/matched", At(9, 20), At(9, 20), "late", "a", MatchHow.Auto, false));
        var months = Report(facts, new(2026, 4), new(2026, 8)).Metrics.Single().Months;
        foreach (var month in months)
        {
            var restatement = Assert.Single(month.Restatements);
            Assert.Equal(["late/matched"], restatement.Causes);
            Assert.Equal(((AmountRatioFigure)month.FirstPublished!).Denominator + 500, ((AmountRatioFigure)month.Figure).Denominator);
        }
    }

    private static DateTimeOffset At(int month, int day) => new(2026, month, day, 0, 0, 0, TimeSpan.Zero);

    private static Figure Of(IEnumerable<Fact> facts, Month month)
    {
        var figure = Report(facts, month, month).Metrics.Single().Months.Single().Figure;
        var explained = MetricEngine.Explain(FactSet.Of(facts), At(12, 1), "net_retention", month);
        Assert.Equal(figure, explained.Figure);
        Assert.Equal([$"{((AmountRatioFigure)figure).Numerator} planck", $"{((AmountRatioFigure)figure).Denominator} planck"], explained.Parts.Select(p => p.Value));
        return figure;
    }

    private static Reports.MetricReport Report(IEnumerable<Fact> facts, Month from, Month to) => MetricEngine.Compute(FactSet.Of(facts), new(At(12, 1), from, to, null, ["net_retention"]));

    private static IEnumerable<Fact> Customer(string lead) => [new LeadCreated($"lead/{lead}", At(1, 1), At(1, 1), lead, "builder", "M", null, null)];

    private static IEnumerable<Fact> Bought(string lead, DateTimeOffset at, long planck, bool isThirdParty = false)
    {
        var paid = Paid($"{lead}/{at.UtcTicks}", at, planck, Payer.Own);
        return [paid, new Matched($"{paid.Id}/matched", at, at, paid.Id, lead, MatchHow.Auto, isThirdParty)];
    }

    private static Purchase Paid(string id, DateTimeOffset at, long planck, Payer payer) => new(id, at, at, PurchaseHow.Purchase, payer, new((UInt128)planck), 403_200, 1, null, null, null);
}
