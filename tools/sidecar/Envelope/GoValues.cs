using System.Buffers;
using System.Globalization;

namespace CoretimeDesk.Sidecar.Envelope;

/// <summary>Booleans and durations as Go's standard library reads them; that is how they stand in Dapr's files and calls.</summary>
internal static class GoValues
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Absent and empty mean false.</summary>
    public static bool TryBoolean(string? text, out bool value)
    {
        value = text is "1" or "t" or "T" or "true" or "TRUE" or "True";
        return value || text is null or "" or "0" or "f" or "F" or "false" or "FALSE" or "False";
    }

    /// <summary>"300ms", "1m30s", "1.5h"; a bare number is refused, except 0.</summary>
    public static bool TryDuration(string? text, out TimeSpan value)
    {
        value = TimeSpan.Zero;
        var rest = text.AsSpan();
        if (rest is "0")
        {
            return true;
        }

        var ticks = 0d;
        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            {
                return false;
            }

            rest = rest[digits..];
            var letters = rest.IndexOfAny(NumberCharacters);
            var unit = letters < 0 ? rest : rest[..letters];
            var scale = unit switch
            {
                "ns" => 0.01,
                "us" or "µs" => TimeSpan.TicksPerMicrosecond,
                "ms" => TimeSpan.TicksPerMillisecond,
                "s" => TimeSpan.TicksPerSecond,
                "m" => TimeSpan.TicksPerMinute,
                "h" => TimeSpan.TicksPerHour,
                _ => double.NaN,
            };
            ticks += amount * scale;
            if (double.IsNaN(ticks) || ticks > TimeSpan.FromDays(36500).Ticks)
            {
                return false;
            }

            rest = rest[unit.Length..];
        }

        value = TimeSpan.FromTicks((long)ticks);
        return !string.IsNullOrEmpty(text);
    }
}
