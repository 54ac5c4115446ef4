using System.Numerics;
using CoretimeDesk.Commissions.Estimating;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Tests.Estimating;

public class EstimatingADeal
{
    private static readonly Split UsualSplit = new([new("ada", 1800), new("sol", 400), new("sid", 300)]);
    private static readonly Perbill ThreePercent = new(30_000_000);

    [Fact]
    public void F7_An_estimate_is_what_the_ledger_says_once_it_is_paid() => Seeded.Run(60, random =>
    {
        var payments = Enumerable.Range(0, random.Next(1, 15)).Select(i => new PlannedPayment(Story.Day("1 Feb").AddDays(i * 28), i == 0 ? PaidHow.Purchase : random.Of([PaidHow.Renewal, PaidHow.OnDemand]), new((UInt128)random.Amount(128)), default, 5040)).ToList();
        var known = Known(random.Next(2) == 0).Facts;
        var estimate = Estimate.Of(new Story().Plans, known, Deal([.. payments]));

        var facts = known.Append(new Registered("r", Story.Day("1 Jan"), "acme", false)).Append(new Accepted("a", Story.Day("1 Feb"), "acme", "usual-1", "ada", UsualSplit, "cat"))
            .Concat(payments.Select((p, i) => new Paid($"p{i:00}", p.At, "acme", "acc-acme", p.Amount, p.Rebate, p.How, PayerKind.Customer, p.Timeslices)));
        var ledger = CommissionLedger.Compute(new Story().Plans, facts);
        var events = ledger.Events.Where(e => e.Event[0] == 'p').ToList();
        Assert.Equal(events.Select(e => (e.Base, e.Commission, e.Overlay)), estimate.Events.Select(e => (e.Base, e.Commission, e.Overlay)));
        Assert.Equal(ledger.Lines.Where(l => l.Event[0] == 'p' && l.Kind == LineKind.Accrue).GroupBy(l => l.Participant).ToDictionary(g => g.Key, g => Sum(g.Select(l => l.Planck))), estimate.ByParticipant.ToDictionary());
        Assert.Equal(estimate.Commission + estimate.Overlay, Sum(estimate.ByParticipant.Values));
        Assert.Equal(ledger.Excluded.Length, estimate.Excluded.Length);
    });

    [Fact]
    public void F7_What_the_owner_attained_and_its_quota_set_the_rate_of_an_estimate()
    {
        var deal = Deal(new PlannedPayment(Story.Day("10 Feb"), PaidHow.Purchase, new(300), default, 1));
        Assert.Equal([new(2500, 300)], Estimate.Of(new Story().Plans, [], deal).Events[0].Pieces);
        Assert.Equal([new(2000, 100), new(2500, 200)], Estimate.Of(new Story().Plans, Known(hasQuota: true).Facts, deal).Events[0].Pieces);
    }

    [Fact]
    public void F8_What_lies_beyond_the_window_is_told_as_excluded()
    {
        var estimate = Estimate.Of(new Story().Plans, [], Deal(
            new(Story.Day("10 Feb"), PaidHow.Purchase, new(300), default, 1), new(Story.Day("10 Feb 2027"), PaidHow.Renewal, new(300), default, 1), new(Story.Day("11 Feb"), PaidHow.Purchase, new(7), new(7), 1)));
        Assert.Single(estimate.Events);
        Assert.Equal([ExclusionReason.ZeroBase, ExclusionReason.WindowClosed], estimate.Excluded.Select(x => x.Reason));
    }

    [Fact]
    public void A_deal_whose_split_is_not_the_plans_rate_or_leaves_out_its_owner_is_a_mistake()
    {
        var deal = Deal();
        Assert.Throws<ArgumentException>(() => Estimate.Of(new Story().Plans, [], deal with { Split = new([new("ada", 2499)]) }));
        Assert.Throws<ArgumentException>(() => Estimate.Of(new Story().Plans, [], deal with { Owner = "bob" }));
        Assert.Throws<ArgumentException>(() => Estimate.Of(new Story().Plans, [], deal with { Plan = "none" }));
    }

