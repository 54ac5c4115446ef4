using System.Globalization;
using System.Text.Json;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions;

/// <summary>The fields of one JSON object; notes each that cannot be read, in the order in which they are asked for. What could not be read has a value without meaning.</summary>
internal sealed class Fields(JsonElement json, int line, string path, List<Fault> faults)
{
    /// <summary>Nothing was wrong so far.</summary>
    public bool IsGood => faults.Count == 0;

    public void Complain(string name, string message) => faults.Add(new(line, path + name, message));

    public bool Has(string name) => json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>The names of all fields.</summary>
    public IEnumerable<string> Names() => json.EnumerateObject().Select(p => p.Name);

    /// <summary>A text that is not empty.</summary>
    public string Text(string name)
    {
        if (json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Complain(name, "must be a text that is not empty");
        return "";
    }

    /// <summary>A text; null when there is none, or null.</summary>
    public string? OptionalText(string name) => Has(name) ? Text(name) : null;

    /// <summary>One of some words.</summary>
    public string Word(string name, IReadOnlyList<string> words)
    {
        if (json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { } text && words.Contains(text))
        {
            return text;
        }

        Complain(name, $"must be one of {string.Join(", ", words)}");
        return words[0];
    }

    /// <summary>True or false; false when there is none.</summary>
    public bool Flag(string name)
    {
        if (json.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Complain(name, "must be true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }

    public DateTimeOffset Instant(string name)
    {
        if (json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && Instants.TryParse(value.GetString(), out var instant))
        {
            return instant;
        }

        Complain(name, "must be an instant such as 2026-07-01T00:00:00Z, with Z or an offset");
        return default;
    }

    public Month Month(string name)
    {
        if (json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && Commissions.Month.TryParse(value.GetString(), out var month))
        {
            return month;
        }

        Complain(name, "must be a month such as 2026-07");
        return new(1, 1);
    }

    /// <summary>An amount of planck: digits in a text, without a zero before them, up to 2^128 − 1.</summary>
    public Planck Amount(string name, bool isOptional = false, ulong atLeast = 0)
    {
        var isThere = json.TryGetProperty(name, out var value);
        if (!isThere && isOptional)
        {
            return default;
        }

        if (isThere && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= Planck.DigitsMax } text && (text[0] != '0' || text.Length == 1)
            && !text.AsSpan().ContainsAnyExceptInRange('0', '9') && Planck.TryParse(text, out var amount) && amount.Value >= atLeast)
        {
            return amount;
        }

        Complain(name, $"must be planck as a text of digits, {atLeast.ToString(CultureInfo.InvariantCulture)} to 2^128 - 1, as in \"10000000000\" for 1 DOT");
        return default;
    }

    /// <summary>A whole number, written without point and exponent.</summary>
    public UInt128 Count(string name, UInt128 min, UInt128 max)
    {
        if (json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && UInt128.TryParse(value.GetRawText(), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count >= min && count <= max)
        {
            return count;
        }

        Complain(name, max == UInt128.MaxValue ? $"must be a whole number from {min} on" : $"must be a whole number from {min} to {max}");
        return min;
    }

    /// <summary>A rate in basis points.</summary>
    public uint Rate(string name) => (uint)Count(name, 0, BasisPoints.One);

    /// <summary>An object; null, noted, when it is none.</summary>
    public Fields? Object(string name)
    {
        if (json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object)
        {
            return new(value, line, $"{path}{name}/", faults);
        }

        Complain(name, "must be an object");
        return null;
    }

    /// <summary>A list of objects; null, noted, when it is none.</summary>
    public IReadOnlyList<Fields>? Objects(string name)
    {
        if (ObjectsOrNull(name, faults) is { } entries)
        {
            return [.. entries.Select((e, i) => e.At($"{path}{name}/{i.ToString(CultureInfo.InvariantCulture)}/"))];
        }

        Complain(name, "must be a list of objects");
        return null;
    }

    /// <summary>A list of objects that note their faults elsewhere; null when it is none.</summary>
    public IReadOnlyList<Fields>? ObjectsOrNull(string name, List<Fault> elsewhere) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Object)
            ? [.. value.EnumerateArray().Select(e => new Fields(e, line, "", elsewhere))]
            : null;

    private Fields At(string place) => new(json, line, place, faults);
}
