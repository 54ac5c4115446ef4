using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

public abstract partial record ChainFact
{
    /// <summary>A region is used by a parachain. Assigned after it had begun, its id begins at the next timeslice that is not yet committed.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Region">The region.</param>
    /// <param name="Duration">Timeslices.</param>
    /// <param name="Task">The parachain.</param>
    /// <param name="IsFinal">Whether it can no longer be changed, from the call; only then can the core be renewed. Null when the call cannot be told for certain.</param>
    public sealed record Assigned(FactOrigin Origin, RegionId Region, uint Duration, uint Task, bool? IsFinal) : ChainFact(Origin);

    /// <summary>An assignment was taken back.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Region">The region.</param>
    public sealed record AssignmentRemoved(FactOrigin Origin, RegionId Region) : ChainFact(Origin);

    /// <summary>A region is used for on-demand orders; its payee earns a share of them.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Region">The region.</param>
    /// <param name="Duration">Timeslices.</param>
    public sealed record Pooled(FactOrigin Origin, RegionId Region, uint Duration) : ChainFact(Origin);

    /// <summary>A provisionally pooled region was taken out of the pool again.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Region">The region.</param>
    /// <param name="When">The timeslice from which it is out.</param>
    public sealed record RegionUnpooled(FactOrigin Origin, RegionId Region, uint When) : ChainFact(Origin);

    /// <summary>A region was split in time.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Old">Its id until now.</param>
    /// <param name="First">The earlier part: the same id, and shorter.</param>
    /// <param name="Second">The later part.</param>
    public sealed record Partitioned(FactOrigin Origin, RegionId Old, RegionId First, RegionId Second) : ChainFact(Origin);

    /// <summary>A region was split into parts of the core.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Old">Its id until now.</param>
    /// <param name="First">The parts that were named.</param>
    /// <param name="Second">The others.</param>
    public sealed record Interlaced(FactOrigin Origin, RegionId Old, RegionId First, RegionId Second) : ChainFact(Origin);

    /// <summary>A region changed its owner.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Region">The region.</param>
    /// <param name="Duration">Timeslices.</param>
    /// <param name="OldOwner">Whose it was; null when it was nobody's, as of a region that another chain held.</param>
    /// <param name="Owner">Whose it is; null when it is nobody's.</param>
    public sealed record Transferred(FactOrigin Origin, RegionId Region, uint Duration, AccountId32? OldOwner, AccountId32? Owner) : ChainFact(Origin);

    /// <summary>A region that had expired unused was dropped.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Region">The region.</param>
    /// <param name="Duration">Timeslices.</param>
    public sealed record RegionDropped(FactOrigin Origin, RegionId Region, uint Duration) : ChainFact(Origin);
}
