using System.Text.Json;
using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.ReplayNode.Chain;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary><c>archive_v1_*</c> of the JSON-RPC interface specification.</summary>
internal static class ArchiveMethods
{
    public static void Add(Methods methods, ReplayChain chain, HeadHub hub, StateReader state)
    {
        methods["archive_v1_genesisHash"] = call => call.Result.Hash(chain.Genesis);
        methods["archive_v1_finalizedHeight"] = call => call.Result.Number(chain.Finalized.Number);
        methods["archive_v1_hashByHeight"] = call => call.Result.List(chain.HashesAt(call.Arguments.Number(0, "height")), hash => call.Result.Hash(hash));
        methods["archive_v1_header"] = call => call.Result.HexOrNull(Block(call, chain)?.EncodedHeader);
        methods["archive_v1_body"] = call =>
        {
            if (Block(call, chain) is { } block && chain.HasBody(block))
            {
                call.Result.List(block.Extrinsics, extrinsic => call.Result.Hex(extrinsic));
            }
            else
            {
                call.Result.Raw("null"u8);
            }
        };
        methods["archive_v1_call"] = call => Run(call, chain, state);
        methods["archive_v1_storage"] = call => Storage(call, chain, hub, state);
        methods["archive_v1_stopStorage"] = call => call.Result.Raw("null"u8); // All of it was sent with the answer.
    }

    private static ReplayBlock? Block(Call call, ReplayChain chain) =>
        chain.ByHash(call.Arguments.HashOrNull(0, "hash") ?? throw RpcFailure.BadParams("hash is missing"));

    private static void Run(Call call, ReplayChain chain, StateReader state)
    {
        if (Block(call, chain) is not { } block)
        {
            call.Result.Raw("null"u8);
            return;
        }

        try
        {
            var value = RuntimeCalls.Run(call.Arguments.Text(1, "function"), call.Arguments.Bytes(2, "callParameters"), state.RuntimeAt(block.Hash));
            call.Result.Raw("{\"success\":true,\"value\":"u8).Hex(value).Raw("}"u8);
        }
        catch (RpcFailure e) when (e.Code > 0)
        {
            call.Result.Raw("{\"success\":false,\"error\":"u8).Text(e.Message).Raw("}"u8);
        }
    }

    private static void Storage(Call call, ReplayChain chain, HeadHub hub, StateReader state)
    {
        var hash = call.Arguments.HashOrNull(0, "hash") ?? throw RpcFailure.BadParams("hash is missing");
        var items = call.Arguments.Needed(1, "items");
        if (items.ValueKind != JsonValueKind.Array)
        {
            throw RpcFailure.BadParams("items is no list");
        }

        var queries = items.EnumerateArray().Select(Query.Of).ToArray();
        var (id, connection) = (hub.NextId(), call.Connection);
        call.Result.Text(id);
        call.Then = () =>
        {
            void Tell(Action<Json> result) => hub.Notify(connection, "archive_v1_storageEvent", id, result);
            try
            {
                var block = state.At(hash);
                foreach (var query in queries)
                {
                    query.Answer(block, state, Tell);
                }

                Tell(json => json.Raw("{\"event\":\"storageDone\"}"u8));
            }
            catch (RpcFailure e)
            {
                Tell(json => json.Raw("{\"event\":\"storageError\",\"error\":"u8).Text(e.Message).Raw("}"u8));
            }
        };
    }

    private sealed record Query(string Key, string Type, string? After)
    {
        public static Query Of(JsonElement item)
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                throw RpcFailure.BadParams("items: an object is expected");
            }

            var key = item.TryGetProperty("key", out var k) && k.ValueKind == JsonValueKind.String ? k.GetString() : throw RpcFailure.BadParams("items: key is missing");
            var type = item.TryGetProperty("type", out var t) && t.ValueKind == JsonValueKind.String ? t.GetString() : null;
            var after = item.TryGetProperty("paginationStartKey", out var p) && p.ValueKind == JsonValueKind.String ? p.GetString() : null;
            try
            {
                return type is "value" or "hash" or "descendantsValues" or "descendantsHashes"
                    ? new(Hex.Encode(Hex.Decode(key)), type, after is null ? null : Hex.Encode(Hex.Decode(after)))
                    : throw RpcFailure.BadParams($"items: '{type}' is no type of query that is served");
            }
            catch (FormatException e)
            {
                throw RpcFailure.BadParams($"items: {e.Message}");
            }
        }

        public void Answer(ReplayBlock block, StateReader state, Action<Action<Json>> tell)
        {
            IEnumerable<string> keys = Type.StartsWith("descendants", StringComparison.Ordinal) ? state.Keys(block, Key, After) : [Key];
            foreach (var key in keys)
            {
                if (state.Read(block, key) is { } value)
                {
                    tell(json =>
                    {
                        json.Raw("{\"event\":\"storage\",\"key\":"u8).Text(key);
                        _ = Type is "value" or "descendantsValues" ? json.Raw(",\"value\":"u8).Hex(value) : json.Raw(",\"hash\":"u8).Hash(Blake2b.Hash256(value));
                        json.Raw("}"u8);
                    });
                }
            }
        }
    }
}
