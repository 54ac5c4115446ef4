using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>Puts the answer of <c>state_queryStorageAt</c> into the order of the keys that were asked for.</summary>
internal static class StorageChanges
{
    public static RpcDecoder<IReadOnlyList<byte[]?>> DecoderFor(IReadOnlyList<ReadOnlyMemory<byte>> keys) => (ref reader) =>
    {
        var places = new Dictionary<string, int>(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            places.TryAdd(Convert.ToHexString(keys[i].Span), i);
        }

        var values = new byte[keys.Count][];
        var answered = new bool[keys.Count];
        RpcDecode.Require(ref reader, JsonTokenType.StartArray, "a list of changes");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            RpcDecode.Members(ref reader, (name, ref value) =>
            {
                if (name == "changes")
                {
                    ReadChanges(ref value, places, values, answered);
                }
                else
                {
                    value.Skip();
                }
            });
        }

        for (var i = 0; i < keys.Count; i++)
        {
            // A key that was asked for twice stands at its first place only.
            var place = places[Convert.ToHexString(keys[i].Span)];
            values[i] = answered[place] ? values[place] : throw new FormatException($"key {i} was not answered; the block may be unknown");
        }

        return values;
    };

    private static void ReadChanges(ref Utf8JsonReader reader, Dictionary<string, int> places, byte[]?[] values, bool[] answered)
    {
        RpcDecode.Require(ref reader, JsonTokenType.StartArray, "a list of pairs");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            RpcDecode.Require(ref reader, JsonTokenType.StartArray, "a pair of key and value");
            reader.Read();
            var key = RpcDecode.HexBytes(ref reader);
            reader.Read();
            var value = RpcDecode.HexBytesOrNull(ref reader);
            reader.Read();
            RpcDecode.Require(ref reader, JsonTokenType.EndArray, "the end of a pair");
            if (places.TryGetValue(Convert.ToHexString(key), out var place))
            {
                (values[place], answered[place]) = (value, true);
            }
        }
    }
}
