using System.Text;

namespace CoretimeDesk.Web.Desk.Files;

/// <summary>Names of downloads: what it is, when and whose, without a mark that a file system would stumble over.</summary>
internal static class FileNames
{
    private const int Most = 80;

    /// <summary>"commission 2026-10 Helen Osei DOT" is "commission-2026-10-helen-osei-dot.pdf".</summary>
    /// <param name="words">In the order in which files are to be sorted.</param>
    /// <param name="extension">With its dot.</param>
    public static string Of(string words, string extension)
    {
        var name = new StringBuilder();
        foreach (var c in words)
        {
            if (char.IsLetterOrDigit(c))
            {
                name.Append(char.ToLowerInvariant(c));
            }
            else if (name.Length > 0 && name[^1] != '-')
            {
                name.Append('-');
            }
        }

        var text = name.ToString();
        text = text[..Math.Min(text.Length, Most)].Trim('-');
        return $"{(text.Length > 0 ? text : "statement")}{extension}";
    }
}
