using System.Globalization;

namespace CoretimeDesk.Insights;

/// <summary>A calendar month of UTC: from its first instant until just before the first of the next. <c>default</c> is January of the year 1.</summary>
/// <param name="Index">Months since January of the year 1.</param>
public readonly record struct Month(int Index) : IComparable<Month>
{
    /// <summary>The last one of the calendar, which does not end in it.</summary>
    public static readonly Month Last = new(9999, 12);

    /// <summary>A month by year and number.</summary>
    /// <param name="year">1 to 9999.</param>
    /// <param name="number">1 to 12.</param>
    public Month(int year, int number)
        : this(((year - 1) * 12) + number - 1)
    {
    }

    /// <summary>1 to 9999.</summary>
    public int Year => (Index / 12) + 1;

    /// <summary>1 to 12.</summary>
    public int Number => (Index % 12) + 1;

    /// <summary>Its first instant.</summary>
    public DateTimeOffset Start => new(Year, Number, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The first instant that is not in it; of the calendar's last month, the calendar's last instant.</summary>
    public DateTimeOffset End => this < Last ? Next.Start : DateTimeOffset.MaxValue;

    /// <summary>The month after it.</summary>
    public Month Next => new(Index + 1);

    /// <summary>The month before it.</summary>
    public Month Previous => new(Index - 1);

    /// <summary>The month of an instant.</summary>
    public static Month Of(DateTimeOffset instant) => Of(instant.UtcTicks);

    /// <summary>The months from one to another, both included.</summary>
    public static IEnumerable<Month> Range(Month from, Month to)
    {
        for (var month = from; month <= to; month = month.Next)
        {
            yield return month;
        }
    }

    /// <summary>Reads YYYY-MM, and nothing else.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Month month)
    {
        month = default;
        if (text.Length != 7 || text[4] != '-' || text[..4].ContainsAnyExceptInRange('0', '9') || text[5..].ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        var (year, number) = (int.Parse(text[..4], CultureInfo.InvariantCulture), int.Parse(text[5..], CultureInfo.InvariantCulture));
        if (year < 1 || number is < 1 or > 12)
        {
            return false;
        }

        month = new(year, number);
        return true;
    }

    /// <summary>Earlier.</summary>
    public static bool operator <(Month left, Month right) => left.Index < right.Index;

    /// <summary>Later.</summary>
    public static bool operator >(Month left, Month right) => left.Index > right.Index;

    /// <summary>Not later.</summary>
    public static bool operator <=(Month left, Month right) => left.Index <= right.Index;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(Month left, Month right) => left.Index >= right.Index;

    /// <inheritdoc/>
    public int CompareTo(Month other) => Index.CompareTo(other.Index);

    /// <summary>YYYY-MM.</summary>
    public override string ToString() => $"{Year.ToString("0000", CultureInfo.InvariantCulture)}-{Number.ToString("00", CultureInfo.InvariantCulture)}";

    /// <summary>The month of an instant in ticks of UTC.</summary>
    internal static Month Of(long ticks)
    {
        var date = new DateTime(ticks);
        return new(date.Year, date.Month);
    }
}
