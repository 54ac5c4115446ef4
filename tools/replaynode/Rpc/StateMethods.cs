using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.ReplayNode.Chain;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary><c>state_*</c></summary>
internal static class StateMethods
{
    private const int KeysMax = 1000;

    public static void Add(Methods methods, ReplayChain chain, HeadHub hub, StateReader state)
    {
        methods["state_getStorage"] = methods["state_getStorageAt"] = call => call.Result.HexOrNull(Value(call, state));
        methods["state_getStorageHash"] = methods["state_getStorageHashAt"] = call => call.Result.HexOrNull(Value(call, state) is { } value ? Blake2b.Hash256(value).ToArray() : null);
        methods["state_getStorageSize"] = methods["state_getStorageSizeAt"] = call => _ = Value(call, state) is { } value ? call.Result.Number((ulong)value.Length) : call.Result.Raw("null"u8);
        methods["state_queryStorageAt"] = call => Query(call, state);
        methods["state_getKeysPaged"] = methods["state_getKeysPagedAt"] = call => KeysPaged(call, state);
        methods["state_getMetadata"] = call => call.Result.Hex(state.RuntimeAt(call.Arguments.HashOrNull(0, "at")).OldestMetadata);
        methods["state_call"] = methods["state_callAt"] = call =>
        {
            var (function, arguments) = (call.Arguments.Text(0, "name"), call.Arguments.Bytes(1, "bytes"));
            call.Result.Hex(RuntimeCalls.Run(function, arguments, state.RuntimeAt(call.Arguments.HashOrNull(2, "at"))));
        };
        methods["state_getRuntimeVersion"] = methods["chain_getRuntimeVersion"] = call => WriteVersion(call.Result, state.RuntimeAt(call.Arguments.HashOrNull(0, "at")));
        foreach (var group in new[] { "state", "chain" })
        {
            methods[$"{group}_subscribeRuntimeVersion"] = call =>
            {
                var subscription = new HeadHub.Subscription(hub.NextId(), null, call.Connection);
                call.Result.Text(subscription.Id);
                call.Then = () =>
                {
                    hub.Tell(subscription, chain.RuntimeAfter(chain.Best));
                    hub.Add(subscription);
                };
            };
            methods[$"{group}_unsubscribeRuntimeVersion"] = call => call.Result.Bool(hub.Remove(call.Connection, call.Arguments.Text(0, "subscription")));
        }
    }

    private static void WriteVersion(Json json, ServedRuntime runtime) =>
        json.Raw(runtime.VersionJson ?? throw RpcFailure.Execution("the recording does not say what this runtime's version is"));

    private static byte[]? Value(Call call, StateReader state)
    {
        var key = call.Arguments.Key(0, "key");
        return state.Read(state.At(call.Arguments.HashOrNull(1, "at")), key);
    }

    private static void Query(Call call, StateReader state)
    {
        var keys = call.Arguments.Keys(0, "keys").Distinct(StringComparer.Ordinal).ToArray();
        var block = state.At(call.Arguments.HashOrNull(1, "at"));
        call.Result.Raw("[{\"block\":"u8).Hash(block.Hash).Raw(",\"changes\":"u8)
            .List(keys, key => call.Result.Raw("["u8).Text(key).Raw(","u8).HexOrNull(state.Read(block, key)).Raw("]"u8))
            .Raw("}]"u8);
    }

    private static void KeysPaged(Call call, StateReader state)
    {
        var prefix = call.Arguments.KeyOrNull(0, "prefix") ?? "0x";
        var count = call.Arguments.Number(1, "count");
        if (count > KeysMax)
        {
            throw RpcFailure.TooMany(count, KeysMax);
        }

        var after = call.Arguments.KeyOrNull(2, "startKey");
        var block = state.At(call.Arguments.HashOrNull(3, "at"));
        call.Result.List(state.Keys(block, prefix, after).Take((int)count), key => call.Result.Text(key));
    }
}
