using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>Months of UTC, written "2026-11" as in addresses and messages.</summary>
internal static class Months
{
    /// <summary>The month that an instant lies in.</summary>
    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>Reads one.</summary>
    public static bool TryFirstDay([NotNullWhen(true)] string? month, out DateTimeOffset first) =>
        DateTimeOffset.TryParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out first) && first.Year is >= 2000 and <= 2200;

    /// <summary>So many months later; the text itself when it is no month.</summary>
    public static string Add(string month, int months) => TryFirstDay(month, out var first) ? Of(first.AddMonths(months)) : month;

    /// <summary>"October 2026".</summary>
    public static string Words(string month) => Format(month, "MMMM yyyy");

    /// <summary>"October".</summary>
    public static string Name(string month) => Format(month, "MMMM");

    /// <summary>"Oct".</summary>
    public static string Short(string month) => Format(month, "MMM");

    /// <summary>"Oct 2026".</summary>
    public static string ShortYear(string month) => Format(month, "MMM yyyy");

    /// <summary>All from one to another, both included.</summary>
    public static IReadOnlyList<string> Range(string from, string to)
    {
        var months = new List<string>();
        for (var month = from; string.CompareOrdinal(month, to) <= 0 && TryFirstDay(month, out _); month = Add(month, 1))
        {
            months.Add(month);
        }

        return months;
    }

    private static string Format(string month, string format) => TryFirstDay(month, out var first) ? first.ToString(format, CultureInfo.InvariantCulture) : month;
}
