using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>What a follower wants done.</summary>
public abstract record FollowerAction
{
    private FollowerAction()
    {
    }

    /// <summary>Fetch a header by its hash, which its child told.</summary>
    /// <param name="Block">The header.</param>
    public sealed record FetchHeader(BlockRef Block) : FollowerAction;

    /// <summary>Fetch the header at a height. Only heights that are final are asked for: above, a height names no block for certain.</summary>
    /// <param name="Number">The height.</param>
    public sealed record FetchHeaderAt(uint Number) : FollowerAction;

    /// <summary>Fetch a block: its events, and what its facts need.</summary>
    /// <param name="Header">The block, which is known to be final.</param>
    public sealed record FetchBlock(HeaderRef Header) : FollowerAction;

    /// <summary>Store a block's facts and the new checkpoint in one transaction, and say so.</summary>
    /// <param name="Header">The block: the one after the last that was committed.</param>
    public sealed record Commit(HeaderRef Header) : FollowerAction;

    /// <summary>Stop, for everyone to see. Nothing goes on by itself after this.</summary>
    /// <param name="Why">Why.</param>
    public sealed record Stop(FollowerStop Why) : FollowerAction;

    /// <summary>The last block of a range is committed: nothing is left to do.</summary>
    /// <param name="Last">The last block.</param>
    public sealed record Finished(BlockRef Last) : FollowerAction;
}

/// <summary>Why a follower stopped. A person has to look in every case; <see cref="StopReason.HistoryMissing"/> may only need another node.</summary>
public enum StopReason
{
    /// <summary>A final block does not descend from the last one: the source is broken, or follows another chain. Final blocks do not change.</summary>
    NotDescendant = 1,

    /// <summary>The node's finality went back, which it never does.</summary>
    FinalityWentBack = 2,

    /// <summary>The node answered with something else than what it was asked for.</summary>
    WrongAnswer = 3,

    /// <summary>The node does not have a block that is needed: its history is pruned or incomplete.</summary>
    HistoryMissing = 4,

    /// <summary>A block cannot be turned into facts.</summary>
    Unreadable = 5,

    /// <summary>Two nodes give different answers about a block.</summary>
    SourcesDisagree = 6,
}

/// <summary>Why a follower stopped, and where.</summary>
/// <param name="Reason">Why.</param>
/// <param name="At">The height that it could not get past.</param>
/// <param name="Problem">What is wrong, in words.</param>
public sealed record FollowerStop(StopReason Reason, uint At, string Problem);
