using System.Collections.Immutable;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>Where a follower begins.</summary>
public abstract record StartPoint
{
    private StartPoint()
    {
    }

    /// <summary>With the first block that is said to be final.</summary>
    public sealed record AtHead : StartPoint;

    /// <summary>With the block of a height; that it is the chain's, its height alone tells.</summary>
    /// <param name="Number">The height.</param>
    public sealed record At(uint Number) : StartPoint;

    /// <summary>After the block that was committed last.</summary>
    /// <param name="Committed">That block.</param>
    /// <param name="Recent">Blocks committed before it, as far as they are known: by them a node that lags behind on another chain is found out at once.</param>
    public sealed record After(BlockRef Committed, params IReadOnlyList<BlockRef> Recent) : StartPoint;
}

/// <summary>What a follower knows. Immutable: <see cref="Follower.Next"/> makes the next one. It holds no more than the window and some hashes, however far behind it is.</summary>
public sealed record FollowerState
{
    private FollowerState()
    {
    }

    /// <summary>The block that was committed last; null before the first.</summary>
    public BlockRef? Committed { get; internal init; }

    /// <summary>The height to commit next; null until the first head is announced, when it is to start there.</summary>
    public uint? Next { get; internal init; }

    /// <summary>The highest block that was said to be final.</summary>
    public HeaderRef? Head { get; internal init; }

    /// <summary>Blocks that may be under way or waiting at the same time.</summary>
    public required int Window { get; init; }

    /// <summary>The last height of a range; null to go on for ever.</summary>
    public uint? Until { get; init; }

    /// <summary>Why it stopped; null while it runs.</summary>
    public FollowerStop? Stopped { get; internal init; }

    /// <summary>The lowest block that cannot be got past: the follower stops when it is due.</summary>
    public FollowerStop? Obstacle { get; internal init; }

    /// <summary>True when the range is done.</summary>
    public bool IsFinished => Until is { } last && Committed is { } committed && committed.Number >= last;

    /// <summary>How many final blocks are not committed yet.</summary>
    public uint Behind => Head is { } head && Next is { } next && head.Number >= next ? head.Number - next + 1 : 0;

    /// <summary>Blocks whose line of parents reaches down to the last committed one: they may be fetched.</summary>
    internal ImmutableSortedDictionary<uint, HeaderRef> Line { get; init; } = ImmutableSortedDictionary<uint, HeaderRef>.Empty;

    /// <summary>Final headers above the line, waiting for those between.</summary>
    internal ImmutableSortedDictionary<uint, HeaderRef> Loose { get; init; } = ImmutableSortedDictionary<uint, HeaderRef>.Empty;

    /// <summary>Headers that were asked for: by hash, or by height alone.</summary>
    internal ImmutableSortedDictionary<uint, H256?> HeadersAsked { get; init; } = ImmutableSortedDictionary<uint, H256?>.Empty;

    /// <summary>Blocks of the line that were asked for; true for those that came.</summary>
    internal ImmutableSortedDictionary<uint, bool> Blocks { get; init; } = ImmutableSortedDictionary<uint, bool>.Empty;

    /// <summary>True while the next block is being committed.</summary>
    internal bool IsCommitting { get; init; }

    /// <summary>The last final block of a node that has not got to our last commit yet; null when it has, or has not said anything.</summary>
    public HeaderRef? Lagging { get; internal init; }

    /// <summary>True until the first head that is not below the last commit: a node may lag, which is no fault of it.</summary>
    internal bool IsFresh { get; init; } = true;

    /// <summary>The last commits, by height.</summary>
    internal ImmutableSortedDictionary<uint, H256> Recent { get; init; } = ImmutableSortedDictionary<uint, H256>.Empty;

    /// <summary>The last block of the line, or of the commits where the line is empty; null when any block may come first.</summary>
    internal BlockRef? Tip { get; init; }

    /// <summary>The height after the line's last.</summary>
    internal uint? LineEnd => Tip is { } tip ? tip.Number + 1 : Next;

    /// <summary>The last height of the window.</summary>
    internal uint WindowEnd => (uint)Math.Min((Next ?? 0) + (long)Window - 1, uint.MaxValue);

    /// <summary>A follower that has not been told anything yet.</summary>
    /// <param name="start">Where it begins.</param>
    /// <param name="window">Blocks that may be under way or waiting at the same time.</param>
    /// <param name="until">The last height of a range; null to go on for ever.</param>
    public static FollowerState Begin(StartPoint start, int window, uint? until = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var state = new FollowerState { Window = window, Until = until };
        return start switch
        {
            StartPoint.After after => state with
            {
                Committed = after.Committed,
                Next = after.Committed.Number + 1,
                Tip = after.Committed,
                Recent = state.Recent.SetItems(after.Recent.Append(after.Committed).Select(b => KeyValuePair.Create(b.Number, b.Hash))),
            },
            StartPoint.At at when until < at.Number => throw new ArgumentOutOfRangeException(nameof(until), until, $"the range begins at {at.Number}"),
            StartPoint.At at => state with { Next = at.Number },
            _ => state,
        };
    }
}
