using System.Numerics;

namespace CoretimeDesk.Quoting.Tests.Values;

/// <summary>Against <see cref="BigInteger"/>, which has no bound.</summary>
public class AddingUpBeyond128Bits
{
    [Fact]
    public void Sums_differences_products_and_shares_are_exact() => Seeded.Run(5000, random =>
    {
        var (a, b, times, by) = (Wide(random), Wide(random), (uint)random.NextInt64(1L << random.Next(1, 33)), (uint)random.NextInt64(1, 1L << random.Next(1, 33)));
        var (x, y) = (a.ToBigInteger(), b.ToBigInteger());
        Assert.Equal(x + y, (a + b).ToBigInteger());
        Assert.Equal(x * times, (a * times).ToBigInteger());
        var (whole, rest) = WidePlanck.DivRem(a, by);
        Assert.Equal((x / by, x % by), (whole.ToBigInteger(), rest));
        Assert.Equal(x * times / 10_000, a.Share(times).ToBigInteger());
        Assert.Equal(x.CompareTo(y), a.CompareTo(b));
        Assert.Equal((x < y, x <= y, x == y, x != y, x > y, x >= y), (a < b, a <= b, a == b, a != b, a > b, a >= b));
        Assert.Equal(BigInteger.Min(x, y), WidePlanck.Min(a, b).ToBigInteger());
        Assert.Equal($"{x}", $"{a}");
        Assert.Equal(x <= UInt128.MaxValue, a.TryNarrow(out var narrow) && narrow.Big() == x);
        if (x >= y)
        {
            Assert.Equal(x - y, (a - b).ToBigInteger());
        }
        else
        {
            Assert.Throws<OverflowException>(() => a - b);
        }
    });

    [Fact]
    public void What_leaves_the_256_bits_is_an_error_and_never_a_smaller_number()
    {
        WidePlanck largest = CoretimeDesk.Market.Planck.MaxValue;
        for (var i = 0; i < 4; i++)
        {
            largest *= uint.MaxValue;
        }

        Assert.Throws<OverflowException>(() => largest * uint.MaxValue * 2);
    }

    /// <summary>Any number up to about 190 bits, so that a product with 32 more still fits.</summary>
    private static WidePlanck Wide(Random random)
    {
        WidePlanck wide = random.Planck();
        for (var i = random.Next(3); i > 0; i--)
        {
            wide = (wide * (uint)random.NextInt64(1, 1L << 32)) + random.Planck();
        }

        return wide;
    }
}
