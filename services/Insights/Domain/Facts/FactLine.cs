using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CoretimeDesk.Market;

namespace CoretimeDesk.Insights.Facts;

/// <summary>The fields of one line. Notes the first that cannot be read, in the order in which they are asked for; what could not be read has a value without meaning.</summary>
/// <remarks>One object reads a whole file: no line costs more than its fact.</remarks>
internal sealed class FactLine
{
    private static readonly string[] Names =
    [
        "id", "kind", "occurred_at", "recorded_at", "lead", "segment", "tier", "rep", "team", "into", "merge", "quote", "list_planck", "concession_planck", "band", "reason", "how", "payer", "planck",
        "timeslice_bits", "sale", "ends_at", "renews", "grant", "purchase", "third_party", "match", "tranche", "approval", "sla_hours", "month", "claim", "due_at",
    ];

    private static readonly (byte[] Utf8, int Index)[][] ByLength = Lengths();

    private readonly Slot[] _slots = new Slot[Names.Length];
    private readonly Dictionary<string, int> _indices = Names.Index().ToDictionary(n => n.Item, n => n.Index, StringComparer.Ordinal);
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private char[] _chars = new char[256];
    private byte[] _line = [];
    private int _length;

    /// <summary>The first field that could not be read; null while all is well.</summary>
    public (string Field, string Message)? Complaint { get; private set; }

    /// <summary>Takes a line in; false when it is no JSON object.</summary>
    public bool TryTake(byte[] buffer, int length)
    {
        (_line, _length, Complaint) = (buffer, length, null);
        Array.Clear(_slots);
        try
        {
            return Utf8.IsValid(Line) && TryTake();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false; // Half a character (a lone surrogate) is good JSON and no text.
        }
    }

    public void Complain(string name, string message) => Complaint ??= (name, message);

    /// <summary>A text that is not empty; one and the same object for the same text where it will come again.</summary>
    public string Text(string name, bool isShared = true)
    {
        if (TryText(name, out var text) && text.Length > 0)
        {
            return isShared ? Share(text) : text.ToString();
        }

        Complain(name, "must be a text that is not empty");
        return "";
    }

    /// <summary>A text that is not empty; null when there is none, or null.</summary>
    public string? OptionalText(string name) => Has(name) ? Text(name) : null;

    /// <summary>The place of one of some words among them.</summary>
    public int Word(string name, IReadOnlyList<string> words)
    {
        if (TryText(name, out var text))
        {
            for (var i = 0; i < words.Count; i++)
            {
                if (text.SequenceEqual(words[i]))
                {
                    return i;
                }
            }
        }

        Complain(name, $"must be one of {string.Join(", ", words)}");
        return 0;
    }

    /// <summary>True or false; false when there is none, or null.</summary>
    public bool Flag(string name)
    {
        var type = _slots[_indices[name]].Type;
        if (type is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null or JsonTokenType.None))
        {
            Complain(name, "must be true or false");
        }

        return type == JsonTokenType.True;
    }

    public DateTimeOffset Instant(string name)
    {
        if (TryText(name, out var text) && Instants.TryParse(text, out var instant))
        {
            return instant;
        }

        Complain(name, "must be an instant such as 2026-07-01T00:00:00Z, with Z or an offset");
        return default;
    }

    public DateTimeOffset? OptionalInstant(string name) => Has(name) ? Instant(name) : null;

    public Month Month(string name)
    {
        if (TryText(name, out var text) && Insights.Month.TryParse(text, out var month))
        {
            return month;
        }

        Complain(name, "must be a month such as 2026-07");
        return default;
    }

    /// <summary>An amount of planck: digits in a text, without a zero before them, up to 2^128 − 1.</summary>
    public Planck Amount(string name)
    {
        if (TryText(name, out var text) && text.Length is > 0 and <= Planck.DigitsMax && (text[0] != '0' || text.Length == 1)
            && !text.ContainsAnyExceptInRange('0', '9') && UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            return new(amount);
        }

        Complain(name, "must be planck as a text of digits, 0 to 2^128 - 1, as in \"10000000000\" for 1 DOT");
        return default;
    }

    /// <summary>A whole number from 0 on, written without point and exponent.</summary>
    public long Count(string name)
    {
        var slot = _slots[_indices[name]];
        if (slot.Type == JsonTokenType.Number && long.TryParse(_line.AsSpan(slot.Start, slot.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            return count;
        }

        Complain(name, "must be a whole number, 0 to 2^63 - 1");
        return 0;
    }

    private ReadOnlySpan<byte> Line => _line.AsSpan(0, _length);

    private bool Has(string name) => _slots[_indices[name]].Type is not (JsonTokenType.None or JsonTokenType.Null);

    private bool TryTake()
    {
        var reader = new Utf8JsonReader(Line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = IndexOf(ref reader);
            _ = reader.Read();
            if (reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped)
            {
                _ = reader.GetString(); // Throws for half a character, also in fields that nobody asks for.
            }

            var start = (int)reader.TokenStartIndex + (reader.TokenType == JsonTokenType.String ? 1 : 0);
            if (index >= 0)
            {
                // Of a name that comes twice the last counts, as everywhere in JSON.
                _slots[index] = new(reader.TokenType, start, reader.ValueSpan.Length, reader.TokenType == JsonTokenType.String && reader.ValueIsEscaped);
            }

            reader.Skip();
        }

        return !reader.Read();
    }

    private static int IndexOf(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped)
        {
            return Array.IndexOf(Names, reader.GetString());
        }

        var name = reader.ValueSpan;
        foreach (var (utf8, index) in name.Length < ByLength.Length ? ByLength[name.Length] : [])
        {
            if (name.SequenceEqual(utf8))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>A text, until the next is read.</summary>
    private bool TryText(string name, out ReadOnlySpan<char> text)
    {
        text = default;
        var slot = _slots[_indices[name]];
        if (slot.Type != JsonTokenType.String)
        {
            return false;
        }

        if (slot.IsEscaped)
        {
            text = JsonSerializer.Deserialize<string>(_line.AsSpan(slot.Start - 1, slot.Length + 2));
            return true;
        }

        if (_chars.Length < slot.Length)
        {
            _chars = new char[slot.Length];
        }

        text = _chars.AsSpan(0, Encoding.UTF8.GetChars(_line.AsSpan(slot.Start, slot.Length), _chars));
        return true;
    }

    private string Share(ReadOnlySpan<char> text)
    {
        var lookup = _texts.GetAlternateLookup<ReadOnlySpan<char>>();
        if (lookup.TryGetValue(text, out var known))
        {
            return known;
        }

        var made = text.ToString();
        _texts.Add(made);
        return made;
    }

    private static (byte[] Utf8, int Index)[][] Lengths()
    {
        var longest = Names.Max(n => n.Length);
        return [.. Enumerable.Range(0, longest + 1).Select(length => Names.Index().Where(n => n.Item.Length == length).Select(n => (Encoding.UTF8.GetBytes(n.Item), n.Index)).ToArray())];
    }

    private readonly record struct Slot(JsonTokenType Type, int Start, int Length, bool IsEscaped);
}
