using Grpc.Core;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Facts do not wait for a market that cannot be read, and old numbers are not told as if they were new.</summary>
public sealed class ReadingTheMarket(ReplayFixture fixture)
{
    [Fact]
    public async Task A_sale_that_a_runtime_stores_elsewhere_is_told_to_be_unreadable_while_facts_go_on()
    {
        using var metadata = AlteredMetadata.Rename(("SaleInfo", "SaleInf0"));
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 40 });
        await world.SavesAsync(40);
        var before = await MarketAsync(world);
        Assert.Equal((40u, true), (before.BlockNumber, before.Price.Length > 0));
        await world.OrderAsync("upgradeRuntime", new { atHeight = 40, specVersion = 2_000_007, metadata = metadata.File });
        await world.OrderAsync("upgradeRuntime", new { atHeight = 46, specVersion = 2_000_008, metadata = AlteredMetadata.Today });
        await world.OrderAsync("advanceTo", new { height = 45 });

        var follower = await world.SavesAsync(45);
        Assert.Contains("the market cannot be read", follower.Detail, StringComparison.Ordinal);
        foreach (var question in Questions(world, await world.AsAdaAsync()))
        {
            var refusal = await ReplayWorld.RefusalAsync(question());
            Assert.Equal(("MARKET_UNREADABLE", "45"), (refusal.Reason, refusal.Facts["block"]));
            Assert.Contains("SaleInfo", refusal.Message, StringComparison.Ordinal);
        }

        // Regions are told all the same: they can be read.
        Assert.NotEmpty((await world.Watcher.ListRegionsAsync(new(), await world.AsAdaAsync())).Regions);
        await world.HasTheFactsUpToAsync(45);

        await world.OrderAsync("advanceTo", new { height = 60 });
        Assert.Equal("", (await world.SavesAsync(60)).Detail);
        Assert.Equal(60u, (await MarketAsync(world)).BlockNumber);
        await world.HasTheFactsUpToAsync(60);
    }

    [Fact]
    public async Task Regions_that_a_runtime_stores_elsewhere_are_told_to_be_unreadable_and_the_price_goes_on()
    {
        using var metadata = AlteredMetadata.Rename(("PotentialRenewals", "PotentialRenewalz"));
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 30 });
        await world.SavesAsync(30);
        await world.OrderAsync("upgradeRuntime", new { atHeight = 30, specVersion = 2_000_007, metadata = metadata.File });
        await world.OrderAsync("upgradeRuntime", new { atHeight = 36, specVersion = 2_000_008, metadata = AlteredMetadata.Today });
        await world.OrderAsync("advanceTo", new { height = 35 });
        await world.SavesAsync(35);

        Assert.Equal(35u, (await MarketAsync(world)).BlockNumber);
        Assert.Equal("MARKET_UNREADABLE", (await ReplayWorld.RefusalAsync(world.Watcher.ListRegionsAsync(new(), await world.AsAdaAsync()).ResponseAsync)).Reason);
        Assert.Equal("MARKET_UNREADABLE", (await ReplayWorld.RefusalAsync(world.Watcher.ListRenewalsAsync(new(), await world.AsAdaAsync()).ResponseAsync)).Reason);

        await world.OrderAsync("advanceTo", new { height = 37 });
        await world.SavesAsync(37);
        var regions = await world.Watcher.ListRegionsAsync(new(), await world.AsAdaAsync());
        Assert.Equal(37u, regions.BlockNumber);
        await world.HasTheFactsUpToAsync(37);
    }

    [Fact]
    public async Task A_runtime_from_before_automatic_renewals_has_none_of_them()
    {
        using var metadata = AlteredMetadata.Rename(("AutoRenewals", "AutoRenewalz"));
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 60, IsWatched = false });
        await world.OrderAsync("upgradeRuntime", new { atHeight = 59, specVersion = 2_000_007, metadata = metadata.File });
        await world.WatchAsync();

        Assert.Equal("", (await world.SavesAsync(60)).Detail);
        Assert.NotEmpty((await world.Watcher.ListRegionsAsync(new(), await world.AsAdaAsync())).Regions);
        Assert.All((await world.Watcher.ListRenewalsAsync(new(), await world.AsAdaAsync())).Renewals, r => Assert.False(r.AutoRenewal));
    }

    [Fact]
    public async Task A_node_that_refuses_to_list_keys_keeps_no_fact_back()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { IsWatched = false });
        await world.OrderAsync("garbage", new { kind = "error", method = "state_getKeysPaged" });
        await world.WatchAsync();
        var follower = await world.SavesAsync(75);
        Assert.Contains("regions and renewals cannot be read", follower.Detail, StringComparison.Ordinal);
        Assert.Equal(75u, (await MarketAsync(world)).BlockNumber);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task An_event_whose_shape_has_changed_stops_the_follower_at_its_block()
    {
        using var metadata = AlteredMetadata.Rename(("old_owner", "0ld_owner"));
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 20 });
        await world.SavesAsync(20);
        await world.OrderAsync("upgradeRuntime", new { atHeight = 20, specVersion = 2_000_007, metadata = metadata.File });
        await world.OrderAsync("advanceTo", new { height = 30 });

        var stopped = await world.StopsAsync("Unreadable", saved: 22); // A region is transferred in block 23.
        Assert.Contains("Transferred", stopped.StopMessage, StringComparison.Ordinal);
        await world.HasTheFactsUpToAsync(22);
    }

    private static async Task<V1.Market> MarketAsync(ReplayWorld world) => (await world.Watcher.GetMarketAsync(new(), await world.AsAdaAsync())).Market;

    private static IEnumerable<Func<Task>> Questions(ReplayWorld world, Metadata ada)
    {
        yield return () => world.Watcher.GetMarketAsync(new(), ada).ResponseAsync;
        yield return () => world.Watcher.GetPriceAsync(new(), ada).ResponseAsync;
        yield return () => world.Watcher.ListRenewalsAsync(new(), ada).ResponseAsync;
        yield return () => world.Watcher.WatchMarket(new(), ada).ResponseStream.MoveNext(CancellationToken.None);
    }
}
