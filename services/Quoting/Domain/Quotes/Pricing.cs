using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>A price, or why there is none.</summary>
/// <param name="Price">The price; null when refused.</param>
/// <param name="Refusal">Why not; null when there is one.</param>
public readonly record struct PriceOutcome(PriceStatement? Price, Refusal? Refusal);

/// <summary>Makes a price statement of what the chain says. Pure; the prices are those of libs/Market, to the planck.</summary>
public static class Pricing
{
    /// <summary>The price of what is asked for, at a market's block.</summary>
    /// <remarks>
    /// In the interlude nobody can buy, and a quote ends with the phase it was priced in: such a quote could never be used, so there is none. The refusal says
    /// from when on there is a price, and which.
    /// </remarks>
    public static PriceOutcome Of(MarketState market, QuoteAsk ask, DateTimeOffset now, PricingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(ask);
        ArgumentNullException.ThrowIfNull(settings);
        if (WhyStale(market, now, settings) is { } stale)
        {
            return new(null, stale);
        }

        if (ask.Token.Length > 0 && ask.Token != market.Token.Symbol)
        {
            return new(null, Refusal.InvalidField("ask.token", $"is {ask.Token}, and {market.Chain} sells for {market.Token.Symbol}: write the amounts in {market.Token.Symbol}."));
        }

        var statement = new PriceStatement(
            market.Chain, market.Token, market.BlockNumber, market.BlockHash, market.BlockTime, market.RelayBlock, settings.Recorded, Sale: null);
        if (ask.Periods == 0)
        {
            return new(statement, null);
        }

        try
        {
            var (sale, refusal) = SaleOf(market, ask, Clock(market, now, settings));
            return refusal is null ? new(statement with { Sale = sale }, null) : new(null, refusal);
        }
        catch (Exception e) when (e is PriceTooLargeException or OverflowException)
        {
            return new(null, TooLarge);
        }
    }

    /// <summary>Why a price that was quoted cannot be sent any more; null when it still holds. A falling price always does.</summary>
    public static Refusal? WhyMoved(PriceStatement quoted, QuoteAsk ask, MarketState market, DateTimeOffset now, PricingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(quoted);
        ArgumentNullException.ThrowIfNull(market);
        if (WhyStale(market, now, settings) is { } stale)
        {
            return stale;
        }

        if (quoted.Sale is not { } sale)
        {
            return null;
        }

        var (fresh, refusal) = Of(market, ask, now, settings);
        if (refusal is not null)
        {
            return refusal;
        }

        var current = fresh!.Sale!;
        return now >= sale.PhaseEndsAt || current.RegionBegin != sale.RegionBegin || current.Phase != sale.Phase
            ? new(RefusalKind.Precondition, "PRICE_MOVED", "The sale phase that it was priced in is over. Price it again.")
            : current.ListNow > sale.Limit
                ? new(RefusalKind.Precondition, "PRICE_MOVED", $"A core costs {market.Token.Format(current.ListNow)} now, more than the quote's limit of {market.Token.Format(sale.Limit)}. Price it again.")
                : null;
    }

    /// <summary>An amount needs more than the 128 bits of a chain's balance.</summary>
    public static Refusal TooLarge => new(RefusalKind.Precondition, "AMOUNT_TOO_LARGE", "An amount of it needs more than the 128 bits of a chain's balance. Quote less, or for fewer periods.");

    private static Refusal? WhyStale(MarketState market, DateTimeOffset now, PricingSettings settings)
    {
        var age = now - market.BlockTime;
        return settings.Recorded || age <= settings.StaleAfter ? null : new(
            RefusalKind.Precondition,
            "PRICE_STALE",
            $"The newest block of {market.Chain} that the desk has read is of {market.BlockTime:d MMM yyyy HH:mm:ss} UTC, {age.TotalSeconds:0} s ago; older than {settings.StaleAfter.TotalSeconds:0} s is no price. Wait until the chain watcher has caught up.")
        {
            Facts = new Dictionary<string, string> { ["block"] = $"{market.BlockNumber}", ["block_time"] = $"{market.BlockTime:O}" },
        };
    }

