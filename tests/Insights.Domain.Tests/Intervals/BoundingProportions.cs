using System.Globalization;
using System.Numerics;
using CoretimeDesk.Insights.Intervals;

namespace CoretimeDesk.Insights.Tests.Intervals;

public class BoundingProportions
{
    [Fact]
    public void Bounds_are_those_that_were_worked_out_by_hand()
    {
        // 0 of 1: upper is z² ÷ (1 + z²) = 3.8416 ÷ 4.8416. 1 of 2: the middle is a half, and the half width 1.96·√(3.8416 + 2) ÷ 2(2 + 3.8416).
        Check("""
            k    n      lower   upper
            0    1      0.0000  0.7935
            1    1      0.2065  1.0000
            1    2      0.0945  0.9055
            0    3      0.0000  0.5615
            3    3      0.4385  1.0000
            2    4      0.1500  0.8500
            4    5      0.3755  0.9638
            1    6      0.0301  0.5635
            5    8      0.3057  0.8632
            50   100    0.4038  0.5962
            """);
    }

    [Fact]
    public void Of_nothing_there_is_no_interval() => Assert.Null(Wilson.Of(0, 0));

    [Fact]
    public void Every_bound_is_nearest_to_the_root_that_it_stands_for() => Seeded.Run(300, random =>
    {
        var n = random.NextInt64(1, random.Next(3) == 0 ? 10_000_000 : 60);
        var k = random.Next(5) == 0 ? random.Of([0, n]) : random.NextInt64(n + 1);
        var interval = Wilson.Of(k, n)!;
        var (lower, upper) = (Units(interval.Lower), Units(interval.Upper));

        // Both bounds are roots of (n + z²)x² − (2k + z²)x + k²/n, which is above zero outside of them and below between them.
        Assert.True(Side(k, n, (2 * lower) - 1) <= 0 && Side(k, n, (2 * lower) + 1) >= 0, $"{k} of {n}: lower {interval.Lower}");
        Assert.True(Side(k, n, (2 * upper) - 1) <= 2 && Side(k, n, (2 * upper) + 1) >= 2, $"{k} of {n}: upper {interval.Upper}");
        Assert.True(lower >= 0 && upper <= 10_000 && lower * n <= 10_000 * (BigInteger)k + n && upper * n >= (10_000 * (BigInteger)k) - n, $"{k} of {n} lies outside of {interval}");
    });

    [Fact]
    public void What_failed_is_bounded_as_what_succeeded_from_the_other_side()
    {
        for (var n = 1; n <= 80; n++)
        {
            for (var k = 0; k <= n; k++)
            {
                Assert.Equal(10_000, Units(Wilson.Of(k, n)!.Lower) + Units(Wilson.Of(n - k, n)!.Upper));
            }
        }
    }

    [Theory]
    [InlineData(1, 2, 0, "0")]
    [InlineData(3, 2, 0, "2")]
    [InlineData(5, 2, 0, "2")]
    [InlineData(-5, 2, 0, "-2")]
    [InlineData(1, 8, 2, "12")]
    [InlineData(3, 8, 2, "38")]
    [InlineData(2, 3, 4, "6667")]
    [InlineData(-2, 3, 4, "-6667")]
    public void Fractions_are_rounded_once_and_half_to_even(int numerator, int denominator, int places, string units) => Assert.Equal(units, Decimals.Round(numerator, denominator, places).ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void Decimals_have_all_their_places_and_zero_has_no_sign()
    {
        Assert.Equal("0.500000", Decimals.Text(1, 2, 6));
        Assert.Equal("0.0000", Decimals.Text(-1, 1_000_000, 4));
        Assert.Equal("-0.0500", Decimals.Text(-1, 20, 4));
        Assert.Equal("340282366920938463463374607431768211456.000000", Decimals.Text(BigInteger.Pow(2, 128), 1, 6));
        Assert.Null(Decimals.Text(0, 0, 6));
    }

    /// <summary>Where x = half units ÷ 20,000 lies: -1 below the lower root and 0 at it, 1 between the roots, 2 at the upper one and 3 above it. The quadratic is multiplied by 625n and 20,000².</summary>
    private static int Side(BigInteger k, BigInteger n, BigInteger x)
    {
        var sign = ((((625 * n) + 2401) * n * x * x) - (((1250 * k) + 2401) * n * 20_000 * x) + (625 * k * k * 400_000_000)).Sign;
        var isLow = 2 * ((625 * n) + 2401) * x < ((1250 * k) + 2401) * 20_000;
        return sign switch { > 0 => isLow ? -1 : 3, 0 => isLow ? 0 : 2, _ => 1 };
    }

    private static int Units(string bound) => int.Parse(bound.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);

    private static void Check(string table)
    {
        foreach (var row in table.Split('\n').Skip(1).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            Assert.Equal(new Interval(row[2], row[3]), Wilson.Of(long.Parse(row[0], CultureInfo.InvariantCulture), long.Parse(row[1], CultureInfo.InvariantCulture)));
        }
    }
}
