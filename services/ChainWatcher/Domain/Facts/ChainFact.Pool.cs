using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

public abstract partial record ChainFact
{
    /// <summary>A contribution to the pool whose revenue nobody claimed was dropped.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Region">The region that was contributed.</param>
    public sealed record ContributionDropped(FactOrigin Origin, RegionId Region) : ChainFact(Origin);

    /// <summary>A timeslice's on-demand revenue is settled, or was too old to be claimed.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="When">The timeslice.</param>
    /// <param name="Revenue">What was not claimed.</param>
    public sealed record HistoryDropped(FactOrigin Origin, uint When, TokenAmount Revenue) : ChainFact(Origin);

    /// <summary>A timeslice's on-demand revenue can be claimed.</summary>
    /// <param name="Origin">Where and when.</param>
    /// <param name="When">The timeslice.</param>
    /// <param name="SystemPayout">The share of the system's cores.</param>
    /// <param name="PrivatePayout">The share of all others.</param>
    public sealed record ClaimsReady(FactOrigin Origin, uint When, TokenAmount SystemPayout, TokenAmount PrivatePayout) : ChainFact(Origin);

    /// <summary>On-demand revenue was paid to somebody who pooled a region.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Payee">Who was paid.</param>
    /// <param name="Amount">How much.</param>
    /// <param name="Next">What of the region is still to be claimed; null when nothing is.</param>
    public sealed record RevenueClaimPaid(FactOrigin Origin, AccountId32 Payee, TokenAmount Amount, RegionId? Next) : ChainFact(Origin);
}
