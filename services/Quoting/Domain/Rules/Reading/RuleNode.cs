using System.Globalization;
using System.Text.Json;
using CoretimeDesk.Market;
using static CoretimeDesk.Quoting.Rules.RuleComplaintCodes;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>A value of a rule file, where it stands, and how to read it: what cannot be read is complained about, and null.</summary>
internal readonly struct RuleNode(JsonElement json, string path, ComplaintBook book)
{
    public string Path => path;

    public bool IsNull => json.ValueKind == JsonValueKind.Null;

    /// <summary>A name as it stands in a JSON Pointer.</summary>
    public static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    public string At(string name) => $"{path}/{Escape(name)}";

    public void Complain(string code, string message) => book.Add(path, code, message);

    public void ComplainAt(string name, string code, string message) => book.Add(At(name), code, message);

    /// <summary>A member; null when the object has none of that name.</summary>
    public RuleNode? Member(string name) => json.TryGetProperty(name, out var value) ? new(value, At(name), book) : null;

    /// <summary>All members, by name; of two with the same name the last one counts, as everywhere.</summary>
    public IReadOnlyDictionary<string, RuleNode>? Members()
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Complain(WrongType, $"must be an object, and is {Kind()}");
            return null;
        }

        var members = new Dictionary<string, RuleNode>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
        {
            members[property.Name] = new(property.Value, At(property.Name), book);
        }

        return members;
    }

    public bool IsObject()
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            Complain(WrongType, $"must be an object, and is {Kind()}");
        }

        return json.ValueKind == JsonValueKind.Object;
    }

    /// <summary>The entries of a list.</summary>
    public IReadOnlyList<RuleNode>? Entries()
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            Complain(WrongType, $"must be a list, and is {Kind()}");
            return null;
        }

        var entries = new List<RuleNode>(json.GetArrayLength());
        foreach (var entry in json.EnumerateArray())
        {
            entries.Add(new(entry, At(entries.Count.ToString(CultureInfo.InvariantCulture)), book));
        }

        return entries;
    }

    public string? Text()
    {
        if (json.ValueKind != JsonValueKind.String)
        {
            Complain(WrongType, $"must be a text, and is {Kind()}");
            return null;
        }

        return json.GetString();
    }

    public bool? TrueOrFalse()
    {
        if (json.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Complain(WrongType, $"must be true or false, and is {Kind()}");
            return null;
        }

        return json.GetBoolean();
    }

    /// <summary>A whole number, written without point and exponent.</summary>
    public int? Integer(int min, int max)
    {
        if (json.ValueKind != JsonValueKind.Number || json.GetRawText().AsSpan().ContainsAny('.', 'e', 'E'))
        {
            Complain(WrongType, $"must be a whole number, and is {Kind()}");
            return null;
        }

        if (!json.TryGetInt64(out var value) || value < min || value > max)
        {
            Complain(OutOfRange, max >= min ? $"must be {min.ToString("N0", CultureInfo.InvariantCulture)} to {max.ToString("N0", CultureInfo.InvariantCulture)}" : "no number can be right here: the ladder has no steps");
            return null;
        }

        return (int)value;
    }

    public BasisPoints? Rate(int min = 0) => Integer(min, (int)BasisPoints.One) is { } value ? new((uint)value) : null;

    public DateTimeOffset? Instant()
    {
        if (Text() is not { } text)
        {
            return null;
        }

        if (!Instants.TryParse(text, out var instant))
        {
            Complain(NotAnInstant, "must be an instant such as 2026-07-01T00:00:00Z, with Z or an offset");
            return null;
        }

        return instant;
    }

    /// <summary>A member that is a whole number; complains when there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="min">The least.</param>
    /// <param name="max">The most.</param>
    /// <param name="absent">The complaint about a member that is not there.</param>
    public int? Integer(string name, int min, int max, string absent = WrongType) => Required(name, absent, "a whole number") is { } member ? member.Integer(min, max) : null;

    /// <summary>A member; complains when there is none.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="absent">The complaint about a member that is not there.</param>
    /// <param name="wanted">What it should be.</param>
    public RuleNode? Required(string name, string absent, string wanted)
    {
        var member = Member(name);
        if (member is null)
        {
            ComplainAt(name, absent, $"is missing; it must be {wanted}");
        }

        return member;
    }

    private string Kind() => json.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "another number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        _ => "null",
    };
}
