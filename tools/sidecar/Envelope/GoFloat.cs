using System.Globalization;

namespace CoretimeDesk.Sidecar.Envelope;

/// <summary>Formats a floating-point number as Go's JSON does: shortest digits, exponent only below 1e-6 and from 1e21.</summary>
internal static class GoFloat
{
    public static string Format(double value)
    {
        if (value == 0)
        {
            return double.IsNegative(value) ? "-0" : "0";
        }

        // The fewest digits that read back as the same number. The exponent must come from the same text: with more
        // digits 1e-7 reads 9.99…e-8.
        var shortest = value.ToString("R", CultureInfo.InvariantCulture).Split('E');
        var negative = shortest[0][0] == '-';
        var mantissa = shortest[0].TrimStart('-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal) is var at and >= 0 ? at : mantissa.Length;
        var padded = mantissa.Replace(".", "", StringComparison.Ordinal);
        var leading = padded.Length - padded.TrimStart('0').Length;
        var exponent = point - 1 - leading + (shortest.Length > 1 ? int.Parse(shortest[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0);
        var digits = padded.Trim('0');
        var sign = negative ? "-" : "";
        var size = Math.Abs(value);
        if (size is < 1e-6 or >= 1e21)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent):D2}".Replace("e-0", "e-", StringComparison.Ordinal);
        }

        if (exponent < 0)
        {
            return sign + "0." + new string('0', -exponent - 1) + digits;
        }

        return digits.Length <= exponent + 1
            ? sign + digits + new string('0', exponent + 1 - digits.Length)
            : sign + digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }
}
