using System.Numerics;

namespace CoretimeDesk.Insights.Intervals;

/// <summary>A Wilson interval of a proportion, each bound with four places.</summary>
/// <param name="Lower">As in "0.0301".</param>
/// <param name="Upper">As in "0.5635".</param>
public sealed record Interval(string Lower, string Upper);

/// <summary>
/// Wilson's interval with z = 1.96 exactly: (2k + z² ± z·√(z² + 4k(n − k)/n)) ÷ 2(n + z²). The root is irrational, so the bounds are rounded by
/// comparing whole numbers; no floating point comes near them.
/// </summary>
public static class Wilson
{
    private const int Places = 4;

    // z = 49/25, so z² = 2401/625. Everything below is multiplied by 625.
    private static readonly BigInteger ZSquared = 2401;
    private static readonly BigInteger Scale = 625;
    private static readonly BigInteger Units = BigInteger.Pow(10, Places);

    /// <summary>The interval of k among n; null when n is 0.</summary>
    /// <param name="k">0 to <paramref name="n"/>.</param>
    /// <param name="n">From 0 on.</param>
    public static Interval? Of(long k, long n)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, k);
        if (n == 0)
        {
            return null;
        }

        // A bound in units of 10^-4 is (a ± √b) ÷ c.
        var (bigK, bigN) = ((BigInteger)k, (BigInteger)n);
        var a = Units * ((2 * Scale * bigK) + ZSquared) * bigN;
        var b = Units * Units * bigN * ((ZSquared * ZSquared * bigN) + (4 * ZSquared * Scale * bigK * (bigN - bigK)));
        var c = bigN * 2 * ((Scale * bigN) + ZSquared);
        return new(Decimals.Text(Nearest(a, b, c, isLower: true), Places), Decimals.Text(Nearest(a, b, c, isLower: false), Places));
    }

    /// <summary>The whole number nearest to (a ± √b) ÷ c; of two equally near ones the even one.</summary>
    private static BigInteger Nearest(BigInteger a, BigInteger b, BigInteger c, bool isLower)
    {
        // ⌊x + ½⌋ = ⌊(2a + c ± √4b) ÷ 2c⌋; a floor does not mind that the root is rounded down where it is added, and up where it is taken away.
        var root = RootDown(4 * b);
        var isWhole = root * root == 4 * b;
        var signed = isLower ? -(isWhole ? root : root + 1) : root;
        var nearest = Floor((2 * a) + c + signed, 2 * c, out var isExact);
        return isWhole && isExact && !nearest.IsEven ? nearest - 1 : nearest;
    }

    private static BigInteger Floor(BigInteger numerator, BigInteger denominator, out bool isExact)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var rest);
        isExact = rest.IsZero;
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>The largest whole number whose square is not above the value.</summary>
    private static BigInteger RootDown(BigInteger value)
    {
        if (value.IsZero)
        {
            return value;
        }

        // Newton from above: falls until it is there. A little more than the root of the nearest double is not far above.
        var root = value.GetBitLength() < 1000 ? new BigInteger(Math.Sqrt((double)value) * (1 + 1e-12)) + 1 : BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (value / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}
