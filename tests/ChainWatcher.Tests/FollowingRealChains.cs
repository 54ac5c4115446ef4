using CoretimeDesk.ChainWatcher.Tests.RealChains;
using CoretimeDesk.ChainWatcher.V1;
using Google.Protobuf;

namespace CoretimeDesk.ChainWatcher.Tests;

/// <summary>A story of two real chains, told once, and what two replicas of the watcher made of it although they were killed again and again.</summary>
public sealed class FollowingRealChains(Story story) : IClassFixture<Story>
{
    [Fact]
    public async Task Everything_that_happens_becomes_exactly_its_facts()
    {
        await story.ToldAsync();
        var wrong = story.Steps.Where(p => Counted(story.FactsOf(p)) != p.Step.Facts).Select(p => $"{p.Step.Line}\n    became: {Counted(story.FactsOf(p))}").ToList();
        Assert.True(wrong.Count == 0, $"{story.Summary}\n{string.Join('\n', wrong)}");

        var before = story.Facts.Where(f => f.Origin().BlockNumber <= story.Beginning[f.Origin().Chain]).ToList();
        Assert.Equal(StoryText.Before, Counted(before));

        var told = story.Steps.SelectMany(p => p.Blocks).Select(b => b.Hash).ToHashSet();
        Assert.Empty(story.Facts.Except(before).Where(f => !told.Contains(f.Origin().BlockHash)).Select(f => f.Name()));
    }

    [Fact]
    public async Task All_facts_equal_those_that_another_decoder_finds_in_the_same_blocks()
    {
        await story.ToldAsync();
        var read = await OtherDecoder.ReadAsync(story.World.Lab, story.Heads, [story.Desk]);
        var expected = WatcherWorld.Networks.SelectMany(n => read[n.Chain]).ToList();

        Assert.Empty(expected.Select(f => f.Name()).Except(story.Facts.Select(f => f.Name()))); // None is missing,
        Assert.Empty(story.Facts.Select(f => f.Name()).Except(expected.Select(f => f.Name()))); // none is invented,
        Assert.Equal(expected.Select(f => f.Name()), story.Facts.Select(f => f.Name())); // and none is there twice, or out of order.
        var different = expected.Zip(story.Facts).Where(p => !p.First.Equals(p.Second)).Select(p => $"{p.First.Name()}\n  expected {p.First.Text()}\n  recorded {p.Second.Text()}").ToList();
        Assert.True(different.Count == 0, $"{different.Count} facts differ; the first is {different.FirstOrDefault()}");
    }

    [Fact]
    public async Task Every_fact_is_published_and_takes_effect_once()
    {
        await story.ToldAsync();
        var notes = await story.NotesAsync();
        var journal = await story.World.ColumnAsync<string>("select payload::text from chainwatcher.journal where sequence is not null order by aggregate_id, sequence");

        string Id(string json) => (string)System.Text.Json.Nodes.JsonNode.Parse(json)!["origin"]!["factId"]!;
        var ids = story.Facts.Select(f => f.Origin().FactId).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(ids.Order(), journal.Select(Id).Order());
        Assert.Equal(ids.Order(), notes.Select(n => n.FactId).Order());

        var byId = story.Facts.ToDictionary(f => f.Origin().FactId);
        Assert.All(notes, n => Assert.Equal(byId[n.FactId], FactText.Parse(n.Type, n.Json)));
        Assert.All(WatcherWorld.Networks, n => Assert.Equal(InOrder(n.Chain, ids), InOrder(n.Chain, notes.Select(x => x.FactId))));

        // The bus brought some of them twice, on purpose: it was the consumer that took each once.
        Assert.True(story.Notebook.Deliveries > notes.Count, $"{story.Notebook.Deliveries} deliveries of {notes.Count} events; {story.Summary}");

        IEnumerable<string> InOrder(string chain, IEnumerable<string> facts) => facts.Where(id => byId[id].Origin().Chain == chain);
    }

