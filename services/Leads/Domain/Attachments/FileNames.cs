using System.Globalization;
using System.Text;

namespace CoretimeDesk.Leads.Attachments;

/// <summary>Names of files as they may be stored, shown and used by whoever downloads them, on any system.</summary>
public static class FileNames
{
    /// <summary>The longest name that is kept, in UTF-16 units.</summary>
    public const int LengthMax = 120;

    private const string Unnamed = "file";
    private static readonly HashSet<string> Devices = new(
        ["con", "prn", "aux", "nul", .. Enumerable.Range(1, 9).SelectMany(n => new[] { $"com{n}", $"lpt{n}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>The name without folders, without what no file system or terminal can bear, and short; "file" when nothing is left.</summary>
    public static string Clean(string name)
    {
        // Both kinds of separator: the name may come from any system.
        var last = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var kept = new StringBuilder();
        foreach (var rune in last.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);

            // Format characters too: one of them turns the text around, so that "gpj.exe" looks like "exe.jpg".
            if (category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
                && rune != Rune.ReplacementChar && !"<>:\"|?*".Contains((char)Math.Min(rune.Value, char.MaxValue), StringComparison.Ordinal))
            {
                kept.Append(rune);
            }
        }

        var clean = kept.ToString().Trim(' ', '.');
        if (clean.Length > LengthMax)
        {
            var ending = Path.GetExtension(clean) is { Length: <= 12 } short12 ? short12 : "";
            clean = Cut(clean, LengthMax - ending.Length).TrimEnd(' ', '.') + ending;
        }

        return clean.Length == 0 ? Unnamed : Devices.Contains(clean.Split('.')[0].TrimEnd()) ? $"_{clean}" : clean;
    }

    // Never through the middle of a pair of surrogates.
    private static string Cut(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
