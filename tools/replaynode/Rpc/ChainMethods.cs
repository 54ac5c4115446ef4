using System.Text.Json;
using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.ReplayNode.Chain;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary><c>chain_*</c></summary>
internal static class ChainMethods
{
    public static void Add(Methods methods, ReplayChain chain, HeadHub hub)
    {
        methods["chain_getBlockHash"] = methods["chain_getHead"] = call => BlockHash(call, chain);
        methods["chain_getFinalizedHead"] = methods["chain_getFinalisedHead"] = call => call.Result.Hash(chain.Finalized.Hash);
        methods["chain_getHeader"] = call => WriteOrNull(call, Find(call, chain), (json, block) => BlockJson.Header(json, block.Header));
        methods["chain_getBlock"] = call => WriteOrNull(call, Find(call, chain) is { } block && chain.HasBody(block) ? block : null, BlockJson.Signed);
        Subscription(methods, chain, hub, HeadKind.Finalized, () => chain.Finalized, "FinalizedHeads", "FinalisedHeads");
        Subscription(methods, chain, hub, HeadKind.New, () => chain.Best, "NewHeads", "NewHead");
        Subscription(methods, chain, hub, HeadKind.All, () => chain.Best, "AllHeads");
    }

    private static ReplayBlock? Find(Call call, ReplayChain chain) => call.Arguments.HashOrNull(0, "hash") is { } hash ? chain.ByHash(hash) : chain.Best;

    private static void WriteOrNull(Call call, ReplayBlock? block, Action<Json, ReplayBlock> write)
    {
        if (block is null)
        {
            call.Result.Raw("null"u8);
        }
        else
        {
            write(call.Result, block);
        }
    }

    private static void BlockHash(Call call, ReplayChain chain)
    {
        switch (call.Arguments.Find(0))
        {
            case null:
                call.Result.Hash(chain.Best.Hash);
                break;
            case { ValueKind: JsonValueKind.Array } heights:
                call.Result.List(heights.EnumerateArray().Select(h => Arguments.Number(h, "hash")).ToArray(), height => Write(call.Result, chain, height));
                break;
            case { } height:
                Write(call.Result, chain, Arguments.Number(height, "hash"));
                break;
        }
    }

    private static void Write(Json json, ReplayChain chain, ulong height)
    {
        if (chain.HashAt(height) is { } hash)
        {
            json.Hash(hash);
        }
        else
        {
            json.Raw("null"u8);
        }
    }

    private static void Subscription(Methods methods, ReplayChain chain, HeadHub hub, HeadKind kind, Func<ReplayBlock> now, params string[] names)
    {
        foreach (var name in names)
        {
            methods[$"chain_subscribe{name}"] = call =>
            {
                var subscription = new HeadHub.Subscription(hub.NextId(), kind, call.Connection);
                call.Result.Text(subscription.Id);
                call.Then = () =>
                {
                    hub.Tell(subscription, now());
                    hub.Add(subscription);
                };
            };
            methods[$"chain_unsubscribe{name}"] = call => call.Result.Bool(hub.Remove(call.Connection, call.Arguments.Text(0, "subscription")));
        }
    }
}
