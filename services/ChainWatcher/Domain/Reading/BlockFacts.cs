using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>Which block is read, and with what.</summary>
/// <param name="Block">The block.</param>
/// <param name="Parent">Its parent's hash.</param>
/// <param name="SpecVersion">Version of the runtime that executed it, which is the one at its parent.</param>
public sealed record BlockHead(BlockRef Block, H256 Parent, uint SpecVersion);

/// <summary>What must be read of a block besides what is read of every block.</summary>
/// <param name="Body">True when its extrinsics are needed.</param>
/// <param name="Storage">Values of storage that are needed.</param>
public sealed record BlockNeeds(bool Body, IReadOnlyList<StorageRead> Storage);

/// <summary>A block whose events have been read, and what else its facts need.</summary>
public sealed class BlockScan
{
    internal BlockScan(BlockHead head, IReadOnlyList<EventRecord> events, int extrinsics, StorageValues storage, WatchList watch, BlockNeeds needs)
    {
        (Head, Events, Extrinsics, Storage, Watch, Needs) = (head, events, extrinsics, storage, watch, needs);
    }

    /// <summary>The block.</summary>
    public BlockHead Head { get; }

    /// <summary>What must be read before <see cref="FactExtractor.Extract"/>.</summary>
    public BlockNeeds Needs { get; }

    internal IReadOnlyList<EventRecord> Events { get; }

    /// <summary>How many extrinsics the block has, by its events.</summary>
    internal int Extrinsics { get; }

    internal StorageValues Storage { get; }

    internal WatchList Watch { get; }
}

/// <summary>A block as the desk reads it.</summary>
/// <param name="Head">The block.</param>
/// <param name="At">Its timestamp.</param>
/// <param name="RelayBlock">See <see cref="FactOrigin.RelayBlock"/>.</param>
/// <param name="Timeslice">See <see cref="FactOrigin.Timeslice"/>.</param>
/// <param name="Facts">Its facts, in the order of its events; what only its storage tells comes last, and what accounts hold at the very end.</param>
/// <param name="RemarksUnread">Remarks whose bytes are in no call of the block (a scheduler ran them), so that nobody can tell whether they have the desk's tag.</param>
public sealed record BlockFacts(BlockHead Head, DateTimeOffset At, uint RelayBlock, uint Timeslice, IReadOnlyList<ChainFact> Facts, int RemarksUnread);
