using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>How a node fares.</summary>
/// <param name="Peers">Connected peers.</param>
/// <param name="IsSyncing">It lags behind the chain: what it calls the newest is not.</param>
/// <param name="ShouldHavePeers">False for a development node.</param>
public sealed record NodeHealth(ulong Peers, bool IsSyncing, bool ShouldHavePeers)
{
    /// <summary>Reads the answer of <c>system_health</c>.</summary>
    public static NodeHealth Decode(ref Utf8JsonReader reader)
    {
        ulong? peers = null;
        bool? syncing = null, shouldHavePeers = null;
        RpcDecode.Members(ref reader, (name, ref value) =>
        {
            switch (name)
            {
                case "peers":
                    peers = RpcDecode.Quantity(ref value);
                    break;
                case "isSyncing":
                    syncing = RpcDecode.Truth(ref value);
                    break;
                case "shouldHavePeers":
                    shouldHavePeers = RpcDecode.Truth(ref value);
                    break;
                default:
                    value.Skip();
                    break;
            }
        });
        return new(RpcDecode.Present(peers, "peers"), RpcDecode.Present(syncing, "isSyncing"), shouldHavePeers ?? true);
    }
}

/// <summary>What a chain specification says for people and wallets. A runtime may contradict it, and is then right.</summary>
/// <param name="Ss58Prefix">The address prefix, where it is given.</param>
/// <param name="Tokens">Symbols and decimals, in order; most chains have one.</param>
/// <param name="Raw">Everything.</param>
public sealed record ChainProperties(ushort? Ss58Prefix, IReadOnlyList<ChainToken> Tokens, JsonElement Raw)
{
    /// <summary>Reads the answer of <c>system_properties</c>.</summary>
    public static ChainProperties Decode(ref Utf8JsonReader reader)
    {
        RpcDecode.Require(ref reader, JsonTokenType.StartObject, "an object");
        var raw = JsonElement.ParseValue(ref reader);
        var symbols = ListOf(raw, "tokenSymbol").Select(e => e.GetString() ?? "").ToList();
        var decimals = ListOf(raw, "tokenDecimals").Select(e => e.GetByte()).ToList();
        return symbols.Count == decimals.Count
            ? new(
                raw.TryGetProperty("ss58Format", out var prefix) && prefix.ValueKind == JsonValueKind.Number ? prefix.GetUInt16() : null,
                [.. symbols.Zip(decimals, (symbol, places) => new ChainToken(symbol, places))],
                raw)
            : throw new FormatException("there are not as many token decimals as symbols");
    }

    private static List<JsonElement> ListOf(JsonElement raw, string member) =>
        !raw.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null ? []
            : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()]
            : [value];
}

/// <summary>A token.</summary>
/// <param name="Symbol">For people: <c>DOT</c>.</param>
/// <param name="Decimals">How many decimal places the shown unit has over the chain's smallest.</param>
public sealed record ChainToken(string Symbol, byte Decimals);
