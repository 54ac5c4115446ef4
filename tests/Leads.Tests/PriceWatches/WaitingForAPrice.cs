using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.PriceWatches;
using CoretimeDesk.Leads.Tests.ChainFacts;
using CoretimeDesk.Leads.Tests.Registrations;
using CoretimeDesk.Market;

namespace CoretimeDesk.Leads.Tests.PriceWatches;

public sealed class WaitingForAPrice(OwnershipWorld world) : IClassFixture<OwnershipWorld>
{
    private static readonly Token Dot = Token.Dot;

    [Fact]
    public async Task A_price_is_told_once_when_the_sale_has_come_down_to_it()
    {
        var (chain, account) = (new Chain(world), await world.AccountAsync("Patient Labs"));
        await chain.SaysAsync(chain.Begins(Chain.AnyPara(), end: "10"));
        var watch = (await WatchAsync(chain, account, Dot.Whole(100))).OrThrow().Watch;

        // From a hundred times the end price to ten times in the first half of the lead-in: after a week of interlude and a week of lead-in.
        Assert.Equal(world.Clock.Now.AddDays(14), watch.ExpectedAt.ToDateTimeOffset());
        world.Clock.Advance(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await LookAsync());
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await LookAsync());
        Assert.Equal(0, await LookAsync());

        var told = Assert.Single(world.Heard.Of(account));
        Assert.Equal(ActivityKind.PriceTarget, told.Kind);
        Assert.StartsWith($"A core of polkadot-coretime costs no more than 100 DOT since about {watch.ExpectedAt.ToDateTimeOffset():d MMMM yyyy HH:mm} UTC", told.Summary, StringComparison.Ordinal);
        Assert.Equal("PRICE_REACHED", (await world.Of<PriceWatchDesk>().DropAsync(OwnershipWorld.As(world.Hana), Guid.Parse(watch.WatchId), CancellationToken.None)).Refusal!.Reason);
    }

    [Fact]
    public async Task A_price_below_the_sales_end_is_waited_for_until_another_sale_comes_down_to_it()
    {
        var (chain, account) = (new Chain(world), await world.AccountAsync("Stingy Labs"));
        await chain.SaysAsync(chain.Begins(Chain.AnyPara(), end: "10"));
        var watch = (await WatchAsync(chain, account, Dot.Whole(9))).OrThrow().Watch;
        Assert.Null(watch.ExpectedAt);
        world.Clock.Advance(TimeSpan.FromDays(28));
        await LookAsync();
        Assert.Empty(world.Heard.Of(account));

        await chain.SaysAsync(chain.Begins(Chain.AnyPara(), end: "9"));
        world.Clock.Advance(TimeSpan.FromDays(21));
        await LookAsync();
        Assert.Single(world.Heard.Of(account));
    }

    [Fact]
    public async Task Two_replicas_that_look_at_once_tell_it_once()
    {
        var (chain, account) = (new Chain(world), await world.AccountAsync("Twice Labs"));
        await chain.SaysAsync(chain.Begins(Chain.AnyPara(), end: "10"));
        for (var i = 1; i <= 10; i++)
        {
            (await WatchAsync(chain, account, Dot.Whole((ulong)(100 + i)))).OrThrow();
        }

        world.Clock.Advance(TimeSpan.FromDays(21));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => LookAsync(i))));
        Assert.Equal(10, await world.ScalarAsync<long>("select count(*) from leads.journal j join leads.price_watches w on w.id = j.aggregate_id where w.account_id = $1 and j.type like '%PriceReached%'", account));
        Assert.Equal(10, world.Heard.Of(account).Count);
    }

    [Fact]
    public async Task What_cannot_be_waited_for_is_refused_with_the_field()
    {
        var (chain, account) = (new Chain(world), await world.AccountAsync("Wrong Labs"));
        await chain.SaysAsync(chain.Begins(Chain.AnyPara()));
        Assert.Equal("symbol", (await WatchAsync(chain, account, Dot.One, "KSM")).Refusal!.Fields.Single().Field);
        var elsewhere = (await world.Of<PriceWatchDesk>().WatchAsync(OwnershipWorld.As(world.Hana), account, "nowhere-coretime", Dot.One, "DOT", "", CancellationToken.None)).Refusal!.Fields.Single();
        Assert.Equal("chain", elsewhere.Field);
        Assert.Contains("Known: polkadot-coretime", elsewhere.Description, StringComparison.Ordinal);
        for (var i = 0; i < PriceWatchRules.OpenMax; i++)
        {
            (await WatchAsync(chain, account, Dot.One)).OrThrow();
        }

        Assert.Equal("TOO_MANY_PRICE_WATCHES", (await WatchAsync(chain, account, Dot.One)).Refusal!.Reason);
    }

    private Task<Journal.Outcome<V1.WatchPriceResponse>> WatchAsync(Chain chain, Guid account, Planck price, string symbol = "DOT") =>
        world.Of<PriceWatchDesk>().WatchAsync(OwnershipWorld.As(world.Hana), account, chain.Name, price, symbol, "", CancellationToken.None);

    private Task<int> LookAsync(int replica = 0) => world.Of<PriceWatcher>(replica).LookAsync(CancellationToken.None);
}
