using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>What was paid for.</summary>
public enum PaidKind
{
    /// <summary>Bought in a sale.</summary>
    Purchase = 1,

    /// <summary>A workload renewed: the same task, usually on another core.</summary>
    Renewal = 2,

    /// <summary>An order of on-demand blockspace, which fills a budget and takes no core.</summary>
    Order = 3,
}

/// <summary>Where a finalised event is. Facts of one chain are in the order of their blocks and events, whatever order they arrive in.</summary>
/// <param name="Chain">As the desk's settings call it: "polkadot-coretime".</param>
/// <param name="BlockNumber">Height of the block: an address, and no time.</param>
/// <param name="BlockHash">0x and 64 hexadecimal digits.</param>
/// <param name="EventIndex">Place in the block.</param>
public sealed record FactPlace(string Chain, uint BlockNumber, string BlockHash, uint EventIndex) : IComparable<FactPlace>
{
    /// <inheritdoc/>
    public int CompareTo(FactPlace? other) => other is null
        ? 1
        : (Chain, BlockNumber, EventIndex).CompareTo((other.Chain, other.BlockNumber, other.EventIndex)) is var order && order != 0 ? order : string.CompareOrdinal(BlockHash, other.BlockHash);

    /// <summary>Earlier.</summary>
    public static bool operator <(FactPlace left, FactPlace right) => Compare(left, right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(FactPlace left, FactPlace right) => Compare(left, right) > 0;

    /// <summary>Earlier, or the same.</summary>
    public static bool operator <=(FactPlace left, FactPlace right) => Compare(left, right) <= 0;

    /// <summary>Later, or the same.</summary>
    public static bool operator >=(FactPlace left, FactPlace right) => Compare(left, right) >= 0;

    private static int Compare(FactPlace left, FactPlace right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.CompareTo(right);
    }
}

/// <summary>A finalised event that paid for one core over one period: the only thing that can win a quote.</summary>
/// <param name="FactId">The chain watcher's name of the fact.</param>
/// <param name="Place">Where it is.</param>
/// <param name="ExtrinsicIndex">In which extrinsic; null in hooks, such as an auto-renewal.</param>
/// <param name="OccurredAt">The block's own time.</param>
/// <param name="Kind">Bought or renewed.</param>
/// <param name="Payer">0x hex, lower case.</param>
/// <param name="Price">What was paid.</param>
/// <param name="Begin">The first timeslice: it names the sale.</param>
/// <param name="Duration">Timeslices.</param>
/// <param name="Core">The core.</param>
/// <param name="OldCore">Of a renewal, the core on which the workload ran until then.</param>
/// <param name="Tasks">Of a renewal, the tasks of the workload.</param>
public sealed record PaidFact(
    string FactId, FactPlace Place, uint? ExtrinsicIndex, DateTimeOffset OccurredAt, PaidKind Kind, string Payer, Planck Price, uint Begin, uint Duration, uint Core, uint? OldCore, IReadOnlyList<uint> Tasks);

/// <summary>A remark with the desk's tag and a quote's digest behind it.</summary>
/// <param name="FactId">The chain watcher's name of the fact.</param>
/// <param name="Place">Where it is.</param>
/// <param name="ExtrinsicIndex">In which extrinsic: what was bought beside it was bought for that quote.</param>
/// <param name="Digest">64 hexadecimal digits, lower case.</param>
public sealed record DigestRemark(string FactId, FactPlace Place, uint ExtrinsicIndex, string Digest);

/// <summary>A region was assigned to a task, or the assignment was taken back.</summary>
/// <param name="FactId">The chain watcher's name of the fact.</param>
/// <param name="Place">Where it is.</param>
/// <param name="Begin">The first timeslice; later than the region's own when it had begun already.</param>
/// <param name="Core">The core.</param>
/// <param name="IsWholeCore">All 80 parts of it.</param>
/// <param name="Task">The task; null when the assignment was taken back.</param>
/// <param name="IsFinal">For good; null when the call does not tell.</param>
public sealed record AssignmentFact(string FactId, FactPlace Place, uint Begin, uint Core, bool IsWholeCore, uint? Task, bool? IsFinal);
