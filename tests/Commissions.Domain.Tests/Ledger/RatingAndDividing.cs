using System.Numerics;
using CoretimeDesk.Commissions.Ledger;

namespace CoretimeDesk.Commissions.Tests.Ledger;

public class RatingAndDividing
{
    [Fact]
    public void Rates_are_marginal_by_what_the_owner_attained_in_the_month_before() => Story.AssertTable("""
        a  700@2000 = 140, 0
        b  100@2000 + 150@2500 = 57, 0           // 20 + 37.5
        c  250@2500 + 50@3000 = 77, 0            // 62.5 + 15
        d  10@3000 = 3, 0
        march  100@2500 = 25, 0                  // no quota: the flat rate
        """, Story.OfAcme().HasQuota("ada", 2, 1000).Orders("a", "1 Feb", 700).Orders("b", "2 Feb", 250).Orders("c", "3 Feb", 300).Orders("d", "28 Feb", 10).Orders("march", "1 Mar", 100).Events());

    [Fact]
    public void All_deals_of_an_owner_count_together_and_those_of_others_do_not()
    {
        var story = Story.OfAcme().HasQuota("ada", 2, 1000).HasQuota("bob", 2, 1000)
            .Registers("beta", "1 Jan").Accepts("beta", "2 Jan", "usual-1", [("ada", 2500)]).Registers("zeta", "1 Jan").Accepts("zeta", "2 Jan", "usual-1", [("bob", 1000), ("ada", 1500)]);
        Story.AssertTable("""
            a  800@2000 = 160, 0
            b  400@2500 = 100, 0
            c  800@2000 = 160, 0      // bob's, though ada has the larger part of it
            d  10@3000 = 3, 0
            """, story.Orders("a", "1 Feb", 800).Orders("b", "2 Feb", 400, customer: "beta").Orders("c", "3 Feb", 800, customer: "zeta").Orders("d", "4 Feb", 10).Events());
    }

    [Fact]
    public void A_step_ends_at_the_planck_below_and_the_first_quota_of_a_month_counts() => Story.AssertTable("""
        a  2@2000 + 1@2500 + 7@3000 = 2, 0      // of a quota of 3: 2.4 and 3.6 are 2 and 3
        """, Story.OfAcme().HasQuota("ada", 2, 3).HasQuota("ada", 2, 1000, "2 Jan").Orders("a", "1 Feb", 10).Events());

    [Fact]
    public void A_correction_does_not_rate_other_events_again() => Story.AssertTable("""
        a  800@2000 = 160, 0
        b  400@2500 = 100, 0
        """, Story.OfAcme().HasQuota("ada", 2, 1000).Orders("a", "1 Feb", 800).Reverses("a", "2 Feb").Orders("b", "3 Feb", 400).Events());

    [Theory]
    [InlineData(0, "amy 0 bob 0 zoe 0")]
    [InlineData(1, "amy 0 bob 0 zoe 1")]
    [InlineData(9, "amy 1 bob 1 zoe 7")] // 1.44, 1.08, 6.48: the one that is left goes to .48
    [InlineData(10, "amy 2 bob 1 zoe 7")] // 1.6, 1.2, 7.2
    [InlineData(25, "amy 4 bob 3 zoe 18")]
    public void What_rounding_down_leaves_goes_to_the_largest_remainder(int amount, string expected) =>
        Assert.Equal(expected, Text(Shares.Divide(amount, [new("zoe", 1800), new("amy", 400), new("bob", 300)])));

    [Theory]
    [InlineData(3, "Zoe 2 amy 1")] // ordinal: capitals come first
    [InlineData(1, "Zoe 1 amy 0")]
    public void Of_equal_remainders_the_lower_id_is_served_first(int amount, string expected) => Assert.Equal(expected, Text(Shares.Divide(amount, [new("amy", 1250), new("Zoe", 1250)])));

    [Fact]
    public void Any_amount_is_divided_to_the_planck_and_nobody_is_a_planck_off() => Seeded.Run(400, random =>
    {
        var split = Enumerable.Range(0, random.Next(1, 6)).Select(i => new SplitShare($"p{i}", (uint)random.Next(1, 3000))).ToList();
        var (amount, total) = (random.Amount(140), split.Aggregate(BigInteger.Zero, (sum, s) => sum + s.Bp));
        var shares = Shares.Divide(amount, random.Shuffled(split));
        Assert.Equal(amount, shares.Aggregate(BigInteger.Zero, (sum, s) => sum + s.Planck));
        Assert.All(shares, s => Assert.True(BigInteger.Abs((s.Planck * total) - (amount * s.Bp)) < total));
        var (served, rest) = (shares.Where(s => s.HasExtra).ToList(), shares.Where(s => !s.HasExtra).ToList());
        Assert.True(served.Count == 0 || rest.Count == 0 || served.Min(s => s.Remainder) >= rest.Max(s => s.Remainder));
    });

    [Fact]
    public void F8_The_largest_amounts_of_a_chain_are_exact()
    {
        var story = Story.OfAcme().HasQuota("ada", 2, UInt128.MaxValue).Orders("a", "1 Feb", UInt128.MaxValue).Orders("b", "2 Feb", UInt128.MaxValue);
        var most = (BigInteger)UInt128.MaxValue;
        var (first, second) = (most * 8000 / 10000, most * 12000 / 10000);
        Assert.Equal([new(2000, first), new(2500, most - first)], story.Ledger.Events[0].Pieces);
        Assert.Equal([new(2500, second - most), new(3000, most + most - second)], story.Ledger.Events[1].Pieces);
        Assert.Equal(story.Ledger.Events.Aggregate(BigInteger.Zero, (sum, e) => sum + e.Commission), story.Ledger.Totals.Values.Aggregate(BigInteger.Zero, (sum, t) => sum + t.Earned));
    }

    private static string Text(IEnumerable<Share> shares) => string.Join(' ', shares.Select(s => $"{s.Participant} {s.Planck}"));
}