    [Fact]
    public void F7_A_core_year_at_the_floor_price_costs_151_9_dot_and_earns_30_to_46()
    {
        var x = UnitEconomics.Of(new Story().Plans, "usual-1", Token.Dot.Whole(10), ThreePercent);
        Assert.Equal(13, x.Periods.Length);
        Assert.Equal(["10", "10", "10.3", "10.609"], x.Periods.Take(4).Select(p => Token.Dot.FormatNumber(p.Price)));
        // 10 + 10 * (1.03^12 - 1) / 0.03 = 151.92029561539...; each price is rounded to the planck as the chain does it.
        Assert.InRange(x.Revenue, (BigInteger)1_519_202_956_153 - 13, (BigInteger)1_519_202_956_154 + 13);
        Assert.Equal((x.Revenue * 20 / 100, x.Revenue * 30 / 100), (x.Lowest, x.Highest));
        Assert.Equal(("30.38", "45.57"), (TwoPlaces(x.Lowest), TwoPlaces(x.Highest)));
        Assert.InRange((x.Revenue * 25 / 100) - x.Commission, 0, 13); // A planck for each floor at most.
        Assert.Equal(x.Commission + x.Overlay, Sum(x.ByRole.Values));
        Assert.Equal(0, x.Periods[6].Overlay); // Day 168.
        Assert.Equal((BigInteger)x.Periods[7].Price.Value * 2 / 100, x.Periods[7].Overlay); // Day 196.
    }

    [Fact]
    public void Cores_count_together_and_an_income_takes_so_many_deals()
    {
        var (one, many) = (UnitEconomics.Of(new Story().Plans, "usual-1", Token.Dot.Whole(10), ThreePercent), UnitEconomics.Of(new Story().Plans, "usual-1", Token.Dot.Whole(10), ThreePercent, cores: 50));
        Assert.Equal(one.Revenue * 50, many.Revenue);
        Assert.InRange(many.Commission - (one.Commission * 50), 0, 13 * 50);
        Assert.Equal(1, one.DealsFor(one.Commission));
        Assert.Equal(2, one.DealsFor(one.Commission + 1));
        Assert.Null(UnitEconomics.Of(new Story().Plans, "usual-1", default, ThreePercent).DealsFor(1));
    }

    [Fact]
    public void F8_Periods_beyond_the_window_are_paid_and_earn_nothing()
    {
        var x = UnitEconomics.Of(new Story().Plans, "short-1", Token.Dot.Whole(10), ThreePercent, periods: 3); // A window of 40 days.
        Assert.Equal([true, true, false], x.Periods.Select(p => p.Commission > 0));
        Assert.Equal(303_000_000_000, x.Revenue);
        // Neither do they count for what the plan's other rates would pay: 20 DOT earn, and not 30.3.
        Assert.Equal(200_000_000_000 * 2999L / 10_000, x.Highest);
    }

    private static PlannedDeal Deal(params PlannedPayment[] payments) => new("acme", "usual-1", "ada", UsualSplit, "cat", Story.Day("1 Feb"), [.. payments]);

    /// <summary>Another deal of ada's, which attained 700 of February's 1,000.</summary>
    private static Story Known(bool hasQuota)
    {
        var story = new Story().Registers("beta", "1 Jan").Accepts("beta", "2 Jan", "usual-1", [("ada", 2500)]).Orders("other", "3 Feb", 700, customer: "beta");
        return hasQuota ? story.HasQuota("ada", 2, 1000) : story;
    }

    private static BigInteger Sum(IEnumerable<BigInteger> amounts) => amounts.Aggregate(BigInteger.Zero, (sum, a) => sum + a);

    private static string TwoPlaces(BigInteger planck) => $"{planck / 10_000_000_000}.{planck / 100_000_000 % 100:00}";
}
