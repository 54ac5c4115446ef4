using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Tests;

public sealed class FollowingRealChains(LabFixture fixture) : IClassFixture<LabFixture>
{
    private static readonly HashSet<string> Told =
    [
        "Purchased", "Renewed", "Renewable", "SaleInitialized", "AutoRenewalEnabled", "AutoRenewalFailed", "CreditPurchased", "Transferred", "Assigned", "Partitioned",
        "OnDemandOrderPlaced", "AccountCredited",
    ];

    [Fact]
    public async Task Facts_are_exactly_what_happened_once_each_also_when_a_replica_is_killed_between()
    {
        await using var world = await WatcherWorld.StartAsync(fixture, replicas: 2);
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var happened = new List<(string Chain, uint Block, string Type)>();
        var blocks = new HashSet<(string, uint)>();

        (string Scenario, object? Parameters)[] story =
        [
            ("goto-phase", new { phase = "half" }),
            ("purchase", new { who = "alice" }),
            ("purchase-overpriced", null),
            ("three-buyers-one-block", null),
            ("purchase-batch-interrupted", null),
            ("purchase-via-proxy", null),
            ("order-keep-alive", new { who = "bob", para = 2000 }),
            ("credit-end-to-end", new { who = "alice", @for = "bob" }),
            ("rotate-sale", null),
        ];
        foreach (var (scenario, parameters) in story)
        {
            var run = await world.Lab.RunAsync(scenario, parameters);
            blocks.UnionWith(run.Blocks.Select(b => (Name(b.Chain), b.Number)));
            happened.AddRange(run.Blocks.SelectMany(b => b.Events.Select(e => (Name(b.Chain), b.Number, e.Name.Split('.')[1]))).Where(e => Told.Contains(e.Item3)));
            if (random.Next(2) == 0)
            {
                var victim = world.Replica(random.Next(2));
                await victim.KillAsync();
                await victim.StartAsync();
            }
        }

        await world.SeesAllAsync();

        var facts = (await world.FactsAsync("lab-coretime")).Concat(await world.FactsAsync("lab-relay")).ToList();
        var told = facts.Where(f => Told.Contains(f.Type)).Select(f => (f.Origin.Chain, f.Origin.BlockNumber, f.Type)).Where(f => blocks.Contains((f.Chain, f.BlockNumber)));
        Assert.Equal(happened.OrderBy(e => e.Chain).ThenBy(e => e.Block), told.OrderBy(e => e.Chain).ThenBy(e => e.BlockNumber));

        // Every fact is published once: the journal has as many events as there are facts, and no id twice.
        Assert.Equal(facts.Count, await world.ScalarAsync<long>("select count(*) from chainwatcher.journal"));
        Assert.Equal(facts.Count, facts.Select(f => f.Origin.FactId).Distinct().Count());
    }

    [Fact]
    public async Task An_order_tells_how_it_was_paid_and_a_proxy_as_whom_it_ran()
    {
        await using var world = await WatcherWorld.StartAsync(fixture);
        await world.BeginSaleAsync("fixed");
        await world.Lab.RunAsync("order-keep-alive", new { who = "charlie", para = 2000 });
        await world.Lab.RunAsync("credit-end-to-end", new { who = "alice", @for = "dave" });
        await world.Lab.RunAsync("purchase-via-proxy");
        await world.SeesAllAsync();

        var orders = (await world.FactsAsync("lab-relay", "OnDemandOrderPlaced")).Select(f => OnDemandOrderPlaced.Parser.ParseJson(f.Json)).TakeLast(2).ToList();
        Assert.Equal([V1.PaymentMeans.Balance, V1.PaymentMeans.Credits], orders.Select(o => o.Means));
        Assert.All(orders, o => Assert.Equal(V1.PaymentEvidence.Call, o.Evidence));

        var bought = Purchased.Parser.ParseJson((await world.FactsAsync("lab-coretime", "Purchased"))[^1].Json);
        Assert.NotEqual(bought.Origin.Signer, bought.Buyer);
        Assert.Equal((bought.Buyer, "proxy", "Broker.purchase"), (bought.Origin.RanAsAccount, bought.Origin.RanAsPath, bought.Origin.Call));
    }

    [Fact]
    public async Task The_market_is_that_of_the_chain_to_the_last_planck()
    {
        await using var world = await WatcherWorld.StartAsync(fixture);
        await world.BeginSaleAsync("three-quarters");
        await world.Lab.RunAsync("purchase", new { who = "bob" });
        await world.SeesAllAsync();

        var market = (await world.Watcher().GetMarketAsync(new(), world.Staff.As(world.Ada))).Market;
        var regions = await world.Watcher().ListRegionsAsync(new() { Owner = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty" }, world.Staff.As(world.Ada));
        var bought = Purchased.Parser.ParseJson((await world.FactsAsync("lab-coretime", "Purchased"))[^1].Json);
        var then = await world.Watcher().GetPriceAsync(new() { RelayBlock = bought.Origin.RelayBlock }, world.Staff.As(world.Ada));

        Assert.Equal(SalePhase.Leadin, market.Phase);
        Assert.Equal(bought.Price, then.Price);
        Assert.Equal((market.CoresOffered - market.CoresSold, "PAS", 10u), (market.CoresLeft, market.Token.Symbol, market.Token.Decimals));
        Assert.Contains(regions.Regions, r => r.Id.Equals(bought.Region) && r.Paid == bought.Price && r.EndAt > r.BeginAt);
        Assert.NotEqual("", market.SpotPrice);
    }

    private static string Name(string chain) => chain == "paseo-coretime" ? "lab-coretime" : "lab-relay";
}
