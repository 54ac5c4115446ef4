namespace CoretimeDesk.Market;

/// <summary>The right to renew a core: an entry of <c>Broker.PotentialRenewals</c>. Anyone may use it, and pay for it.</summary>
/// <param name="Core">The core that the workload runs on until then; a renewal moves it to another one.</param>
/// <param name="When">The timeslice with which the renewed time would begin.</param>
/// <param name="Price">What the renewal costs, exactly and without a choice.</param>
/// <param name="Assigned">The parts of the core that are assigned; the right is only good when that is all of them.</param>
public sealed record PotentialRenewal(ushort Core, Timeslice When, Planck Price, CoreMask Assigned)
{
    /// <summary>The whole core is assigned, so the renewal is possible.</summary>
    public bool IsComplete => Assigned.IsComplete;

    /// <summary>What stands on record after a region was assigned to a task.</summary>
    /// <param name="before">What stood there for the same core and end; null for nothing.</param>
    /// <param name="region">The region as it was used; see <see cref="Region.UsableAfter"/>.</param>
    /// <param name="configuration">The configuration at that moment.</param>
    /// <param name="isFinal">Was the assignment final?</param>
    /// <returns>The new entry; or the old one, where the assignment gives no right to renew.</returns>
    /// <exception cref="ArgumentException">The entry is of another core or time.</exception>
    public static PotentialRenewal? AfterAssignment(PotentialRenewal? before, Region region, SaleConfiguration configuration, bool isFinal)
    {
        ArgumentNullException.ThrowIfNull(region);
        if (before is not null && (before.Core != region.Id.Core || before.When != region.End))
        {
            throw new ArgumentException($"The entry is of core {before.Core} at {before.When}, the region of core {region.Id.Core} until {region.End}.", nameof(before));
        }

        if ((region.ObstaclesToRenewal(configuration, isFinal) & ~RenewalObstacles.PartOfCore) != RenewalObstacles.None || region.Paid is not { } paid)
        {
            return before;
        }

        // Pieces of one region share its price and come together. A piece with another price begins anew, as on the chain.
        var assigned = before is { IsComplete: false } && before.Price == paid ? before.Assigned : CoreMask.Void;
        return new(region.Id.Core, region.End, paid, assigned | region.Id.Mask);
    }

    /// <summary>What stands on record after this renewal was used.</summary>
    /// <param name="sale">The sale in which it is used, before the renewal takes a core of it.</param>
    /// <param name="configuration">The configuration at that moment.</param>
    /// <param name="now">The relay parent of the block that it is in; for an automatic renewal, what the rotation sees.</param>
    /// <exception cref="InvalidOperationException">The chain would refuse.</exception>
    public PotentialRenewal Renew(SaleInfo sale, SaleConfiguration configuration, RelayBlock now)
    {
        ArgumentNullException.ThrowIfNull(sale);
        return sale.RefusalOfRenewal(this) is { } refusal
            ? throw new InvalidOperationException($"The chain would refuse: {refusal}.")
            : this with { Core = (ushort)(sale.FirstCore + sale.CoresSold), When = sale.RegionEnd, Price = RenewalPrice.Next(Price, sale, configuration, now) };
    }
}