    /// <summary>Estimates instants from the block's own time; of a recording from now on, so that its sale is still going on.</summary>
    private static RelayClock Clock(MarketState market, DateTimeOffset now, PricingSettings settings) => new(market.RelayBlock, settings.Recorded ? now : market.BlockTime);

    private static (SalePrice? Sale, Refusal? Refusal) SaleOf(MarketState market, QuoteAsk ask, RelayClock clock)
    {
        var sale = new LeadinSale(market.Sale, market.Configuration);
        if (sale.Calendar.IsRotationDue(market.RelayBlock))
        {
            return (null, new(RefusalKind.Precondition, "SALE_OVER", "The sale is over and the next one has not begun. Wait for the next block."));
        }

        var phase = sale.Calendar.PhaseAt(market.RelayBlock);
        if (phase == SalePhase.Interlude)
        {
            return (null, Interlude(market, sale, clock));
        }

        var cores = ask.CoresIn(1);
        if (market.Sale.CoresLeft < cores)
        {
            return (null, new(RefusalKind.Precondition, "SOLD_OUT", $"{market.Sale.CoresLeft} of {market.Sale.CoresOffered} cores are left in this sale, and the quote needs {cores}. The next sale begins about {clock.EstimateAt(sale.RotationDue):d MMM yyyy HH:mm} UTC.")
            {
                Facts = new Dictionary<string, string> { ["cores_left"] = $"{market.Sale.CoresLeft}" },
            });
        }

        if (ask.Periods > 1 && AdapterOf(market.SpecName) is null)
        {
            return (null, new(RefusalKind.Precondition, "RUNTIME_UNKNOWN", $"How the runtime '{market.SpecName}' adapts prices is not known, so later periods cannot be forecast. Quote one period."));
        }

        var price = market.Sale.Curve.PriceAt(market.RelayBlock);
        var end = sale.Calendar.EndOf(phase);
        return (new(phase, clock.EstimateAt(end), end, market.Sale.RegionBegin, market.Sale.RegionEnd, price, price, market.Sale.CoresLeft, Periods(market, ask.Periods, price, clock)), null);
    }

    private static List<PeriodPrice> Periods(MarketState market, uint count, Planck price, RelayClock clock)
    {
        var (begin, end) = (market.Sale.RegionBegin, market.Sale.RegionEnd);
        var periods = new List<PeriodPrice>((int)count) { new(1, begin, end, clock.EstimateAt(begin), clock.EstimateAt(end), price, price, price) };
        if (count == 1)
        {
            return periods;
        }

        var forecast = RenewalForecast.Make(RenewalBasis.OfPurchase(price, market.Sale), (int)count - 1, market.Configuration, AdapterOf(market.SpecName)!);
        foreach (var step in forecast.Steps)
        {
            var last = step.Begin + market.Configuration.RegionLength;
            periods.Add(new((uint)periods.Count + 1, step.Begin, last, clock.EstimateAt(step.Begin), clock.EstimateAt(last), step.Min, step.Expected, step.Max));
        }

        return periods;
    }

    private static Refusal Interlude(MarketState market, LeadinSale sale, RelayClock clock)
    {
        var start = clock.EstimateAt(sale.Calendar.LeadinStart);
        var price = market.Sale.Curve.TryPriceAt(market.Sale.SaleStart, out var first) ? market.Token.Format(first) : "more than 128 bits";
        return new(RefusalKind.Precondition, "SALE_INTERLUDE", $"Only renewals are possible now. Cores can be bought, and quoted, from about {start:d MMM yyyy HH:mm} UTC on; the price then begins at {price}.")
        {
            Facts = new Dictionary<string, string> { ["from"] = $"{start:O}" },
        };
    }

    private static IPriceAdapter? AdapterOf(string specName) => specName switch
    {
        "coretime-polkadot" => PriceAdapters.Polkadot,
        "coretime-kusama" => PriceAdapters.Kusama,
        "coretime-paseo" => PriceAdapters.Paseo,
        _ => null,
    };
}
