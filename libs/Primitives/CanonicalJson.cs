using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk;

/// <summary>
/// Writes the one text that something is hashed as: JSON on one line, members in the order in which they are written, no blanks, and escapes only where
/// JSON demands them. Written by hand, so that no library's taste in escaping can change a digest.
/// </summary>
public sealed class CanonicalJson
{
    private readonly StringBuilder _text = new();
    private bool _needsComma;

    /// <summary>SHA-256 of the UTF-8 bytes of a canonical text: 64 hexadecimal digits in lower case.</summary>
    public static string Digest(string canonical) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)));

    /// <summary>Begins an object.</summary>
    public CanonicalJson BeginObject() => Begin('{');

    /// <summary>Ends an object.</summary>
    public CanonicalJson EndObject() => End('}');

    /// <summary>Begins a list.</summary>
    public CanonicalJson BeginArray() => Begin('[');

    /// <summary>Ends a list.</summary>
    public CanonicalJson EndArray() => End(']');

    /// <summary>A member's name; its value comes next.</summary>
    public CanonicalJson Name(string name)
    {
        Comma();
        Quote(name);
        _text.Append(':');
        _needsComma = false;
        return this;
    }

    /// <summary>A text.</summary>
    public CanonicalJson Value(string value)
    {
        Comma();
        Quote(value);
        _needsComma = true;
        return this;
    }

    /// <summary>A whole number.</summary>
    public CanonicalJson Value(long value) => Raw(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>True or false.</summary>
    public CanonicalJson Value(bool value) => Raw(value ? "true" : "false");

    /// <summary>A member that is a text.</summary>
    public CanonicalJson Text(string name, string value) => Name(name).Value(value);

    /// <summary>A member that is a whole number.</summary>
    public CanonicalJson Number(string name, long value) => Name(name).Value(value);

    /// <summary>A member that is an instant.</summary>
    public CanonicalJson Instant(string name, DateTimeOffset value) => Name(name).Value(Instant(value));

    /// <summary>A member that is a list of texts, in their order.</summary>
    public CanonicalJson List(string name, IEnumerable<string> values) => Name(name).Values(values);

    /// <summary>An instant as canonical texts write it: UTC with six digits after the second, as the journal keeps them.</summary>
    public static string Instant(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Nothing.</summary>
    public CanonicalJson Null() => Raw("null");

    /// <summary>A list of texts, in their order.</summary>
    public CanonicalJson Values(IEnumerable<string> values)
    {
        BeginArray();
        foreach (var value in values)
        {
            Value(value);
        }

        return EndArray();
    }

    /// <summary>All that was written.</summary>
    public override string ToString() => _text.ToString();

    private CanonicalJson Begin(char bracket)
    {
        Comma();
        _text.Append(bracket);
        _needsComma = false;
        return this;
    }

    private CanonicalJson End(char bracket)
    {
        _text.Append(bracket);
        _needsComma = true;
        return this;
    }

    private CanonicalJson Raw(string value)
    {
        Comma();
        _text.Append(value);
        _needsComma = true;
        return this;
    }

    private void Comma()
    {
        if (_needsComma)
        {
            _text.Append(',');
        }
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
