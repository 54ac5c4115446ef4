using CoretimeDesk.ReplayNode.Blocks;

namespace CoretimeDesk.ReplayNode.Chain;

/// <summary>How finality follows the best block.</summary>
/// <param name="Lag">Blocks behind the best one.</param>
/// <param name="IsStalled">It stays where it is.</param>
/// <param name="Batch">It moves only when it can move by so many blocks at once; the newest alone is announced.</param>
internal sealed record Finality(ulong Lag, bool IsStalled, ulong Batch);

/// <summary>State of old blocks is gone, perhaps their bodies too.</summary>
/// <param name="Below">The first height that still has its state.</param>
/// <param name="Bodies">Whether extrinsics are gone as well.</param>
internal sealed record Pruned(ulong Below, bool Bodies);

/// <summary>Everything about the chain that an order can change, but its heads.</summary>
internal sealed class ChainSettings(ServedRuntimes runtimes, ulong lag)
{
    public ServedRuntimes Runtimes { get; set; } = runtimes;

    public Finality Finality { get; set; } = new(lag, false, 1);

    public Pruned Pruned { get; set; } = new(0, false);

    public SortedSet<ulong> Missing { get; } = [];

    /// <summary>Events that are told instead of the right ones, by height.</summary>
    public SortedDictionary<ulong, byte[]> OtherEvents { get; } = [];

    /// <summary>Storage that no recording knows, in the state after every block.</summary>
    public Dictionary<string, byte[]> Added { get; } = new(StringComparer.Ordinal);

    /// <summary>Upgrades that were ordered, for people.</summary>
    public SortedDictionary<ulong, uint> Upgrades { get; } = [];
}
