using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>A block and its parent.</summary>
/// <param name="Block">The block.</param>
/// <param name="Parent">Its parent's hash.</param>
public readonly record struct HeaderRef(BlockRef Block, H256 Parent)
{
    /// <summary>Its height.</summary>
    public uint Number => Block.Number;

    /// <summary>Its hash.</summary>
    public H256 Hash => Block.Hash;

    /// <inheritdoc/>
    public override string ToString() => $"{Block}";
}

/// <summary>What a follower is told.</summary>
public abstract record FollowerInput
{
    private FollowerInput()
    {
    }

    /// <summary>The node says that this block is final. Heights may be skipped, since finality moves in batches, and the last one may be said again.</summary>
    /// <param name="Header">The block.</param>
    public sealed record HeadFinalized(HeaderRef Header) : FollowerInput;

    /// <summary>A header that was asked for.</summary>
    /// <param name="Asked">The height that it was asked for.</param>
    /// <param name="Header">The answer.</param>
    public sealed record HeaderFetched(uint Asked, HeaderRef Header) : FollowerInput;

    /// <summary>A block that was asked for is ready to be committed.</summary>
    /// <param name="Block">The block.</param>
    public sealed record BlockFetched(BlockRef Block) : FollowerInput;

    /// <summary>A block and its facts are stored, for good.</summary>
    /// <param name="Block">The block.</param>
    public sealed record Committed(BlockRef Block) : FollowerInput;

    /// <summary>The node does not have what was asked for: it has pruned the history, or never had it.</summary>
    /// <param name="Number">The height.</param>
    /// <param name="What">What is missing, in words.</param>
    public sealed record Missing(uint Number, string What) : FollowerInput;

    /// <summary>A block cannot be turned into facts.</summary>
    /// <param name="Block">The block.</param>
    /// <param name="Problem">What is wrong with it.</param>
    public sealed record Unreadable(BlockRef Block, string Problem) : FollowerInput;

    /// <summary>Two nodes give different answers about a block. Nobody picks a side.</summary>
    /// <param name="Block">The block.</param>
    /// <param name="Problem">What they disagree about.</param>
    public sealed record SourcesDisagree(BlockRef Block, string Problem) : FollowerInput;
}
