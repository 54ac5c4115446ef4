using System.Globalization;
using System.Text.Json;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainRecording;

/// <summary>A JSON object in a file, that says which field of which file is wrong.</summary>
internal readonly struct JsonFields(string file, string path, JsonElement json)
{
    /// <exception cref="RecordingException">The value is no object.</exception>
    public static JsonFields Root(string file, JsonElement json) => json.ValueKind == JsonValueKind.Object
        ? new(file, "", json)
        : throw new RecordingException(file, "is no JSON object");

    public JsonFields? Object(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new(file, Path(name), value),
        _ => throw Wrong(name, "should be an object"),
    };

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw Wrong(name, "should be a text"),
    };

    /// <summary>A number, or a number in quotes as some printers write large ones.</summary>
    public ulong? Number(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetUInt64(out var number) => number,
        { ValueKind: JsonValueKind.String } value when ulong.TryParse(value.GetString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw Wrong(name, "should be a whole number, not negative"),
    };

    public uint? U32(string name) => Number(name) switch
    {
        null => null,
        <= uint.MaxValue and var number => (uint)number,
        _ => throw Wrong(name, "is too large for 32 bits"),
    };

    public byte[]? Bytes(string name)
    {
        try
        {
            return Text(name) is { } text ? Hex.Decode(text) : null;
        }
        catch (FormatException e)
        {
            throw Wrong(name, e.Message);
        }
    }

    public H256 Hash(string name)
    {
        try
        {
            return H256.Parse(Needed(Text(name), name));
        }
        catch (FormatException e)
        {
            throw Wrong(name, e.Message);
        }
    }

    public byte[][] BytesList(string name)
    {
        if (Find(name) is not { } list)
        {
            return [];
        }

        try
        {
            return list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
                ? [.. list.EnumerateArray().Select(item => Hex.Decode(item.GetString()))]
                : throw Wrong(name, "should be a list of hex texts");
        }
        catch (FormatException e)
        {
            throw Wrong(name, e.Message);
        }
    }

    public IEnumerable<JsonFields> Objects(string name)
    {
        if (Find(name) is not { } list)
        {
            yield break;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(name, "should be a list");
        }

        var i = 0;
        foreach (var item in list.EnumerateArray())
        {
            yield return item.ValueKind == JsonValueKind.Object
                ? new(file, $"{Path(name)}[{i++}]", item)
                : throw Wrong(name, "should be a list of objects");
        }
    }

    /// <summary>A map from hex to hex or null, with its keys in lower case.</summary>
    public Dictionary<string, byte[]?> HexMap(string name)
    {
        var map = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        if (Find(name) is not { } values)
        {
            return map;
        }

        if (values.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(name, "should be an object from keys to values");
        }

        foreach (var entry in values.EnumerateObject())
        {
            try
            {
                map[Hex.Encode(Hex.Decode(entry.Name))] = entry.Value.ValueKind == JsonValueKind.Null ? null : Hex.Decode(entry.Value.GetString());
            }
            catch (Exception e) when (e is FormatException or InvalidOperationException)
            {
                throw Wrong($"{name}.{entry.Name}", e.Message);
            }
        }

        return map;
    }

    public T Needed<T>(T? value, string name)
        where T : class => value ?? throw Wrong(name, "is missing");

    public T Needed<T>(T? value, string name)
        where T : struct => value ?? throw Wrong(name, "is missing");

    public RecordingException Wrong(string name, string complaint) => new(file, $"{Path(name)} {complaint}");

    private JsonElement? Find(string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    private string Path(string name) => path.Length == 0 ? name : $"{path}.{name}";
}
