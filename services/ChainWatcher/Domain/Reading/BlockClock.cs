using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>
/// A block's time: its timestamp, and the relay block that it counts by. On the Coretime chain that is the relay parent; its own height says nothing about time,
/// since it may build several blocks per relay block or none for a while.
/// </summary>
internal sealed class BlockClock
{
    private readonly StorageItem? _now;
    private readonly StorageItem? _validation;
    private readonly bool _isRelay;

    public BlockClock(ChainProfile profile, Runtime runtime)
    {
        _isRelay = profile.Chain.Kind == ChainKind.Relay;
        _now = Find(runtime, "Timestamp", "Now");
        _validation = _isRelay ? null : Find(runtime, "ParachainSystem", "ValidationData");
        Reads = [.. new[] { _now, _validation }.OfType<StorageItem>().Select(Read)];
    }

    /// <summary>What tells the time after a block.</summary>
    public IReadOnlyList<StorageRead> Reads { get; }

    /// <summary>True when the inherents must tell.</summary>
    public bool NeedsBody(StorageValues storage) => Value(storage, _now) is null || (!_isRelay && Value(storage, _validation) is null);

    /// <summary>The timestamp, and the number of the relay block.</summary>
    public (DateTimeOffset At, uint RelayBlock) Read(BlockRef block, StorageValues storage, BlockBody body)
    {
        var milliseconds = Value(storage, _now) is { } now
            ? _now!.Decode(now).AsUInt64()
            : Inherent(body, "Timestamp", "set")?.Args["now"].AsUInt64() ?? throw Missing(block, "timestamp");
        var relay = _isRelay ? block.Number
            : Value(storage, _validation) is { } validation ? RelayParent(_validation!.Decode(validation))
            : Inherent(body, "ParachainSystem", "set_validation_data") is { } set ? RelayParent(set.Args["data"]["validation_data"])
            : throw Missing(block, "relay parent");
        return (At(block, milliseconds), relay);
    }

    private static uint RelayParent(ScaleValue validation) => validation["relay_parent_number"].AsUInt32();

    private static DateTimeOffset At(BlockRef block, ulong milliseconds)
    {
        try
        {
            return DateTimeOffset.FromUnixTimeMilliseconds(checked((long)milliseconds));
        }
        catch (Exception e) when (e is OverflowException or ArgumentOutOfRangeException)
        {
            throw new FactException(FactFault.Inconsistent, block, $"{milliseconds} ms since 1970 is no time", null, e);
        }
    }

    private static FactException Missing(BlockRef block, string what) => new(FactFault.MissingInput, block, $"neither its storage nor its inherents tell its {what}");

    /// <summary>Inherents come first; the search ends at the first transaction.</summary>
    private static CallView? Inherent(BlockBody body, string pallet, string call)
    {
        for (var i = 0; i < body.Count && body.Get(i).Extrinsic is { Kind: ExtrinsicKind.Bare } inherent; i++)
        {
            if (inherent.Call.Is(pallet, call))
            {
                return inherent.Call;
            }
        }

        return null;
    }

    private static byte[]? Value(StorageValues storage, StorageItem? item) => item is not null && storage.TryGet(Read(item), out var value) ? value : null;

    private static StorageRead Read(StorageItem item) => StorageRead.Of(item.Prefix, StorageSide.Block);

    private static StorageItem? Find(Runtime runtime, string pallet, string entry) =>
        runtime.Metadata.Pallet(pallet)?.Storage.Any(s => s.Name == entry) == true ? runtime.Storage(pallet, entry) : null;
}
