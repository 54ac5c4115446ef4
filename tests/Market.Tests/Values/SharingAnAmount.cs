using System.Numerics;

namespace CoretimeDesk.Market.Tests.Values;

public sealed class SharingAnAmount
{
    [Fact]
    public void Rounds_down_and_never_overflows() => Seeded.Run(1_000, random =>
    {
        var (amount, rate) = (random.Planck(), new BasisPoints((uint)random.Next(10_001)));
        Assert.Equal(amount.Big() * rate.Value / 10_000, amount.Share(rate).Big());
    });

    [Fact]
    public void Conserves_what_is_shared() => Seeded.Run(500, random =>
    {
        var (amount, rate) = (random.Planck(), new BasisPoints((uint)random.Next(10_001)));
        var both = amount.Share(rate) + amount.Share(rate.Complement);
        // Two parts rounded down lose at most one planck, and make none.
        Assert.InRange(both.Big(), amount.Big() - 1, amount.Big());
        Assert.Equal(amount, amount.Share(BasisPoints.All));
        Assert.Equal(Planck.Zero, amount.Share(default));
    });

    [Theory]
    [InlineData("100", "18 4 3", "72 16 12")]
    [InlineData("101", "18 4 3", "73 16 12")] // 72.72, 16.16, 12.12: one left for the largest remainder
    [InlineData("2", "1 1 1", "1 1 0")] // equal remainders: the earlier
    [InlineData("2", "0 1 1 1", "0 1 1 0")]
    [InlineData("0", "1 2", "0 0")]
    [InlineData("7", "5", "7")]
    [InlineData("340282366920938463463374607431768211455", "1 1", "170141183460469231731687303715884105728 170141183460469231731687303715884105727")]
    public void Splits_by_the_largest_remainder(string amount, string weights, string parts) =>
        Assert.Equal(parts, string.Join(' ', Planck.Parse(amount).Split([.. weights.Split(' ').Select(uint.Parse)])));

    [Fact]
    public void Splits_without_losing_or_making_a_planck() => Seeded.Run(500, random =>
    {
        var amount = random.Planck();
        uint[] weights = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(5) == 0 ? 0 : random.UInt32()), 1];
        var (parts, total) = (amount.Split(weights), weights.Aggregate(BigInteger.Zero, (sum, w) => sum + w));
        Assert.Equal(amount, parts.Aggregate(Planck.Zero, (sum, part) => sum + part));
        for (var i = 0; i < weights.Length; i++)
        {
            // Nobody is a whole planck away from the exact part, and nothing times the amount is nothing.
            var floor = amount.Big() * weights[i] / total;
            Assert.InRange(parts[i].Big(), floor, weights[i] == 0 ? 0 : floor + 1);
        }
    });

    [Fact]
    public void Needs_somebody_to_share_with()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Planck(5).Split());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Planck(5).Split(0, 0));
    }
}
