namespace CoretimeDesk.Market.Tests.Values;

public sealed class CountingPlanck
{
    [Fact]
    public void Never_wraps()
    {
        Assert.Throws<OverflowException>(() => Planck.MaxValue + new Planck(1));
        Assert.Throws<OverflowException>(() => Planck.Zero - new Planck(1));
        Assert.Throws<OverflowException>(() => Planck.MaxValue * 2);
        Assert.Equal(Planck.MaxValue, (Planck.MaxValue - new Planck(1)) + new Planck(1));
        Assert.Equal(Planck.MaxValue, Planck.MaxValue * 1);
        Assert.Equal(default, Planck.Zero);
        Assert.True(default(Planck).IsZero);
    }

    [Fact]
    public void Compares_as_numbers() => Seeded.Run(300, random =>
    {
        var (a, b) = (random.Planck(), random.Planck());
        Assert.Equal(a.Big() < b.Big(), a < b);
        Assert.Equal(a.Big() <= b.Big(), a <= b);
        Assert.Equal(a.Big() > b.Big(), a > b);
        Assert.Equal(a.Big() >= b.Big(), a >= b);
        Assert.Equal(a.Big().CompareTo(b.Big()), a.CompareTo(b));
        Assert.Equal((a.Big() < b.Big() ? a : b, a.Big() < b.Big() ? b : a), (Planck.Min(a, b), Planck.Max(a, b)));
        Assert.Equal(a, Planck.Parse(a.ToString()));
        Assert.Equal(a.Big().ToString(), a.ToString());
    });

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,000")]
    [InlineData("1_000")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("0x10")]
    [InlineData("١")] // a digit, but of another script
    [InlineData("1\0")] // .NET's parsers take NULs behind a number for its end
    [InlineData("1\0\0\0")]
    [InlineData("\0")]
    [InlineData("\01")]
    public void Reads_digits_and_nothing_else(string text)
    {
        Assert.False(Planck.TryParse(text, null, out var amount));
        Assert.True(amount.IsZero);
        Assert.Throws<FormatException>(() => Planck.Parse(text));
    }

    [Fact]
    public void Reads_to_the_end_of_128_bits()
    {
        Assert.Equal(Planck.MaxValue, Planck.Parse("340282366920938463463374607431768211455"));
        Assert.Equal(Planck.DigitsMax, Planck.MaxValue.ToString().Length);
        Assert.False(Planck.TryParse("340282366920938463463374607431768211456", out _));
        Assert.Throws<OverflowException>(() => Planck.Parse("340282366920938463463374607431768211456"));
        Assert.Equal(new Planck(7), Planck.Parse("0000000000000000000000000000000000000000000000000007"));
    }
}
