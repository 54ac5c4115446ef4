using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Following;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainWatcher.Market;

/// <summary>Reads all regions and rights to renew. A region's owner is part of the value and not of the key, so a list by owner needs the whole map.</summary>
internal static class MarketListReader
{
    private const int ValuesPerRequest = 256;

    public static async Task<MarketLists> ReadAsync(ChainRpc rpc, Runtime runtime, H256 at, CancellationToken stop)
    {
        var regions = await MapAsync(rpc, runtime.Storage("Broker", "Regions"), at, stop);
        var renewals = await MapAsync(rpc, runtime.Storage("Broker", "PotentialRenewals"), at, stop);
        var automatic = await AutomaticAsync(rpc, runtime, at, stop);
        return new([.. regions.Select(r => Region(r.Key, r.Value))], [.. renewals.Select(r => Renewal(r.Key, r.Value, automatic))]);
    }

    /// <summary>The cores that are renewed by the chain itself; none on a runtime that could not do so yet.</summary>
    private static async Task<HashSet<uint>> AutomaticAsync(ChainRpc rpc, Runtime runtime, H256 at, CancellationToken stop)
    {
        if (runtime.Metadata.Pallet("Broker")?.Storage.Any(s => s.Name == "AutoRenewals") != true)
        {
            return [];
        }

        var auto = runtime.Storage("Broker", "AutoRenewals");
        return auto.DecodeOrDefault((await rpc.GetStorageAsync(auto.Key(), at, stop)).OrNone()) is { } list
            ? list.Items.ToArray().Select(r => r["core"].AsUInt32()).ToHashSet()
            : [];
    }

    private static RegionRow Region(ScaleValue key, ScaleValue value) => new()
    {
        ChainId = default,
        Begin = key["begin"].AsUInt32(),
        Core = (int)key["core"].AsUInt32(),
        Mask = Hex.Encode(key["mask"].AsBytes()),
        End = value["end"].AsUInt32(),
        Owner = Optional(value["owner"], v => Hex.Encode(v.AsBytes())),
        Paid = Optional(value["paid"], v => $"{v.AsUInt128()}"),
    };

    private static RenewalRow Renewal(ScaleValue key, ScaleValue value, HashSet<uint> automatic)
    {
        var completion = value["completion"];
        var core = key["core"].AsUInt32();
        return new()
        {
            ChainId = default,
            Core = (int)core,
            Begin = key["when"].AsUInt32(),
            Price = $"{value["price"].AsUInt128()}",
            IsComplete = completion.Variant == "Complete",
            Tasks = completion.Variant == "Complete" ? [.. TasksOf(completion[0])] : [],
            AutoRenewal = automatic.Contains(core),
        };
    }

    private static IEnumerable<long> TasksOf(ScaleValue schedule) => schedule.Items.ToArray()
        .Select(item => item["assignment"])
        .Where(use => use.Variant == "Task")
        .Select(use => (long)use[0].AsUInt32())
        .Distinct();

    private static string? Optional(ScaleValue value, Func<ScaleValue, string> read) => value.Kind != ScaleKind.Option ? read(value) : value.IsNone ? null : read(value.Some);

    private static async Task<List<(ScaleValue Key, ScaleValue Value)>> MapAsync(ChainRpc rpc, StorageItem map, H256 at, CancellationToken stop)
    {
        var keys = new List<ReadOnlyMemory<byte>>();
        await foreach (var key in rpc.GetKeysAsync(map.Key(), at, cancellation: stop))
        {
            keys.Add(key);
        }

        var entries = new List<(ScaleValue, ScaleValue)>();
        foreach (var page in keys.Chunk(ValuesPerRequest))
        {
            var values = await rpc.QueryStorageAtAsync(page, at, stop);
            entries.AddRange(page.Zip(values).Where(e => e.Second.OrNone() is not null).Select(e => (map.DecodeKey(e.First)[0]!.Value, map.Decode(e.Second!))));
        }

        return entries;
    }
}
