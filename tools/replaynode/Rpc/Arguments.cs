using System.Globalization;
using System.Text.Json;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>The arguments of a request, by position.</summary>
internal readonly struct Arguments(JsonElement json)
{
    private int Count => json.ValueKind == JsonValueKind.Array ? json.GetArrayLength() : 0;

    /// <exception cref="RpcFailure">The arguments are no list.</exception>
    public static Arguments Of(JsonElement request)
    {
        if (!request.TryGetProperty("params", out var json) || json.ValueKind == JsonValueKind.Null)
        {
            return default;
        }

        return json.ValueKind == JsonValueKind.Array ? new(json) : throw RpcFailure.BadParams("a list is expected");
    }

    public JsonElement? Find(int position) => position < Count && json[position] is { ValueKind: not JsonValueKind.Null } value ? value : null;

    public JsonElement Needed(int position, string name) => Find(position) ?? throw RpcFailure.BadParams($"{name} is missing");

    public H256? HashOrNull(int position, string name)
    {
        if (Find(position) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && H256.TryParse(value.GetString(), out var hash) ? hash : throw RpcFailure.BadParams($"{name} is no block hash");
    }

    public string Text(int position, string name) =>
        Needed(position, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw RpcFailure.BadParams($"{name} is no text");

    public byte[] Bytes(int position, string name) => Bytes(Needed(position, name), name);

    /// <summary>A storage key or prefix as lower-case hex.</summary>
    public string Key(int position, string name) => Hex.Encode(Bytes(position, name));

    public string? KeyOrNull(int position, string name) => Find(position) is null ? null : Key(position, name);

    public IEnumerable<string> Keys(int position, string name) => Needed(position, name) is { ValueKind: JsonValueKind.Array } list
        ? list.EnumerateArray().Select(key => Hex.Encode(Bytes(key, name)))
        : throw RpcFailure.BadParams($"{name} is no list");

    public ulong Number(int position, string name) => Number(Needed(position, name), name);

    /// <summary>A JSON number, or hex as some clients send heights.</summary>
    public static ulong Number(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetUInt64(out var number) => number,
        JsonValueKind.String when value.GetString() is { } text && text.StartsWith("0x", StringComparison.Ordinal)
            && ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) => number,
        _ => throw RpcFailure.BadParams($"{name} is no number"),
    };

    private static byte[] Bytes(JsonElement value, string name)
    {
        try
        {
            return Hex.Decode(value.ValueKind == JsonValueKind.String ? value.GetString() : throw RpcFailure.BadParams($"{name} is no hex"));
        }
        catch (FormatException e)
        {
            throw RpcFailure.BadParams($"{name}: {e.Message}");
        }
    }
}
