using CoretimeDesk.ChainRecording;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Blocks;

/// <summary>The content of a block that gets another header, time and relay parent.</summary>
internal sealed record BlockTemplate
{
    /// <summary>The runtime that its events are of.</summary>
    public required ServedRuntime Runtime { get; init; }

    public required IReadOnlyList<byte[]> Extrinsics { get; init; }

    public required byte[]? Events { get; init; }

    public required IReadOnlyList<byte[]> Digest { get; init; }

    /// <summary>Storage that does not follow from the block.</summary>
    public required BlockStorage Storage { get; init; }

    public required ulong? TimestampMs { get; init; }

    public required uint? RelayParent { get; init; }

    /// <summary>Position of the inherent that sets the time.</summary>
    public int? TimeAt { get; private init; }

    /// <summary>Position of the inherent that names the relay parent.</summary>
    public int? RelayParentAt { get; private init; }

    /// <summary>A recorded block with what was recorded of the state after it; events alone get a body that fits them.</summary>
    public static BlockTemplate Of(RecordedBlock block, ServedRuntime runtime, IReadOnlyList<IReadOnlyDictionary<string, byte[]?>> storage, IReadOnlyList<string> completePrefixes)
    {
        if (block.Header is null)
        {
            return EncodedBody.Make(block, runtime).Located();
        }

        // What the block itself decides is decided anew.
        IReadOnlyDictionary<string, byte[]?>[] kept = [.. storage.Select(layer => layer.Where(s => !KnownKeys.PerBlock.Contains(s.Key)).ToDictionary(StringComparer.Ordinal))];
        return new BlockTemplate
        {
            Runtime = runtime,
            Extrinsics = block.Extrinsics,
            Events = block.Events,
            Digest = block.Header.DigestLogs,
            Storage = new(kept, completePrefixes),
            TimestampMs = block.TimestampMs,
            RelayParent = block.RelayParentNumber,
        }.Located();
    }

    /// <summary>The same, with the inherents found that are changed.</summary>
    public BlockTemplate Located() => this with
    {
        TimeAt = TimestampMs is { } time ? Inherents.FindTime(Extrinsics, time) : null,
        RelayParentAt = RelayParent is { } relay ? Inherents.FindRelayParent(Runtime, Extrinsics, relay) : null,
    };

    /// <summary>The extrinsics at another time.</summary>
    public IReadOnlyList<byte[]> ExtrinsicsAt(ulong timestampMs, uint? relayParent)
    {
        byte[][] changed = [.. Extrinsics];
        if (TimeAt is { } time)
        {
            changed[time] = Inherents.WithTime(changed[time], timestampMs);
        }

        if (RelayParentAt is { } at && relayParent is { } relay)
        {
            changed[at] = Inherents.WithRelayParent(changed[at], relay);
        }

        return changed;
    }
}
