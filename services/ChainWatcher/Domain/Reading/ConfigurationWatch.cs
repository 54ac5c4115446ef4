using CoretimeDesk.ChainWatcher.Calls;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>
/// Sees that a sale's settings were changed. No event tells it, and on public networks no extrinsic does either: governance sends the call as a message of another
/// chain. So the settings before and after the block decide, and a call in an extrinsic only adds by whom. Where they were not read, a call that ran
/// counts as a change.
/// </summary>
internal sealed class ConfigurationWatch
{
    private readonly ISaleModel _sale;
    private readonly StorageItem? _item;
    private readonly StorageRead _before;
    private readonly StorageRead _after;

    public ConfigurationWatch(ISaleModel sale, Runtime runtime)
    {
        (_sale, _item) = (sale, sale.Configuration(runtime));
        if (_item is not null)
        {
            (_before, _after) = (StorageRead.Of(_item.Prefix, StorageSide.Parent), StorageRead.Of(_item.Prefix, StorageSide.Block));
            Reads = [_before, _after];
        }
    }

    /// <summary>The settings before and after a block.</summary>
    public IReadOnlyList<StorageRead> Reads { get; } = [];

    /// <summary>True when an extrinsic must tell who changed them, or whether anybody did.</summary>
    public bool NeedsBody(BlockRef block, StorageValues storage, IReadOnlyList<EventRecord> events) =>
        _item is not null && (IsRead(storage, out var before, out var after) ? IsChanged(block, before, after) : events.Any(MayConfigure));

    /// <summary>The change; null when there was none.</summary>
    public ChainFact? Find(BlockScan scan, BlockBody body, StorageValues storage, FactOrigins origins)
    {
        if (_item is null)
        {
            return null;
        }

        if (!IsRead(storage, out var before, out var after))
        {
            return LastCall(scan, body) is var (part, node, report) ? new ChainFact.ConfigurationChanged(origins.Of(report, part, node), null, Json(node)) : null;
        }

        if (!IsChanged(scan.Head.Block, before, after))
        {
            return null;
        }

        var origin = LastCall(scan, body) is var (by, call, reported) ? origins.Of(reported, by, call) : origins.OfStorage();
        return new ChainFact.ConfigurationChanged(origin, before is null ? null : Written(before), _item.Decode(after!).ToJson());
    }

    /// <summary>In the first block of a new runtime, the settings before it are in the form of the old one: then their bytes stand for them, as JSON text.</summary>
    private string Written(byte[] before)
    {
        try
        {
            return _item!.Decode(before).ToJson();
        }
        catch (ScaleException)
        {
            return $"\"{Hex.Encode(before)}\"";
        }
    }

    private bool IsRead(StorageValues storage, out byte[]? before, out byte[]? after)
    {
        after = null;
        return storage.TryGet(_before, out before) && storage.TryGet(_after, out after);
    }

    private static bool IsChanged(BlockRef block, byte[]? before, byte[]? after) =>
        before is null ? after is not null
        : after is not null ? !before.AsSpan().SequenceEqual(after)
        : throw new FactException(FactFault.Inconsistent, block, "the settings of the sale were there before the block and are gone after it");

    // Settings are set by root, so by sudo, or as root by it.
    private static bool MayConfigure(EventRecord record) => record.Event is { Pallet: "Sudo", Name: "Sudid" } && ReportedResult.IsOk(record) == true;

    private static string Json(CallNode node) => node.Call.Args.TryField("config", out var config) ? config.ToJson() : node.Call.Args.ToJson();

    /// <summary>The last call that set them, and the event that reports it.</summary>
    private (BlockBody.Part Part, CallNode Node, uint Report)? LastCall(BlockScan scan, BlockBody body)
    {
        for (var i = body.Count - 1; i >= 0; i--)
        {
            var part = body.Get(i);
            if (part.Extrinsic.Kind != ExtrinsicKind.Bare && part.Trace.Ran.LastOrDefault(r => _sale.Configures(r.Node.Call)) is { Node: { } node } ran)
            {
                return (part, node, (uint)(ran.Report ?? Outcome(scan, i)));
            }
        }

        return null;
    }

    private static int Outcome(BlockScan scan, int extrinsic) =>
        scan.Events.First(e => e.ExtrinsicIndex == (uint)extrinsic && BlockOutline.IsOutcome(e.Event)).Index;
}
