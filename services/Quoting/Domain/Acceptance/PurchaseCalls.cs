using System.Text.Json;
using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Acceptance;

/// <summary>The market as a purchase would meet it.</summary>
/// <param name="Phase">The phase of the sale.</param>
/// <param name="RegionBegin">The first timeslice of the regions on sale: it names the sale.</param>
/// <param name="Price">What a core costs in the newest block.</param>
/// <param name="CoresLeft">What is left.</param>
public sealed record MarketNow(SalePhase Phase, uint RegionBegin, Planck Price, uint CoresLeft);

/// <summary>What a customer is to sign in a wallet: a batch that remarks the quote's digest and buys its cores, all of it or nothing.</summary>
public static class PurchaseCalls
{
    /// <summary>The most that are bought in one batch: more than any sale offers, and few enough for a block.</summary>
    public const uint CoresMax = 100;

    /// <summary>Whether buying now is what the quote offers.</summary>
    /// <param name="offer">The quote.</param>
    /// <param name="cores">How many cores the customer has still to buy in this sale.</param>
    /// <param name="regionBegin">The sale that it was priced in.</param>
    /// <param name="limit">The most that a core may cost.</param>
    /// <param name="market">The market.</param>
    /// <param name="token">What amounts are in.</param>
    /// <param name="now">The instant.</param>
    public static Refusal? Refuse(OpenOffer offer, uint cores, uint regionBegin, Planck limit, MarketNow market, Token token, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(token);
        return AcceptanceRules.Standing(offer, now) is { } over ? over
            : now >= offer.ValidUntil ? AcceptanceRules.Ended(offer)
            : offer.Standing == OfferStanding.Won && cores == 0 ? Say("QUOTE_BOUGHT", $"{offer.Number} was bought already. A second signature would buy as many cores again.")
            : cores == 0 ? Say("NOTHING_TO_BUY", $"{offer.Number} leaves nothing for the customer to buy in this sale: a sponsor buys, or it is a budget for on-demand orders.")
            : cores > CoresMax ? Say("TOO_MANY_CORES", $"{offer.Number} is for {cores} cores; at most {CoresMax} fit in one batch. Quote them in parts.")
            : market.RegionBegin != regionBegin ? Say("SALE_OVER", $"The sale that {offer.Number} was priced in is over. Revise the quote at the price of the sale that runs now.")
            : market.Phase == SalePhase.Interlude ? Say("SALE_INTERLUDE", "In the interlude cores are renewed only; nobody can buy.")
            : market.Price > limit ? Say("PRICE_ABOVE_LIMIT", $"A core costs {token.Format(market.Price)} now, above the {token.Format(limit)} of {offer.Number}. A purchase would fail and cost a fee.")
            : market.CoresLeft < cores ? Say("SOLD_OUT", $"{offer.Number} is for {cores} cores, and {market.CoresLeft} are left in this sale.")
            : null;

        static Refusal Say(string reason, string message) => new(RefusalKind.Precondition, reason, message);
    }

    /// <summary>The calls by name, as JSON objects with pallet, call and args: one purchase for each core. The remark, whose tag the chain watcher knows, goes before them.</summary>
    public static IReadOnlyList<string> Purchases(uint cores, Planck limit) =>
        [.. Enumerable.Repeat(JsonSerializer.Serialize(new { pallet = "Broker", call = "purchase", args = new { price_limit = $"{limit}" } }), checked((int)cores))];
}
