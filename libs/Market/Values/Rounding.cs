namespace CoretimeDesk.Market;

/// <summary>The roundings of sp-arithmetic, by its names.</summary>
internal static class Rounding
{
    /// <summary>Divides, rounding to the nearest whole number; exactly half way between two, to the lower one.</summary>
    public static ulong NearestPrefDown(ulong numerator, ulong denominator)
    {
        var (quotient, rest) = Math.DivRem(numerator, denominator);
        // Not `2 * rest > denominator`: that may overflow.
        return rest > denominator - rest ? quotient + 1 : quotient;
    }

    /// <summary><c>floor(left * right / denominator)</c>, where the product alone may need up to 256 bits.</summary>
    /// <param name="left">Any number.</param>
    /// <param name="right">Any number.</param>
    /// <param name="denominator">1 to 10^18, so that a product of two remainders fits into 128 bits.</param>
    /// <param name="result">The result, or zero.</param>
    /// <returns>False where the result itself needs more than 128 bits.</returns>
    public static bool TryMultiplyDivide(UInt128 left, UInt128 right, ulong denominator, out UInt128 result)
    {
        // With left = a*d + r and right = b*d + s: left*right/d = a*right + r*b + r*s/d, and only the last is a fraction.
        var (a, r) = UInt128.DivRem(left, denominator);
        var (b, s) = UInt128.DivRem(right, denominator);
        try
        {
            result = (a * right) + (r * b) + (r * s / denominator);
            return true;
        }
        catch (OverflowException)
        {
            result = 0;
            return false;
        }
    }
}
