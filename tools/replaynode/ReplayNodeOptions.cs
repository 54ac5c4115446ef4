namespace CoretimeDesk.ReplayNode;

/// <summary>Everything that can be asked of a replay node. Port 0 takes any free one; both ports are on 127.0.0.1.</summary>
public sealed record ReplayNodeOptions
{
    /// <summary>A recording: its folder, or its index file.</summary>
    public required string Recording { get; init; }

    /// <summary>Which chain, where the folder holds several.</summary>
    public string? Chain { get; init; }

    /// <summary>Where the node answers: WebSocket, and POST for calls without subscriptions.</summary>
    public int Port { get; init; }

    /// <summary>Where it takes orders.</summary>
    public int ControlPort { get; init; }

    /// <summary>Height of the best block at the start; null for the last one, or with <see cref="Every"/> for the first.</summary>
    public ulong? StartAt { get; init; }

    /// <summary>A file that keeps the best height from run to run; once it is there, it says where the best block is at the start. Null to keep nothing.</summary>
    public string? KeepHeight { get; init; }

    /// <summary>A block each time this much has passed; null for blocks on order only.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Blocks that finality lags behind the best one.</summary>
    public ulong Lag { get; init; }

    /// <summary>Length of a synthetic chain that repeats the recorded blocks; null to serve the recording itself.</summary>
    public ulong? Synthetic { get; init; }

    /// <summary>With <see cref="Synthetic"/>: each block is filled with extrinsics of others until it has this many events.</summary>
    public int BusyEvents { get; init; }

    /// <summary>Hash of block 0 that is told instead of the recorded one: to be another chain.</summary>
    public string? GenesisHash { get; init; }

    /// <summary>The clock of automatic blocks and delayed answers.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
