using System.Globalization;

namespace CoretimeDesk.Desk.Client;

/// <summary>Dates that people write.</summary>
internal static class Dates
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss",
        "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>For the descriptions of options.</summary>
    public const string Hint = "2026-03-01 or 2026-03-01T14:30, in UTC";

    /// <summary>Reads a date, or a date and a time; UTC unless it says otherwise.</summary>
    /// <exception cref="DeskException">It is something else; the message names the option and shows what to write.</exception>
    public static DateTimeOffset Parse(string option, string text) => TryParse(text, out var instant)
        ? instant
        : throw new DeskException($"{option}: '{Shown(text)}' is no date; write 2026-03-01, 2026-03-01T14:30 (both UTC) or 2026-03-01T14:30+02:00.");

    public static bool TryParse(string text, out DateTimeOffset instant) =>
        DateTimeOffset.TryParseExact(text.Trim(), Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);

    /// <summary>A block's height, from an option.</summary>
    /// <exception cref="DeskException">It is something else.</exception>
    public static uint Block(string option, string text) => Market.Digits.TryParse<uint>(text, out var number) && number > 0
        ? number
        : throw new DeskException($"{option}: '{Shown(text)}' is no block; write a number from 1 to {uint.MaxValue} in digits, without separators.");

    private static string Shown(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
