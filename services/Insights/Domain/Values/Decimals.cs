using System.Globalization;
using System.Numerics;

namespace CoretimeDesk.Insights;

/// <summary>Exact fractions, rounded once: half to even.</summary>
public static class Decimals
{
    /// <summary>Rounds a fraction to units of 10^-places.</summary>
    /// <param name="numerator">Of any sign.</param>
    /// <param name="denominator">Above zero.</param>
    /// <param name="places">How many places after the point.</param>
    public static BigInteger Round(BigInteger numerator, BigInteger denominator, int places)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(denominator, BigInteger.Zero);
        var quotient = BigInteger.DivRem(BigInteger.Abs(numerator) * BigInteger.Pow(10, places), denominator, out var rest);
        var half = (rest * 2).CompareTo(denominator);
        quotient += half > 0 || (half == 0 && !quotient.IsEven) ? 1 : 0;
        return numerator.Sign < 0 ? -quotient : quotient;
    }

    /// <summary>A fraction with all its places, as in "0.500000"; zero has no sign. Null when there is nothing to divide by.</summary>
    public static string? Text(BigInteger numerator, BigInteger denominator, int places) => denominator.IsZero ? null : Text(Round(numerator, denominator, places), places);

    /// <summary>Units of 10^-places with all places.</summary>
    public static string Text(BigInteger units, int places)
    {
        var digits = BigInteger.Abs(units).ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        return $"{(units.Sign < 0 ? "-" : "")}{digits[..^places]}.{digits[^places..]}";
    }
}
