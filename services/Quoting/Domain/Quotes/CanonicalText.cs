using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>
/// Writes the one text that something is hashed as: JSON on one line, members in the order in which they are written, no blanks, and escapes only where
/// JSON demands them. By hand, so that no library's taste in escaping can change a digest. Amounts are text, since readers of JSON lose their last digits.
/// </summary>
internal sealed class CanonicalText
{
    private readonly StringBuilder _text = new();
    private bool _first = true;

    public CanonicalText Text(string name, string value)
    {
        Name(name);
        Quote(value);
        return this;
    }

    public CanonicalText Number(string name, long value)
    {
        Name(name);
        _text.Append(value.ToString(CultureInfo.InvariantCulture));
        return this;
    }

    public CanonicalText Flag(string name, bool value)
    {
        Name(name);
        _text.Append(value ? "true" : "false");
        return this;
    }

    public CanonicalText Id(string name, Guid? value) => Text(name, value?.ToString("D") ?? "");

    public CanonicalText Amount(string name, Planck? value) => Text(name, value?.ToString() ?? "");

    /// <summary>UTC, whole microseconds, as the journal keeps them.</summary>
    public CanonicalText Instant(string name, DateTimeOffset? at) =>
        Text(name, at?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture) ?? "");

    public CanonicalText List<T>(string name, IEnumerable<T> items, Action<CanonicalText, T> write)
    {
        Name(name);
        _text.Append('[');
        _first = true;
        foreach (var item in items)
        {
            Separate();
            Object(() => write(this, item));
        }

        _text.Append(']');
        _first = false;
        return this;
    }

    public CanonicalText Texts(string name, IEnumerable<string> values)
    {
        Name(name);
        _text.Append('[');
        _first = true;
        foreach (var value in values)
        {
            Separate();
            Quote(value);
        }

        _text.Append(']');
        _first = false;
        return this;
    }

    public CanonicalText Inner(string name, Action<CanonicalText> write)
    {
        Name(name);
        Object(() => write(this));
        return this;
    }

    /// <summary>The text of one object.</summary>
    public static string Of(Action<CanonicalText> write)
    {
        var text = new CanonicalText();
        text.Object(() => write(text));
        return text._text.ToString();
    }

    /// <summary>SHA-256 of the UTF-8 bytes: 64 hexadecimal digits in lower case.</summary>
    public static string Sha256(string canonical) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

    private void Object(Action write)
    {
        _text.Append('{');
        _first = true;
        write();
        _text.Append('}');
        _first = false;
    }

    private void Name(string name)
    {
        Separate();
        _text.Append('"').Append(name).Append("\":");
    }

    private void Separate()
    {
        if (!_first)
        {
            _text.Append(',');
        }

        _first = false;
    }

    private void Quote(string value)
    {
        _text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"' or '\\':
                    _text.Append('\\').Append(c);
                    break;
                case < ' ':
                    _text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    break;
                default:
                    _text.Append(c);
                    break;
            }
        }

        _text.Append('"');
    }
}
