using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>How an order was paid. The numbers are those of the chain watcher.</summary>
public enum OrderMeans
{
    /// <summary>It could not be told: the event looks the same either way.</summary>
    Unknown = 1,

    /// <summary>In the chain's token.</summary>
    Balance = 2,

    /// <summary>With credit that somebody had been given or had bought before: never a customer's payment.</summary>
    Credits = 3,
}

/// <summary>A finalised on-demand order: a task may build a block, and somebody paid for it. The order names the task, so nothing has to be assigned.</summary>
/// <param name="FactId">The chain watcher's name of the fact.</param>
/// <param name="Place">Where it is; today on the relay chain.</param>
/// <param name="ExtrinsicIndex">In which extrinsic; null in hooks and messages.</param>
/// <param name="OccurredAt">The block's own time.</param>
/// <param name="Payer">0x hex, lower case: who placed it.</param>
/// <param name="Price">What was paid.</param>
/// <param name="Task">The para that it is for.</param>
/// <param name="Means">How it was paid.</param>
public sealed record OrderFact(string FactId, FactPlace Place, uint? ExtrinsicIndex, DateTimeOffset OccurredAt, string Payer, Planck Price, uint Task, OrderMeans Means) : IComparable<OrderFact>
{
    /// <summary>In the order of time, then of blocks and events: orders of one network may be placed on more than one of its chains.</summary>
    public int CompareTo(OrderFact? other) => other is null ? 1 : OccurredAt.CompareTo(other.OccurredAt) is var order && order != 0 ? order : Place.CompareTo(other.Place);

    /// <summary>Earlier.</summary>
    public static bool operator <(OrderFact left, OrderFact right) => Compare(left, right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(OrderFact left, OrderFact right) => Compare(left, right) > 0;

    /// <summary>Earlier, or the same.</summary>
    public static bool operator <=(OrderFact left, OrderFact right) => Compare(left, right) <= 0;

    /// <summary>Later, or the same.</summary>
    public static bool operator >=(OrderFact left, OrderFact right) => Compare(left, right) >= 0;

    private static int Compare(OrderFact left, OrderFact right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.CompareTo(right);
    }
}
