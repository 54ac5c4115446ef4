using System.Globalization;

namespace CoretimeDesk.Market;

/// <summary>Whole numbers of a small unit, written in a unit that is a power of ten larger.</summary>
internal static class DecimalText
{
    /// <summary>The shortest decimal number that is exact: no zeros at its end, no point without digits after it.</summary>
    /// <param name="value">In the small unit.</param>
    /// <param name="places">How many digits stand after the point.</param>
    public static string Format(UInt128 value, int places)
    {
        var digits = value.ToString(CultureInfo.InvariantCulture).PadLeft(places + 1, '0');
        var fraction = digits.AsSpan(digits.Length - places).TrimEnd('0');
        return fraction.IsEmpty ? digits[..^places] : $"{digits.AsSpan(0, digits.Length - places)}.{fraction}";
    }
}
