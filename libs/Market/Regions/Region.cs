namespace CoretimeDesk.Market;

/// <summary>Coretime that somebody holds: some parts of a core, from one timeslice up to another.</summary>
/// <remarks>Whose it is does not matter here: splitting and renewing do not depend on the owner.</remarks>
public sealed record Region
{
    /// <summary>A region.</summary>
    /// <param name="id">Its key.</param>
    /// <param name="end">The first timeslice that does not belong to it.</param>
    /// <param name="paid">What the chain got for it; null where it cannot be renewed, as after a partition.</param>
    /// <exception cref="ArgumentOutOfRangeException">It ends before it begins.</exception>
    public Region(RegionId id, Timeslice end, Planck? paid)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, id.Begin, nameof(end));
        (Id, End, Paid) = (id, end, paid);
    }

    /// <summary>Its key.</summary>
    public RegionId Id { get; }

    /// <summary>The first timeslice that does not belong to it.</summary>
    public Timeslice End { get; }

    /// <summary>What the chain got for it; null where it cannot be renewed.</summary>
    public Planck? Paid { get; }

    /// <summary>Its length in timeslices.</summary>
    public uint Duration => End.Value - Id.Begin.Value;

    /// <summary>How much coretime it is.</summary>
    public Coretime Coretime => Coretime.Of(Id.Mask, Duration);

    /// <summary>Cuts the region in two, one after the other. Neither can be renewed any more.</summary>
    /// <param name="pivot">An offset: how many timeslices the first piece shall have.</param>
    /// <returns>Both pieces, the first with the same id; or <see cref="BrokerError.PivotTooLate"/> or <see cref="BrokerError.PivotTooEarly"/>.</returns>
    public Outcome<RegionPair> Partition(uint pivot)
    {
        // The chain adds without overflow, too: a pivot beyond the last timeslice is just too late.
        if (pivot >= Duration)
        {
            return BrokerError.PivotTooLate;
        }

        if (pivot == 0)
        {
            return BrokerError.PivotTooEarly;
        }

        var middle = Id.Begin + pivot;
        return new RegionPair(new(Id, middle, null), new(Id with { Begin = middle }, End, null));
    }

    /// <summary>Cuts the region in two that run side by side. What was paid stays on record for both.</summary>
    /// <param name="pivot">The parts of the core that the first piece shall have.</param>
    /// <returns>Both pieces; or why the pivot does not do. Some networks filter this call altogether: Polkadot and Paseo do, Kusama does not.</returns>
    public Outcome<RegionPair> Interlace(CoreMask pivot)
    {
        var cut = Id.Mask.Interlace(pivot);
        return cut.TryGet(out var masks)
            ? new RegionPair(new(Id with { Mask = masks.Pivot }, End, Paid), new(Id with { Mask = masks.Rest }, End, Paid))
            : cut.Error!.Value;
    }

    /// <summary>What an assignment can still use of it: what the relay chain has been told cannot be changed.</summary>
    /// <param name="lastCommitted"><c>Broker.Status.last_committed_timeslice</c>.</param>
    /// <returns>The region itself, or its end with a later begin and so another id; null when nothing is left.</returns>
    public Region? UsableAfter(Timeslice lastCommitted) => lastCommitted < Id.Begin ? this
        : lastCommitted.Value + 1UL >= End.Value ? null
        : new(Id with { Begin = lastCommitted + 1 }, End, Paid);

    /// <summary>What keeps this region from being renewable once it is assigned to a task; <see cref="RenewalObstacles.None"/> if nothing does.</summary>
    /// <param name="configuration">The sale configuration: a full region has its region length.</param>
    /// <param name="isFinal">Is the assignment final? A provisional one can be changed, and is never renewed.</param>
    public RenewalObstacles ObstaclesToRenewal(SaleConfiguration configuration, bool isFinal)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return (Id.Mask.IsComplete ? RenewalObstacles.None : RenewalObstacles.PartOfCore)
            | (Duration == configuration.RegionLength ? RenewalObstacles.None : RenewalObstacles.NotFullLength)
            | (Paid is not null ? RenewalObstacles.None : RenewalObstacles.NothingPaid)
            | (isFinal ? RenewalObstacles.None : RenewalObstacles.Provisional);
    }
}

/// <summary>A region that was cut in two.</summary>
/// <param name="First">The earlier piece, or the one with the parts that were asked for.</param>
/// <param name="Second">The other.</param>
public sealed record RegionPair(Region First, Region Second);
