using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;
using SalePhase = CoretimeDesk.Quoting.V1.SalePhase;

namespace CoretimeDesk.Quoting.Tests.Quotes;

public sealed class PricingByTheChain(QuotingWorld world) : IClassFixture<QuotingWorld>, IDisposable
{
    public void Dispose() => (world.Market.Lag, world.Market.CoresSold, world.Market.Refusal) = (TimeSpan.Zero, 0, null);

    [Fact]
    public async Task A_quote_says_which_block_its_price_is_of_and_when_its_phase_ends()
    {
        var quote = await world.PricedAsync(world.Rita, world.Customer(), QuotingWorld.Ask(periods: 3, cores: 2));
        var (price, market) = (QuotingWorld.Newest(quote).Terms.Price, world.Market.Now());

        Assert.Equal((market.BlockHash, market.RelayBlock.Value, SalePhase.FixedPrice), (price.BlockHash, price.RelayBlock, price.Phase));
        Assert.Equal(market.Sale.Curve.PriceAt(market.RelayBlock).ToString(), price.ListNowPlanck);
        Assert.Equal(price.ListNowPlanck, price.LimitPlanck);
        Assert.Equal(world.Clock.Now + world.Market.UntilPhaseEnd(), price.PhaseEndsAt.ToDateTimeOffset());
        Assert.Equal(market.Sale.RegionBegin.Value, price.Periods[0].Begin);
        Assert.Equal(price.Periods[0].End, price.Periods[1].Begin);
        Assert.Equal(TimeSpan.FromDays(28), price.Periods[2].EndsAt.ToDateTimeOffset() - price.Periods[2].BeginsAt.ToDateTimeOffset());
        // The first renewal costs what was paid; then 3 % more, in a market that stays as it is.
        Assert.Equal(["100000000000", "100000000000", "103000000000"], price.Periods.Select(p => p.ExpectedPlanck));
    }

    [Fact]
    public async Task A_stale_price_refuses_to_quote()
    {
        var quote = await world.DraftAsync(world.Rita, world.Customer(), QuotingWorld.Ask());
        world.Market.Lag = TimeSpan.FromSeconds(120);
        (await world.PriceAsync(world.Rita, quote)).OrThrow();

        world.Market.Lag = TimeSpan.FromSeconds(121);
        var refusal = (await world.PriceAsync(world.Rita, quote)).Refusal!;

        Assert.Equal("PRICE_STALE", refusal.Reason);
        Assert.Equal($"{world.Market.Now().BlockNumber}", refusal.Facts["block"]);
    }

    [Fact]
    public async Task An_approved_quote_is_not_sent_by_an_old_price_either()
    {
        var quote = await world.SubmittedAsync(world.Rita, world.Customer(), QuotingWorld.Ask());
        world.Market.Lag = TimeSpan.FromSeconds(121);

        Assert.Equal("PRICE_STALE", QuotingWorld.ReasonOf(await world.SendAsync(world.Rita, quote)));
    }

    [Fact]
    public async Task The_watchers_own_reason_is_passed_on()
    {
        var quote = await world.DraftAsync(world.Rita, world.Customer(), QuotingWorld.Ask());
        world.Market.Refusal = new(RefusalKind.Precondition, "MARKET_UNREADABLE", "The market cannot be read at block 5.") { Facts = new Dictionary<string, string> { ["block"] = "5" } };

        var refusal = (await world.PriceAsync(world.Rita, quote)).Refusal!;

        Assert.Equal(("MARKET_UNREADABLE", "5"), (refusal.Reason, refusal.Facts["block"]));
    }

    [Fact]
    public async Task What_is_not_left_is_not_quoted()
    {
        world.Market.CoresSold = 48;
        (await world.PriceAsync(world.Rita, await world.DraftAsync(world.Rita, world.Customer(), QuotingWorld.Ask(cores: 2)))).OrThrow();

        var refusal = (await world.PriceAsync(world.Rita, await world.DraftAsync(world.Rita, world.Customer(), QuotingWorld.Ask(cores: 3)))).Refusal!;

        Assert.Equal(("SOLD_OUT", "2"), (refusal.Reason, refusal.Facts["cores_left"]));
    }

    [Fact]
    public async Task A_budget_needs_no_sale()
    {
        var ask = QuotingWorld.Ask() with { Lines = [new CoretimeDesk.Quoting.Quotes.QuoteLine.OnDemand(Token.Dot.Whole(5), default, default)] };
        var quote = QuotingWorld.Newest(await world.SentAsync(world.Rita, world.Customer(), ask));

        Assert.Equal(SalePhase.Unspecified, quote.Terms.Price.Phase);
        Assert.Equal("50000000000", quote.Terms.Total.ListPlanck);
        Assert.Equal((ValidityClock.Calendar, world.Clock.Now.AddDays(14)), (quote.Snapshot.Clock, quote.Snapshot.ValidUntil.ToDateTimeOffset()));
    }
}
