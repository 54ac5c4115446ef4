namespace CoretimeDesk.ChainWatcher;

public abstract partial record ChainFact
{
    /// <summary>
    /// A core is used differently from some block on. The Coretime chain tells its use; the relay chain tells it only where the call is in an extrinsic.
    /// </summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Core">The core.</param>
    /// <param name="From">The relay block from which it holds; null when it is not told.</param>
    /// <param name="Shares">For what; null when it is not told.</param>
    /// <param name="EndHint">The relay block at which it may end by itself; null when there is none or it is not told.</param>
    public sealed record CoreAssigned(FactOrigin Origin, uint Core, uint? From, Listed<CoreShare>? Shares, uint? EndHint) : ChainFact(Origin);

    /// <summary>A core is used for nothing from some block on.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Core">The core.</param>
    /// <param name="From">The relay block from which it holds.</param>
    public sealed record CoreUnassigned(FactOrigin Origin, uint Core, uint From) : ChainFact(Origin);

    /// <summary>A parachain has a lease of old, without buying.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Task">The parachain.</param>
    /// <param name="Until">The timeslice at which it ends.</param>
    public sealed record Leased(FactOrigin Origin, uint Task, uint Until) : ChainFact(Origin);

    /// <summary>A lease was taken away.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Task">The parachain.</param>
    public sealed record LeaseRemoved(FactOrigin Origin, uint Task) : ChainFact(Origin);

    /// <summary>A lease ends within what is being sold: its workload has become renewable.</summary>
    /// <param name="Origin">Where and when.</param>
    /// <param name="Task">The parachain.</param>
    /// <param name="When">The timeslice up to which the lease is honoured.</param>
    public sealed record LeaseEnding(FactOrigin Origin, uint Task, uint When) : ChainFact(Origin);

    /// <summary>A core is kept for a workload in every sale.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Index">The reservation's position.</param>
    /// <param name="Workload">For what.</param>
    public sealed record ReservationMade(FactOrigin Origin, uint Index, Listed<WorkloadItem> Workload) : ChainFact(Origin);

    /// <summary>A reservation was cancelled.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Index">The reservation's position.</param>
    /// <param name="Workload">For what it was.</param>
    public sealed record ReservationCancelled(FactOrigin Origin, uint Index, Listed<WorkloadItem> Workload) : ChainFact(Origin);

    /// <summary>A reservation that was forced on a core could not be kept at a rotation.</summary>
    /// <param name="Origin">Where and when.</param>
    /// <param name="Workload">For what it was.</param>
    public sealed record ForceReservationFailed(FactOrigin Origin, Listed<WorkloadItem> Workload) : ChainFact(Origin);
}
