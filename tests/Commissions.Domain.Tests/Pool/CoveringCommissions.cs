using System.Globalization;
using System.Numerics;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Pool;

namespace CoretimeDesk.Commissions.Tests.Pool;

public class CoveringCommissions
{
    [Theory]
    [InlineData(0, "a -25 b -10 c -5")]
    [InlineData(24, "a -25 b -10 c -5")] // Nobody overtakes: b would fit.
    [InlineData(25, "a +25 b -10 c -5")]
    [InlineData(34, "a +25 b -10 c -5")]
    [InlineData(35, "a +25 b +10 c -5")]
    [InlineData(40, "a +25 b +10 c +5")]
    public void F9_What_the_pool_cannot_cover_queues_as_unfunded_in_event_order(int balance, string expected) =>
        Assert.Equal(expected, Text(PoolCoverage.Of(Three().Ledger, balance)));

    [Fact]
    public void F9_A_correction_frees_what_it_cancels_and_a_payment_what_it_paid()
    {
        Assert.Equal("b +10 c +5", Text(PoolCoverage.Of(Three().Reverses("a", "4 Feb").Ledger, 15)));
        Assert.Equal("a +5 b +10 c -5", Text(PoolCoverage.Of(Three().Ledger, 15, new Dictionary<string, BigInteger> { ["a"] = 20 })));
    }

    [Theory]
    [InlineData(40, "a +25 b +10 c +5 draw -60")]
    [InlineData(34, "a +25 b -10 c -5 draw -60")] // It does not overtake either.
    [InlineData(100, "a +25 b +10 c +5 draw +60")]
    public void F9_An_advance_comes_after_all_that_was_earned(int balance, string expected) =>
        Assert.Equal(expected, Text(PoolCoverage.Of(Three().Ledger, balance, new Dictionary<string, BigInteger> { ["draw"] = 4 }, [("draw", 64)])));

    [Fact]
    public void F9_Never_more_is_promised_than_the_pool_holds_and_more_money_never_covers_less() => Seeded.Run(150, random =>
    {
        var plans = new Story().Plans;
        var ledger = CommissionLedger.Compute(plans, FactFile.Read(RandomFacts.Make(random).Select(f => f.ToJsonString()), plans).Facts);
        var (balance, more) = (random.Amount(120), random.Amount(120));
        var (coverage, richer) = (PoolCoverage.Of(ledger, balance), PoolCoverage.Of(ledger, balance + more));
        Assert.True(coverage.Committed <= balance && coverage.Free >= 0);
        Assert.Equal(ledger.Totals.Values.Aggregate(BigInteger.Zero, (sum, t) => sum + t.Accrued), coverage.Committed + coverage.Unfunded);
        Assert.Equal(coverage.Events.Select(e => e.Event), ledger.Events.Select(e => e.Event).Where(id => coverage.Events.Any(e => e.Event == id)));
        Assert.DoesNotContain(coverage.Events.SkipWhile(e => e.IsFunded), e => e.IsFunded);
        Assert.True(coverage.Events.Count(e => e.IsFunded) <= richer.Events.Count(e => e.IsFunded));
    });

    private static Story Three() => Story.OfAcme().Orders("a", "1 Feb", 100).Orders("b", "2 Feb", 40).Orders("c", "3 Feb", 20);

    private static string Text(PoolCoverage coverage) => string.Join(' ', coverage.Events.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Event} {(e.IsFunded ? "+" : "-")}{e.Needed}")));
}
