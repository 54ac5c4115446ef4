namespace CoretimeDesk.ChainRecording;

/// <summary>What is recorded, and where to.</summary>
public sealed record RecorderOptions
{
    /// <summary>What market state is made of on Coretime and relay chains, in the pallets that a chain has.</summary>
    public static IReadOnlyList<string> MarketItems { get; } =
    [
        "Broker.Configuration", "Broker.SaleInfo", "Broker.Status", "Broker.Leases", "Broker.Reservations", "Broker.AutoRenewals", "Broker.Regions",
        "Broker.PotentialRenewals", "Broker.Workload", "Broker.Workplan", "Broker.InstaPoolContribution", "Broker.InstaPoolHistory", "Broker.InstaPoolIo",
        "OnDemand.OrderStatus", "OnDemand.Credits", "OnDemandAssignmentProvider.OrderStatus", "OnDemandAssignmentProvider.Credits", "Configuration.ActiveConfig",
    ];

    /// <summary>A folder of its own. What it holds already is verified and kept.</summary>
    public required string Folder { get; init; }

    /// <summary>The first block; at least 1, since the block before must have its state.</summary>
    public required ulong From { get; init; }

    /// <summary>The last block, which must be final; null for the newest final one.</summary>
    public ulong? To { get; init; }

    /// <summary>What is read of the state beside the events, as <c>Pallet.Entry</c>; of maps all keys. What a runtime does not have is passed over.</summary>
    public IReadOnlyList<string> StorageItems { get; init; } = MarketItems;

    /// <summary>Blocks that are asked for at once.</summary>
    public int Parallel { get; init; } = 8;
}

/// <summary>How far a recording has come.</summary>
/// <param name="Done">Blocks that are in the folder.</param>
/// <param name="Total">Blocks that were asked for.</param>
/// <param name="Height">The last one.</param>
/// <param name="Kept">Those that were there already.</param>
public sealed record RecorderProgress(ulong Done, ulong Total, ulong Height, ulong Kept);

/// <summary>A recording cannot go on. What was recorded so far is kept; the message says what to do.</summary>
public sealed class RecorderException : Exception
{
    /// <summary>Why.</summary>
    public RecorderException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
