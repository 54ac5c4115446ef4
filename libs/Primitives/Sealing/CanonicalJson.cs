using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk.Sealing;

/// <summary>
/// Writes the one text that something is hashed as: JSON on one line, members in the order of the calls, no blanks, escapes only where
/// JSON demands them (docs/assessments.md). Written by hand, so that no library's taste in escaping can change a digest.
/// </summary>
public sealed class CanonicalJson
{
    private readonly StringBuilder _text = new("{");

    /// <summary>A string.</summary>
    public CanonicalJson Text(string name, string value)
    {
        Name(name);
        Quote(_text, value);
        return this;
    }

    /// <summary>An integer.</summary>
    public CanonicalJson Number(string name, long value)
    {
        Name(name);
        _text.Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    /// <summary>An instant: UTC with six digits after the second.</summary>
    public CanonicalJson Instant(string name, DateTimeOffset value) => Text(name, Instant(value));

    /// <summary>A list of strings.</summary>
    public CanonicalJson List(string name, IEnumerable<string> values)
    {
        Name(name);
        _text.Append('[');
        var first = true;
        foreach (var value in values)
        {
            Quote(first ? _text : _text.Append(','), value);
            first = false;
        }

        _text.Append(']');
        return this;
    }

    /// <summary>The text so far, closed.</summary>
    public override string ToString() => $"{_text}}}";

    /// <summary>SHA-256 of the UTF-8 bytes of a text: 64 hexadecimal digits in lower case.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>An instant as canonical texts write it.</summary>
    public static string Instant(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private void Name(string name)
    {
        if (_text.Length > 1)
        {
            _text.Append(',');
        }

        _text.Append('"').Append(name).Append("\":");
    }

    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' or '\\' => text.Append('\\').Append(c),
                < ' ' => text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }
}
