using CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>What a follower of this replica is doing.</summary>
/// <param name="Mode">Standing by, connecting, catching up, live or stopped.</param>
internal sealed record FollowerStatus(FollowerMode Mode)
{
    /// <summary>The newest block that the node calls final; 0 before any.</summary>
    public uint Finalized { get; init; }

    /// <summary>The newest block that the node has, final or not; 0 before any.</summary>
    public uint Best { get; init; }

    /// <summary>The highest block that any node has called final; 0 before any.</summary>
    public uint Highest { get; init; }

    /// <summary>When that was; before any, since when this replica has been following.</summary>
    public DateTimeOffset? RoseAt { get; init; }

    /// <summary>Since when there are final blocks and none of them was saved; null when all are.</summary>
    public DateTimeOffset? UnsavedSince { get; init; }

    /// <summary>The node, without credentials.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Over the last blocks that were saved together; 0 when they come one by one.</summary>
    public double BlocksPerSecond { get; init; }

    /// <summary>What it is waiting for, or why it has stopped, in words; empty when there is nothing to say.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What it is waiting for a second node to do, in words; empty when it is not.</summary>
    public string Witness { get; init; } = "";

    /// <summary>Why it has stopped, by name; empty while it runs.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The node's last final block is this one.</summary>
    public FollowerStatus WithFinal(uint number, DateTimeOffset now) =>
        number > Highest ? this with { Finalized = number, Highest = number, RoseAt = now } : this with { Finalized = number };

    /// <summary>What has been due for longer than <paramref name="quiet"/>, in words that name no address; null when all is as it should be.</summary>
    public string? Overdue(DateTimeOffset now, TimeSpan quiet)
    {
        if (Mode is not (FollowerMode.Connecting or FollowerMode.CatchingUp or FollowerMode.Live))
        {
            return null;
        }

        var (silence, delay) = (now - (RoseAt ?? now), now - (UnsavedSince ?? now));
        return delay > quiet ? $"there are final blocks, and none of them could be saved for {delay.TotalSeconds:0} s"
            : silence > quiet ? $"no new final block for {silence.TotalSeconds:0} s"
            : null;
    }
}
