using System.Globalization;
using System.Numerics;

namespace CoretimeDesk.Market;

/// <summary>Reads whole numbers that people and other programs write.</summary>
/// <remarks>
/// The parsers of .NET take any number of NUL characters behind a number for its end, whatever style is asked for. Such a text would be two texts for one number, and
/// a database that is given it refuses the whole row: so what is read here is digits, and nothing else.
/// </remarks>
public static class Digits
{
    /// <summary>One digit at least, and nothing but 0 to 9.</summary>
    public static bool Are(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Reads decimal digits; false for anything else, and for more than the type can hold.</summary>
    /// <typeparam name="T">A type of whole numbers.</typeparam>
    public static bool TryParse<T>(ReadOnlySpan<char> text, out T number)
        where T : struct, IBinaryInteger<T>
    {
        number = default;
        return Are(text) && T.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
