using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.CreditGrants.Rails;

/// <summary>How an on-demand order was paid. The event itself does not say; the chain watcher finds out.</summary>
public enum OrderMeans
{
    /// <summary>It could not be told.</summary>
    Unknown,

    /// <summary>From the account's balance.</summary>
    Balance,

    /// <summary>From its credit.</summary>
    Credit,
}

/// <summary>A finalised event, as the chain watcher told it.</summary>
/// <param name="FactId">The chain watcher's name of it.</param>
/// <param name="At">The block's own time.</param>
/// <param name="Remark">The digest of the desk's remark in the same extrinsic; null for none.</param>
public abstract record RailFact(string FactId, DateTimeOffset At, string? Remark);

/// <summary>A workload was renewed, for whom its tasks say and not who paid.</summary>
public sealed record RenewedCore(string FactId, DateTimeOffset At, string? Remark, AccountId32 Payer, Planck Price, IReadOnlyList<uint> Tasks, uint Begin, uint Duration, ushort Core) : RailFact(FactId, At, Remark);

/// <summary>A core was bought.</summary>
/// <param name="FactId">The chain watcher's name of it.</param>
/// <param name="At">The block's own time.</param>
/// <param name="Remark">The digest of the desk's remark in the same extrinsic; null for none.</param>
/// <param name="Buyer">Who paid.</param>
/// <param name="Price">What was paid.</param>
/// <param name="Region">The region.</param>
/// <param name="Duration">Its length in timeslices.</param>
public sealed record BoughtCore(string FactId, DateTimeOffset At, string? Remark, AccountId32 Buyer, Planck Price, RegionId Region, uint Duration) : RailFact(FactId, At, Remark);

/// <summary>A region was assigned to a task.</summary>
/// <param name="FactId">The chain watcher's name of it.</param>
/// <param name="At">The block's own time.</param>
/// <param name="Region">Which. One that had begun already begins, as the chain says it, when it was assigned.</param>
/// <param name="Task">To which task.</param>
/// <param name="IsFinal">For good; null when the call does not tell.</param>
public sealed record AssignedRegion(string FactId, DateTimeOffset At, RegionId Region, uint Task, bool? IsFinal) : RailFact(FactId, At, null);

/// <summary>An assignment was taken back before it began.</summary>
public sealed record RemovedAssignment(string FactId, DateTimeOffset At, RegionId Region) : RailFact(FactId, At, null);

/// <summary>A region was given to the on-demand pool: it runs whoever orders.</summary>
public sealed record PooledRegion(string FactId, DateTimeOffset At, RegionId Region) : RailFact(FactId, At, null);

/// <summary>A region was split into parts of its core.</summary>
/// <param name="FactId">The chain watcher's name of it.</param>
/// <param name="At">The block's own time.</param>
/// <param name="Region">What was split.</param>
public sealed record InterlacedRegion(string FactId, DateTimeOffset At, RegionId Region) : RailFact(FactId, At, null);

/// <summary>A region got another owner.</summary>
public sealed record TransferredRegion(string FactId, DateTimeOffset At, RegionId Region, AccountId32? OldOwner, AccountId32? Owner) : RailFact(FactId, At, null);

/// <summary>A block was ordered.</summary>
public sealed record OrderedBlock(string FactId, DateTimeOffset At, string? Remark, uint Para, Planck SpotPrice, AccountId32 OrderedBy, OrderMeans Means) : RailFact(FactId, At, Remark);

/// <summary>Credit was bought on the Coretime chain. It says nothing of its arrival.</summary>
public sealed record BoughtCredit(string FactId, DateTimeOffset At, string? Remark, AccountId32 Buyer, AccountId32 Beneficiary, Planck Amount) : RailFact(FactId, At, Remark);

/// <summary>Credit arrived in an account on the relay chain.</summary>
public sealed record CreditedAccount(string FactId, DateTimeOffset At, AccountId32 Account, Planck Amount) : RailFact(FactId, At, null);
