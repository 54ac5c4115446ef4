using System.Globalization;

namespace CoretimeDesk.CreditGrants.Reports;

/// <summary>A calendar month, UTC: from the first day 00:00:00 on, until before the next one's.</summary>
/// <param name="Year">1 to 9998, so that every month has an end.</param>
/// <param name="Number">1 to 12.</param>
public readonly record struct Month(int Year, int Number) : IComparable<Month>
{
    private const string Format = "yyyy-MM";
    private const int LastYear = 9998;

    /// <summary>Its first instant.</summary>
    public DateTimeOffset Begin => new(Year, Number, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first instant after it.</summary>
    public DateTimeOffset End => Begin.AddMonths(1);

    /// <summary>The month after it.</summary>
    public Month Next => Of(End);

    /// <summary>The month of an instant, whatever offset it is written with.</summary>
    public static Month Of(DateTimeOffset at) => new(at.UtcDateTime.Year, at.UtcDateTime.Month);

    /// <summary>Reads "2026-07".</summary>
    public static bool TryParse(string? text, out Month month)
    {
        var isMonth = DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var begin) && begin.Year <= LastYear;
        month = isMonth ? new(begin.Year, begin.Month) : new(1, 1);
        return isMonth;
    }

    /// <summary>The months from one to another, both included; none when the first is the later one.</summary>
    public static IEnumerable<Month> Between(Month first, Month last)
    {
        for (var month = first; month <= last; month = month.Next)
        {
            yield return month;
        }
    }

    /// <summary>The instant is in it.</summary>
    public bool Contains(DateTimeOffset at) => at >= Begin && at < End;

    /// <inheritdoc/>
    public int CompareTo(Month other) => (Year, Number).CompareTo((other.Year, other.Number));

    /// <summary>"2026-07".</summary>
    public override string ToString() => Begin.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Earlier.</summary>
    public static bool operator <(Month left, Month right) => left.CompareTo(right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(Month left, Month right) => left.CompareTo(right) > 0;

    /// <summary>Earlier, or the same.</summary>
    public static bool operator <=(Month left, Month right) => left.CompareTo(right) <= 0;

    /// <summary>Later, or the same.</summary>
    public static bool operator >=(Month left, Month right) => left.CompareTo(right) >= 0;
}
