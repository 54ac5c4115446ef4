using System.Globalization;

namespace CoretimeDesk;

/// <summary>Instants as they stand in files: <c>2026-07-01T00:00:00Z</c>, with milliseconds or without, with Z or with an offset.</summary>
public static class Instants
{
    private const string ToTheSecond = "yyyy-MM-dd'T'HH:mm:ss";

    /// <summary>Reads one; false for anything else, also for dates alone and for times without an offset.</summary>
    /// <param name="text">YYYY-MM-DDTHH:MM:SS, then perhaps .mmm, then Z or ±hh:mm.</param>
    /// <param name="instant">The instant, in UTC.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset instant)
    {
        instant = default;
        if (text.Length < 20 || !DateTime.TryParseExact(text[..19], ToTheSecond, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return false;
        }

        var rest = text[19..];
        var milliseconds = 0;
        if (rest[0] == '.')
        {
            if (rest.Length < 5 || !TryDigits(rest[1..4], out milliseconds))
            {
                return false;
            }

            rest = rest[4..];
        }

        if (!TryOffset(rest, out var minutes))
        {
            return false;
        }

        var ticks = local.Ticks + (milliseconds * TimeSpan.TicksPerMillisecond) - (minutes * TimeSpan.TicksPerMinute);
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        instant = new(ticks, TimeSpan.Zero);
        return true;
    }

    /// <summary>In UTC with Z; milliseconds only where they are not zero.</summary>
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString(instant.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static bool TryOffset(ReadOnlySpan<char> text, out int minutes)
    {
        minutes = 0;
        if (text is "Z")
        {
            return true;
        }

        if (text is not ['+' or '-', _, _, ':', _, _] || !TryDigits(text[1..3], out var hours) || !TryDigits(text[4..6], out minutes) || hours > 23 || minutes > 59)
        {
            return false;
        }

        minutes += hours * 60;
        minutes = text[0] == '-' ? -minutes : minutes;
        return true;
    }

    // The framework's reading alone would let NUL characters follow.
    private static bool TryDigits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        return !text.ContainsAnyExceptInRange('0', '9') && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