    [Fact]
    public async Task Both_replicas_tell_the_same()
    {
        await story.ToldAsync();
        var second = (await story.World.FactsAsync("lab-coretime", replica: 1)).Concat(await story.World.FactsAsync("lab-relay", replica: 1)).Select(FactText.Parse);
        Assert.Equal(story.Facts, second);
    }

    [Fact]
    public async Task An_order_tells_how_it_was_paid()
    {
        await story.ToldAsync();
        string Paid(string line) => string.Join(' ', story.FactsOf(line).OfType<OnDemandOrderPlaced>().Select(o => $"{o.Means}/{o.Evidence}"));
        Assert.Equal("Balance/Call", Paid("order-keep-alive"));
        Assert.Equal("Credits/Call", Paid("credit-end-to-end"));
        Assert.Equal("Credits/Call Balance/Call", Paid("order-batch"));
        Assert.Equal("Balance/Call", Paid("tagged-order"));
    }

    [Fact]
    public async Task A_sale_tells_for_whom_it_was_and_not_only_who_signed()
    {
        await story.ToldAsync();
        var proxied = story.FactsOf("purchase-via-proxy").OfType<Purchased>().Single();
        Assert.NotEqual(proxied.Origin.Signer, proxied.Buyer);
        Assert.Equal((proxied.Buyer, "proxy", "Broker.purchase"), (proxied.Origin.RanAsAccount, proxied.Origin.RanAsPath, proxied.Origin.Call));

        var shared = story.FactsOf("purchase-via-multisig").OfType<Purchased>().Single();
        Assert.NotEqual(shared.Origin.Signer, shared.Buyer);
        Assert.Equal((shared.Buyer, "multisig", "Broker.purchase"), (shared.Origin.RanAsAccount, shared.Origin.RanAsPath, shared.Origin.Call));

        var three = story.FactsOf("three-buyers-one-block").OfType<Purchased>().ToList();
        Assert.Equal(three.Select(p => p.Buyer), three.Select(p => p.Origin.Signer));
        Assert.Equal(2, three.Select(p => p.Origin.ExtrinsicHash).Distinct().Count());
    }

    [Fact]
    public async Task A_remark_with_the_desks_tag_and_the_purchase_beside_it_are_one_pair()
    {
        await story.ToldAsync();
        var facts = story.FactsOf("tagged-purchase quote=Q-1");
        var (remark, sale) = (facts.OfType<Remarked>().Single(), facts.OfType<Purchased>().Single());
        Assert.StartsWith("0x636f726574696d652d6465736b3a", remark.Remark.Bytes, StringComparison.Ordinal); // "coretime-desk:"
        Assert.Equal((story.Desk, story.Desk), (remark.Sender, sale.Buyer));

        var found = await story.World.Watcher().GetFactAsync(new() { FactId = remark.Origin.FactId }, story.World.Staff.As(story.World.Ada));
        Assert.Equal([sale.Origin.FactId], found.Beside.Select(b => b.Origin.FactId));
        Assert.Equal((remark.Origin.ExtrinsicHash, "batch_all[0]", "batch_all[1]"), (sale.Origin.ExtrinsicHash, remark.Origin.RanAsPath, sale.Origin.RanAsPath));
    }

    [Fact]
    public async Task A_call_with_the_desks_tag_that_fails_says_why_in_the_runtimes_words()
    {
        await story.ToldAsync();
        (V1.FailureScope, string, string, string) Failure(string line)
        {
            var failure = story.FactsOf(line).OfType<CallFailed>().Single();
            Assert.Single(failure.Remarks);
            return (failure.Scope, failure.Error, failure.ErrorDocs, failure.Origin.RanAsPath);
        }

        Assert.Equal((V1.FailureScope.Extrinsic, "Broker.Overpriced", "The price limit is exceeded.", ""), Failure("tagged-purchase-overpriced"));
        Assert.Equal((V1.FailureScope.BatchInterrupted, "Broker.Overpriced", "The price limit is exceeded.", "batch[2]"), Failure("tagged-batch-interrupted"));
        Assert.Equal((V1.FailureScope.Proxy, "Broker.Overpriced", "The price limit is exceeded.", "proxy"), Failure("tagged-proxy-inner-fails"));
        Assert.Equal("OnDemand.SpotPriceHigherThanMaxAmount", Failure("tagged-order-too-expensive").Item2);
    }

