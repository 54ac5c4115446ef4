using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>
/// The words that terms and quotes are written in as canonical JSON: amounts, instants, ids. Amounts are text, since most readers of JSON lose their last
/// digits; what is absent is empty text.
/// </summary>
internal sealed class CanonicalText
{
    private readonly CanonicalJson _json = new();

    public CanonicalText Text(string name, string value)
    {
        _json.Text(name, value);
        return this;
    }

    public CanonicalText Number(string name, long value)
    {
        _json.Number(name, value);
        return this;
    }

    public CanonicalText Flag(string name, bool value)
    {
        _json.Name(name).Value(value);
        return this;
    }

    public CanonicalText Id(string name, Guid? value) => Text(name, value?.ToString("D") ?? "");

    public CanonicalText Amount(string name, Planck? value) => Text(name, value?.ToString() ?? "");

    public CanonicalText Instant(string name, DateTimeOffset? at) => Text(name, at is { } instant ? CanonicalJson.Instant(instant) : "");

    public CanonicalText List<T>(string name, IEnumerable<T> items, Action<CanonicalText, T> write)
    {
        _json.Name(name).BeginArray();
        foreach (var item in items)
        {
            _json.BeginObject();
            write(this, item);
            _json.EndObject();
        }

        _json.EndArray();
        return this;
    }

    public CanonicalText Inner(string name, Action<CanonicalText> write)
    {
        _json.Name(name).BeginObject();
        write(this);
        _json.EndObject();
        return this;
    }

    /// <summary>The text of one object.</summary>
    public static string Of(Action<CanonicalText> write)
    {
        var text = new CanonicalText();
        text._json.BeginObject();
        write(text);
        text._json.EndObject();
        return text._json.ToString();
    }
}
