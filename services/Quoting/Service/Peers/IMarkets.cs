using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Peers;

/// <summary>What the chain watcher says of a Coretime chain.</summary>
public interface IMarkets
{
    /// <summary>The market at the newest finalised block that was read.</summary>
    /// <param name="chain">Empty where only one is followed.</param>
    /// <param name="stop">Ends the question.</param>
    /// <exception cref="RefusedException">The watcher refuses, in its own words: NO_SALE, NOTHING_READ, MARKET_UNREADABLE.</exception>
    Task<MarketState> NowAsync(string chain, CancellationToken stop);
}