    [Fact]
    public async Task What_no_extrinsic_did_has_none()
    {
        await story.ToldAsync();
        IMessage[] automatic =
        [
            story.Of<Renewed>().Last(), story.Of<AutoRenewalFailed>().Single(), .. story.Of<AccountCredited>(), story.FactsOf("configure-xcm").Single(), .. story.Of<SaleInitialized>().Skip(1),
        ];
        Assert.Equal("Renewed AutoRenewalFailed AccountCredited*2 ConfigurationChanged SaleInitialized*3", Counted(automatic));
        Assert.All(automatic, f => Assert.Equal((false, "", "", V1.OriginKind.Unspecified), (f.Origin().HasExtrinsicIndex, f.Origin().ExtrinsicHash, f.Origin().Signer, f.Origin().RanAs)));
    }

    [Fact]
    public async Task What_lost_a_reorganisation_left_no_trace()
    {
        await story.ToldAsync();
        var lost = story.Steps.SelectMany(p => p.Orphans).ToList();
        Assert.Equal(["broker.Purchased", "onDemand.OnDemandOrderPlaced"], lost.SelectMany(b => b.Events).Select(e => e.Name).Where(n => n is "broker.Purchased" or "onDemand.OnDemandOrderPlaced"));
        Assert.DoesNotContain(story.Facts, f => lost.Any(b => b.Hash == f.Origin().BlockHash));
    }

    [Fact]
    public async Task The_market_is_that_of_the_chain_to_the_last_planck()
    {
        await story.ToldAsync();
        var (world, bought) = (story.World, story.Of<Purchased>().Last());
        var sale = (await world.Lab.InfoAsync()).Sale!;
        var market = (await world.Watcher().GetMarketAsync(new(), world.Staff.As(world.Ada))).Market;
        var regions = await world.Watcher().ListRegionsAsync(new() { Owner = bought.Buyer }, world.Staff.As(world.Ada));
        var then = await world.Watcher().GetPriceAsync(new() { RelayBlock = bought.Origin.RelayBlock }, world.Staff.As(world.Ada));

        // The lab works out phase and price by an arithmetic of its own, from the storage of the newest block, which the watcher has read.
        Assert.Equal((story.Heads["lab-coretime"].Hash, sale.RelayBlock, SalePhase.Leadin, "leadin"), (market.BlockHash, market.RelayBlock, market.Phase, sale.Phase));
        Assert.Equal(($"{sale.CurrentPrice}", $"{sale.Sale.EndPrice}"), (market.Price, market.EndPrice));
        Assert.Equal((sale.Sale.CoresOffered, sale.Sale.CoresSold, sale.Sale.RegionBegin), (market.CoresOffered, market.CoresSold, market.RegionBegin));
        Assert.Equal((market.CoresOffered - market.CoresSold, "PAS", 10u), (market.CoresLeft, market.Token.Symbol, market.Token.Decimals));
        Assert.Equal(bought.Price, then.Price);
        Assert.Contains(regions.Regions, r => r.Id.Equals(bought.Region) && r.Paid == bought.Price && r.EndAt > r.BeginAt);
        Assert.Equal(story.Of<SpotPriceSet>().Last().SpotPrice, market.SpotPrice);
    }

    /// <summary>Names of facts in their order, repetitions counted: <c>Remarked Purchased*2</c>.</summary>
    private static string Counted(IEnumerable<IMessage> facts)
    {
        var names = new List<(string Name, int Count)>();
        foreach (var name in facts.Select(f => f.Descriptor.Name))
        {
            if (names.Count > 0 && names[^1].Name == name)
            {
                names[^1] = (name, names[^1].Count + 1);
            }
            else
            {
                names.Add((name, 1));
            }
        }

        return string.Join(' ', names.Select(n => n.Count == 1 ? n.Name : $"{n.Name}*{n.Count}"));
    }
}
