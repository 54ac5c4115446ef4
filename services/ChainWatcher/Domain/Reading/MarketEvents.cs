using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>
/// Events of the market's pallets that no fact stands for. They are kept with all that they say, so that nothing is lost when a network changes its market
/// before the desk does, and they count as nothing.
/// </summary>
internal static class MarketEvents
{
    /// <summary>The fact that stands for any event.</summary>
    public static ChainFact Read(EventRecord record, FactContext at) => new ChainFact.UnknownMarketEvent(
        at.Origin, record.Event.Pallet, record.Event.Name, KindOf(record.Event.Name), record.Fields.ToJson(new(at.Runtime.Ss58Prefix)));

    /// <summary>
    /// What the name says. <c>BidPlaced</c> is in the SDK's next broker; that the auction's other events are called after bids and clearing is RFC-17's wording
    /// and not yet code, so a name decides about a label here and about nothing else.
    /// </summary>
    internal static MarketEventKind KindOf(string name) =>
        name.StartsWith("Bid", StringComparison.Ordinal) ? MarketEventKind.Bid
        : name.Contains("Clear", StringComparison.Ordinal) ? MarketEventKind.Clearing
        : MarketEventKind.Unknown;
}
