using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

public abstract partial record ChainFact
{
    /// <summary>A region of bulk coretime was sold.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Buyer">Who paid and owns it; through a proxy or multisig not the signer.</param>
    /// <param name="Region">What was sold.</param>
    /// <param name="Price">What was paid.</param>
    /// <param name="Duration">Timeslices.</param>
    /// <param name="PriceLimit">What the buyer would have paid at most, from the call; null when the call cannot be told for certain.</param>
    public sealed record Purchased(FactOrigin Origin, AccountId32 Buyer, RegionId Region, TokenAmount Price, uint Duration, TokenAmount? PriceLimit) : ChainFact(Origin)
    {
        /// <summary>The first timeslice after the region.</summary>
        public long End => (long)Region.Begin.Value + Duration;
    }

    /// <summary>A sale began: at each rotation, with prices adapted to how the last one went.</summary>
    /// <param name="Origin">Where and when.</param>
    /// <param name="SaleStart">Relay block from which anybody may buy, at the start price; renewals come before.</param>
    /// <param name="LeadInLength">Relay blocks over which the price falls to the end price.</param>
    /// <param name="StartPrice">Price at the start.</param>
    /// <param name="EndPrice">Price from the end of the lead-in.</param>
    /// <param name="RegionBegin">First timeslice of what is sold.</param>
    /// <param name="RegionEnd">First timeslice after it.</param>
    /// <param name="IdealCoresSold">Cores up to whose sale the price counts for the next sale's.</param>
    /// <param name="CoresOffered">Cores on sale.</param>
    /// <param name="Before">The sale that ended, from whose outcome the prices were adapted; null when there was none, or when an older runtime wrote it in another form.</param>
    public sealed record SaleInitialized(
        FactOrigin Origin, uint SaleStart, uint LeadInLength, TokenAmount StartPrice, TokenAmount EndPrice, uint RegionBegin, uint RegionEnd,
        ushort IdealCoresSold, ushort CoresOffered, ClosedSale? Before) : ChainFact(Origin);

    /// <summary>Sales were started at all, by governance.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Price">The end price that governance gave; the first sale's may differ, see <see cref="SaleInitialized"/>.</param>
    /// <param name="CoreCount">Cores of the chain.</param>
    public sealed record SalesStarted(FactOrigin Origin, TokenAmount Price, ushort CoreCount) : ChainFact(Origin);

    /// <summary>How coretime is sold was changed. Governance does it by a message of another chain, so there may be neither extrinsic nor event.</summary>
    /// <param name="Origin">Where and when; by whom, where an extrinsic did it.</param>
    /// <param name="Before">The configuration before the block, as JSON; null when there was none or it was not read, the bytes as text when an older runtime wrote it in another form.</param>
    /// <param name="After">The configuration after it, as JSON.</param>
    public sealed record ConfigurationChanged(FactOrigin Origin, string? Before, string After) : ChainFact(Origin);

    /// <summary>The relay chain is asked for a number of cores.</summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="CoreCount">Cores.</param>
    public sealed record CoreCountRequested(FactOrigin Origin, ushort CoreCount) : ChainFact(Origin);

    /// <summary>The number of cores has changed.</summary>
    /// <param name="Origin">Where and when.</param>
    /// <param name="CoreCount">Cores.</param>
    public sealed record CoreCountChanged(FactOrigin Origin, ushort CoreCount) : ChainFact(Origin);

    /// <summary>
    /// Something of a market that this version of the desk does not sell by: a bid, a clearing. It is kept, and it is nothing else: a bid is not a sale.
    /// </summary>
    /// <param name="Origin">Where, when and by whom.</param>
    /// <param name="Pallet">The pallet that said so.</param>
    /// <param name="Event">The event's name.</param>
    /// <param name="Kind">What its name says.</param>
    /// <param name="Fields">Its fields as JSON.</param>
    public sealed record UnknownMarketEvent(FactOrigin Origin, string Pallet, string Event, MarketEventKind Kind, string Fields) : ChainFact(Origin);
}

/// <summary>A sale that has ended.</summary>
/// <param name="RegionBegin">First timeslice of what was sold.</param>
/// <param name="RegionEnd">First timeslice after it.</param>
/// <param name="EndPrice">Its end price.</param>
/// <param name="SelloutPrice">The last price that counts for the next sale's; null when no core was offered.</param>
/// <param name="CoresOffered">Cores that were on sale.</param>
/// <param name="CoresSold">Cores that were sold, renewals included.</param>
public sealed record ClosedSale(uint RegionBegin, uint RegionEnd, TokenAmount EndPrice, TokenAmount? SelloutPrice, ushort CoresOffered, ushort CoresSold);

/// <summary>What the name of an event of another market says.</summary>
public enum MarketEventKind
{
    /// <summary>Nothing that this version knows.</summary>
    Unknown = 1,

    /// <summary>A bid: a deposit that may come back, and no sale.</summary>
    Bid = 2,

    /// <summary>The end of an auction, with one price for all.</summary>
    Clearing = 3,
}
