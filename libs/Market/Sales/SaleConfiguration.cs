namespace CoretimeDesk.Market;

/// <summary>How a network sells coretime: <c>Broker.Configuration</c>, in the chain's order and by its names.</summary>
/// <remarks>Governance may change it at any time. A sale that is going on keeps its dates and prices; renewals see a new bump at once.</remarks>
public sealed record SaleConfiguration
{
    /// <summary>A configuration.</summary>
    /// <param name="advanceNotice">Relay blocks before a timeslice in which its schedule is fixed, and a sale rotated.</param>
    /// <param name="interludeLength">Relay blocks between a rotation and the start of the new sale.</param>
    /// <param name="leadinLength">Relay blocks for which the price falls.</param>
    /// <param name="regionLength">Timeslices of a sold region; not 0.</param>
    /// <param name="idealBulkProportion">Which part of the cores a sale should sell.</param>
    /// <param name="limitCoresOffered">The most cores that a sale offers; null for all there are.</param>
    /// <param name="renewalBump">By how much a renewal becomes dearer each time.</param>
    /// <param name="contributionTimeout">Timeslices within which revenue of the pool has to be claimed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The region length is 0.</exception>
    public SaleConfiguration(
        uint advanceNotice,
        uint interludeLength,
        uint leadinLength,
        uint regionLength,
        Perbill idealBulkProportion,
        ushort? limitCoresOffered,
        Perbill renewalBump,
        uint contributionTimeout)
    {
        ArgumentOutOfRangeException.ThrowIfZero(regionLength);
        (AdvanceNotice, InterludeLength, LeadinLength, RegionLength) = (advanceNotice, interludeLength, leadinLength, regionLength);
        (IdealBulkProportion, LimitCoresOffered, RenewalBump, ContributionTimeout) = (idealBulkProportion, limitCoresOffered, renewalBump, contributionTimeout);
    }

    /// <summary>Relay blocks before a timeslice in which its schedule is fixed, and a sale rotated.</summary>
    public uint AdvanceNotice { get; }

    /// <summary>Relay blocks between a rotation and the start of the new sale.</summary>
    public uint InterludeLength { get; }

    /// <summary>Relay blocks for which the price falls.</summary>
    public uint LeadinLength { get; }

    /// <summary>Timeslices of a sold region.</summary>
    public uint RegionLength { get; }

    /// <summary>Which part of the cores a sale should sell.</summary>
    public Perbill IdealBulkProportion { get; }

    /// <summary>The most cores that a sale offers; null for all there are.</summary>
    public ushort? LimitCoresOffered { get; }

    /// <summary>By how much a renewal becomes dearer each time.</summary>
    public Perbill RenewalBump { get; }

    /// <summary>Timeslices within which revenue of the pool has to be claimed.</summary>
    public uint ContributionTimeout { get; }

    /// <summary>The block at whose sight the sale rotates that sells regions beginning with a timeslice; block 0 where that is earlier.</summary>
    /// <exception cref="OverflowException">The timeslice has no blocks.</exception>
    public RelayBlock RotationOf(Timeslice regionBegin) => regionBegin.FirstBlock().Before(AdvanceNotice);
}
