using CoretimeDesk.Quoting.Peers;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>What a core costs at this moment, for a customer who looks at a quote. That it cannot be told never keeps the quote from being shown.</summary>
internal sealed class PriceNowDesk(IMarkets markets, PricingSettings settings, TimeProvider time, ILogger<PriceNowDesk> log)
{
    public async Task<PriceNow?> OfAsync(Quotes.QuoteSnapshot quote, CancellationToken stop)
    {
        if (quote.Terms.Price.Sale is not { } quoted)
        {
            return null;
        }

        try
        {
            var (price, refusal) = Pricing.Of(await markets.NowAsync(quote.Terms.Price.Chain, stop), quote.Terms.Ask, time.GetUtcNow(), settings);
            return price?.Sale is { } sale
                ? new()
                {
                    Price = price.Token.Format(sale.ListNow),
                    RelayBlock = price.RelayBlock.Value,
                    BlockTime = price.BlockTime.ToTimestamp(),
                    WithinLimit = sale.ListNow <= quoted.Limit && sale.RegionBegin == quoted.RegionBegin,
                }
                : new() { Unavailable = InWords(refusal!.Reason) };
        }
        catch (RefusedException e)
        {
            return new() { Unavailable = InWords(e.Refusal.Reason) };
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            log.LogWarning(e, "The chain watcher could not be asked for the price now.");
            return new() { Unavailable = InWords("") };
        }
    }

    // What the desk says to its own people is not for customers.
    private static string InWords(string reason) => reason switch
    {
        "SOLD_OUT" => "Not enough cores are left in this sale.",
        "SALE_INTERLUDE" => "Only renewals are possible at this moment.",
        "SALE_OVER" or "NO_SALE" => "No sale is going on at this moment.",
        _ => "The price now cannot be told at this moment. The quote stands.",
    };
}
