using System.Globalization;

namespace CoretimeDesk.Commissions;

/// <summary>A calendar month of UTC: from its first instant until just before the first of the next. <c>default</c> is none.</summary>
/// <param name="Year">1 to 9999.</param>
/// <param name="Number">1 to 12.</param>
public readonly record struct Month(int Year, int Number) : IComparable<Month>
{
    /// <summary>Its first instant.</summary>
    public DateTimeOffset Start => new(Year, Number, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The month after it.</summary>
    /// <exception cref="InvalidOperationException">The calendar ends with this one.</exception>
    public Month Next => (Year, Number) switch
    {
        (9999, 12) => throw new InvalidOperationException("The calendar ends with December 9999."),
        (_, 12) => new(Year + 1, 1),
        _ => new(Year, Number + 1),
    };

    /// <summary>The month of an instant.</summary>
    public static Month Of(DateTimeOffset instant) => new(instant.UtcDateTime.Year, instant.UtcDateTime.Month);

    /// <summary>Reads YYYY-MM, and nothing else.</summary>
    public static bool TryParse(string? text, out Month month)
    {
        month = default;
        if (text is not { Length: 7 } || text[4] != '-' || text.AsSpan(0, 4).ContainsAnyExceptInRange('0', '9') || text.AsSpan(5).ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        var (year, number) = (int.Parse(text.AsSpan(0, 4), CultureInfo.InvariantCulture), int.Parse(text.AsSpan(5), CultureInfo.InvariantCulture));
        month = new(year, number);
        return year >= 1 && number is >= 1 and <= 12;
    }

    /// <summary>Earlier.</summary>
    public static bool operator <(Month left, Month right) => left.CompareTo(right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(Month left, Month right) => left.CompareTo(right) > 0;

    /// <summary>Not later.</summary>
    public static bool operator <=(Month left, Month right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(Month left, Month right) => left.CompareTo(right) >= 0;

    /// <inheritdoc/>
    public int CompareTo(Month other) => (Year, Number).CompareTo((other.Year, other.Number));

    /// <summary>YYYY-MM.</summary>
    public override string ToString() => $"{Year.ToString("0000", CultureInfo.InvariantCulture)}-{Number.ToString("00", CultureInfo.InvariantCulture)}";
}
