using System.Numerics;

namespace CoretimeDesk.Market.Tests.Values;

public sealed class HoldingRates
{
    [Fact]
    public void Keeps_a_rate_between_nothing_and_all()
    {
        Assert.Equal(default, new BasisPoints(0));
        Assert.Equal(10_000u, BasisPoints.All.Value);
        Assert.Equal(new BasisPoints(2_500), BasisPoints.FromPercent(25));
        Assert.Equal(new BasisPoints(7_500), BasisPoints.FromPercent(25).Complement);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BasisPoints(10_001));
        Assert.Throws<ArgumentOutOfRangeException>(() => BasisPoints.FromPercent(101));
        Assert.Throws<ArgumentOutOfRangeException>(() => BasisPoints.FromPercent(uint.MaxValue));
        Assert.Throws<OverflowException>(() => BasisPoints.FromPercent(60) + BasisPoints.FromPercent(41));
        Assert.Throws<OverflowException>(() => BasisPoints.FromPercent(60) - BasisPoints.FromPercent(61));
        Assert.Equal(BasisPoints.All, BasisPoints.FromPercent(60) + BasisPoints.FromPercent(40));
    }

    [Fact]
    public void Writes_percent()
    {
        Assert.Equal(["0 %", "0.01 %", "12.5 %", "100 %"], new uint[] { 0, 1, 1_250, 10_000 }.Select(v => $"{new BasisPoints(v)}"));
        Assert.Equal(["0 %", "0.0000001 %", "3 %", "100 %"], new uint[] { 0, 1, 30_000_000, 1_000_000_000 }.Select(v => $"{new Perbill(v)}"));
        Assert.Equal(["0", "0.000000000000000001", "1", "1.25"], new FixedU128[] { default, new(1), FixedU128.One, new(1_250_000_000_000_000_000) }.Select(v => $"{v}"));
    }

    [Fact]
    public void Multiplies_billionths_as_the_chain_does() => Seeded.Run(1_000, random =>
    {
        var (amount, part) = (random.Planck(), new Perbill((uint)random.Next((int)Perbill.One + 1)));
        var product = amount.Big() * part.Parts;
        var expected = (product / Perbill.One) + (product % Perbill.One * 2 > Perbill.One ? 1 : 0);
        Assert.Equal(expected, part.Of(amount).Big());
    });

    [Theory]
    [InlineData(500_000_000, 1, 0)] // a half is rounded down
    [InlineData(500_000_001, 1, 1)]
    [InlineData(500_000_000, 3, 1)]
    [InlineData(1_000_000_000, uint.MaxValue, uint.MaxValue)]
    [InlineData(0, uint.MaxValue, 0)]
    public void Rounds_to_the_nearest(uint parts, uint count, uint expected)
    {
        Assert.Equal(expected, new Perbill(parts).Of(count));
        Assert.Equal(new Planck(expected), new Perbill(parts).Of(new Planck(count)));
    }

    [Fact]
    public void Refuses_more_than_a_whole() => Assert.Throws<ArgumentOutOfRangeException>(() => new Perbill(Perbill.One + 1));

    [Fact]
    public void Takes_all_of_the_largest_amount()
    {
        Assert.Equal(Planck.MaxValue, new Perbill(Perbill.One).Of(Planck.MaxValue));
        Assert.Equal((BigInteger)(UInt128.MaxValue / 2), new Perbill(Perbill.One / 2).Of(Planck.MaxValue).Big());
    }
}
