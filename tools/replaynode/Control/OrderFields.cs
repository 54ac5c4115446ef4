using System.Text.Json;
using CoretimeDesk.ReplayNode.Chain;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Control;

/// <summary>The fields of an order. Each is asked for once; one that nobody asks for is refused instead of ignored.</summary>
internal sealed class OrderFields(JsonElement json)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>Fields as an object, or as a list that holds one.</summary>
    public static OrderFields Of(JsonElement? parameters) => parameters switch
    {
        null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } => new(default),
        { ValueKind: JsonValueKind.Object } fields => new(fields),
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 0 => new(default),
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() == 1 && list[0].ValueKind == JsonValueKind.Object => new(list[0]),
        _ => throw new OrderException("params", "should be an object"),
    };

    public ulong? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetUInt64(out var number) => number,
        _ => throw new OrderException(name, "should be a whole number, not negative"),
    };

    public ulong Number(string name, ulong least, ulong most)
    {
        var number = Number(name) ?? throw new OrderException(name, "is missing");
        return number >= least && number <= most ? number : throw new OrderException(name, $"is {number}, and should be from {least} to {most}");
    }

    public ulong Number(string name, ulong otherwise, ulong least, ulong most) => Has(name) ? Number(name, least, most) : otherwise;

    public bool? Truth(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw new OrderException(name, "should be true or false"),
    };

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw new OrderException(name, "should be a text"),
    };

    public byte[]? Bytes(string name)
    {
        try
        {
            return Text(name) is { } text ? Hex.Decode(text) : null;
        }
        catch (FormatException e)
        {
            throw new OrderException(name, $"is no hex: {e.Message}");
        }
    }

    /// <summary>Refuses what nobody asked for. Before anything is done.</summary>
    public void End()
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var field in json.EnumerateObject())
        {
            if (!_asked.Contains(field.Name))
            {
                throw new OrderException(field.Name, _asked.Count == 0 ? "is unknown; there are no fields" : $"is unknown; there are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}");
            }
        }
    }

    private bool Has(string name) => Find(name) is not null;

    private JsonElement? Find(string name)
    {
        _asked.Add(name);
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }
}
