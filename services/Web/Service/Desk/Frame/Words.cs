using System.Globalization;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Market;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Web.Desk.Frame;

/// <summary>Dates, amounts and counts as people of the desk read them: dates first, units always, UTC everywhere.</summary>
public static class Words
{
    /// <summary>"24 Nov 2026 14:01 UTC"; a dash for none.</summary>
    public static string At(Timestamp? at) => at is null ? "–" : At(at.ToDateTimeOffset());

    public static string At(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>"24 Nov 2026".</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>"14:01", for rows below a heading that has the day.</summary>
    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>"Monday 16 November".</summary>
    public static string Weekday(DateTimeOffset at) => at.UtcDateTime.ToString("dddd d MMMM", CultureInfo.InvariantCulture);

    /// <summary>"2 Nov", for axes and short columns; the year stands near.</summary>
    public static string ShortDay(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>For the element time of HTML.</summary>
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>"in 27 h 18 min", "6 s ago": only beside an absolute time.</summary>
    public static string Relative(DateTimeOffset at, DateTimeOffset now) => at >= now ? $"in {Length(at - now)}" : $"{Length(now - at)} ago";

    /// <summary>"3 days 4 h", "27 h 18 min", "4 min 10 s", "6 s".</summary>
    public static string Length(TimeSpan length)
    {
        var seconds = (long)Math.Max(0, length.TotalSeconds);
        var (days, hours, minutes) = (seconds / 86_400, seconds / 3_600, seconds / 60);
        return days >= 2 ? string.Create(CultureInfo.InvariantCulture, $"{days} days{Rest(hours % 24, "h")}")
            : hours > 0 ? string.Create(CultureInfo.InvariantCulture, $"{hours} h{Rest(minutes % 60, "min")}")
            : minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{minutes} min{Rest(seconds % 60, "s")}")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds} s");
    }

    /// <summary>"1 core", "3 cores".</summary>
    public static string Count(long number, string one, string? many = null) => string.Create(CultureInfo.InvariantCulture, $"{number:#,0} {(number == 1 ? one : many ?? one + "s")}");

    /// <summary>A block or a timeslice: "33 597 213".</summary>
    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Planck to four decimals for lists, cut and not rounded up, so that a price is never shown as more than it is. Exact when it is a limit.</summary>
    public static (string Number, string Symbol) Amount(string planck, string symbol, uint decimals, bool exact = false)
    {
        if (!Planck.TryParse(planck, CultureInfo.InvariantCulture, out var amount) || symbol.Length == 0)
        {
            return ("–", "");
        }

        var text = new Token(symbol, (int)decimals).FormatNumber(amount);
        if (exact)
        {
            return (text, symbol);
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var rest = (point < 0 ? "" : text[(point + 1)..]).PadRight(4, '0')[..4];
        return ($"{Grouped(whole)}.{rest}", symbol);
    }

    /// <summary>First six and last four: the whole is in the tooltip.</summary>
    public static string Brief(string hash) => hash.Length <= 13 ? hash : $"{hash[..6]}…{hash[^4..]}";

    /// <summary>SEGMENT_STARTUP is "startup", QUOTE_STATE_SENT is "sent".</summary>
    public static string Phrase<T>(T value)
        where T : struct, System.Enum => string.Concat($"{value}".Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    /// <summary>"XL", as rules and quotes write it.</summary>
    public static string Tier(SizeTier tier) => $"{tier}".ToUpperInvariant();

    private static string Rest(long number, string unit) => number == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {number} {unit}");

    private static string Grouped(string digits)
    {
        var text = new System.Text.StringBuilder(digits);
        for (var i = digits.Length - 3; i > 0; i -= 3)
        {
            text.Insert(i, ',');
        }

        return $"{text}";
    }
}
