using System.Numerics;
using CoretimeDesk.Commissions.Estimating;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Selling;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Tests.Ledger;

/// <summary>Unit economics of what was sold: sums of the very ledger that pays.</summary>
public class AddingUpWhatWasSold
{
    private static readonly Month First = new(2026, 1);
    private static readonly Month Last = new(2027, 6);

    [Fact]
    public void All_months_together_are_the_ledger_and_each_payment_stands_in_one_month() => Seeded.Run(150, random =>
    {
        var plans = new Story().Plans;
        var facts = FactFile.Read(RandomFacts.Make(random).Select(f => f.ToJsonString()), plans).Facts;
        var ledger = CommissionLedger.Compute(plans, facts);

        var all = SoldPayment.Of(ledger, facts, First, Last);

        Assert.Equal(ledger.Events.Length, all.Length);
        foreach (var (participant, total) in ledger.Totals)
        {
            var dues = all.Select(p => p.ByParticipant.GetValueOrDefault(participant)).OfType<Due>().ToList();
            Assert.Equal((total.Accrued, total.Earned), (Sum(dues.Select(d => d.Accrued)), Sum(dues.Select(d => d.Earned))));
        }

        Assert.All(all, p => Assert.True(p.Sold.Base >= 0 && p.Sold.Earned <= p.Sold.Accrued && p.Sold.Base <= (BigInteger)p.Paid.Amount.Value, p.Paid.Id));
        List<SoldPayment> byMonth = [];
        for (var month = First; month <= Last; month = month.Next)
        {
            byMonth.AddRange(SoldPayment.Of(ledger, facts, month, month));
        }

        Assert.Equal(all.Select(p => p.Paid.Id).Order(StringComparer.Ordinal), byMonth.Select(p => p.Paid.Id).Order(StringComparer.Ordinal));
        Assert.Equal(Sold.Sum(all.Select(p => p.Sold)), Sold.Sum(byMonth.Select(p => p.Sold)));
    });

    [Fact]
    public void What_was_given_back_is_not_sold_and_what_should_never_have_counted_is_no_coretime()
    {
        var story = Begun().Buys("p1", "3 Feb", 1_000, timeslices: 5_040).Buys("p2", "4 Feb", 500, timeslices: 5_040).Buys("p3", "5 Feb", 300, timeslices: 2_520)
            .Rebates("p1", "6 Feb", 100).Reverses("p2", "7 Feb");

        var sold = Sold.Sum(SoldPayment.Of(story.Ledger, story.Facts, new(2026, 2), new(2026, 2)).Select(p => p.Sold));

        // 900 and 300 are left, at 25 %; a core-period and a half.
        Assert.Equal((1_200, 7_560, 2, 300), (sold.Base, sold.CoreTimeslices, sold.Payments, sold.Accrued));
        Assert.Equal(2_500u, sold.ShareBp);
        Assert.Equal(200, sold.PerCorePeriod);
        Assert.Equal("1.5", UnitEconomics.CorePeriods(sold.CoreTimeslices));
    }

    [Fact]
    public void Nothing_sold_has_no_share_and_no_price_of_a_core_period()
    {
        Assert.Null(Sold.None.ShareBp);
        Assert.Null(Sold.None.PerCorePeriod);
        Assert.Equal("0", UnitEconomics.CorePeriods(0));
    }

    [Theory]
    [InlineData(5_040, "1")]
    [InlineData(1, "0.0001")]
    [InlineData(5_039, "0.9998")]
    [InlineData(5_040L * 62, "62")]
    [InlineData(7_560, "1.5")]
    public void Core_periods_are_written_to_four_decimals_and_never_rounded_up(long timeslices, string text) => Assert.Equal(text, UnitEconomics.CorePeriods(timeslices));

    [Fact]
    public void F7_What_a_core_year_brings_its_owner_is_by_their_quota_and_what_they_attained()
    {
        var (plans, price, bump) = (new Story().Plans, new Planck(100), new Perbill(30_000_000));
        var at = Story.Day("10 Feb");
        var without = Begun().Buys("p1", "3 Feb", 700, timeslices: 5_040);
        var with = Begun().Buys("p1", "3 Feb", 700, timeslices: 5_040).HasQuota("ada", 2, 1_000);

        var flat = UnitEconomics.Of(plans, "usual-1", price, bump, periods: 2, by: SoldBy.Of("ada", "AE", at, without.Facts));
        var behind = UnitEconomics.Of(plans, "usual-1", price, bump, periods: 2, by: SoldBy.Of("ada", "AE", at, with.Facts));
        var unknown = UnitEconomics.Of(plans, "usual-1", price, bump, periods: 2);

        // Two periods at 100: 18 of 25 each; with a quota of which 700 of 1,000 are attained, the first is still below 80 %, at 20 % in all.
        Assert.Equal((36, 36), (flat.ByRole["ada"], unknown.ByRole["AE"]));
        Assert.Equal(32, behind.ByRole["ada"]);
        Assert.Equal((50, 45), (flat.Commission, behind.Commission));
    }

    private static Story Begun() => new Story().Registers("acme", "1 Jan").Accepts("acme", "2 Jan", "usual-1", [("ada", 1800), ("sol", 400), ("sid", 300)]);

    private static BigInteger Sum(IEnumerable<BigInteger> amounts) => amounts.Aggregate(BigInteger.Zero, (sum, a) => sum + a);
}
