using CoretimeDesk.ReplayNode.Tests.Support;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Tests.Following;

/// <summary>Another block at the same height: before finality, as chains do, and after it, as none may.</summary>
public sealed class ForkingTheChain
{
    [Fact]
    public async Task A_recorded_sibling_takes_the_place_of_an_unfinalized_block_and_its_purchase_is_gone_again_when_it_loses()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 36, Lag = 2 });
        await using var raw = await RawClient.ConnectAsync(node);
        var (all, _) = await raw.SubscribeAsync("chain_subscribeAllHeads");
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var runtime = Fixtures.RuntimeOf("coretime");

        await node.DoAsync("fork", new { height = 37 });
        await node.DoAsync("advance");
        var loser = H256.Parse(await node.BestAsync());
        await node.DoAsync("heal");
        var winner = H256.Parse(await node.BestAsync());

        Assert.Equal("0x3ac74828672d73ac11d46ef32872edf068aa5603c5b23dde4c5224b3401e7c76", $"{loser}");
        Assert.Equal("0xa068694b", $"{winner}"[..10]);
        Assert.Contains("Broker.Purchased", await Nodes.EventsAsync(chain, runtime, loser));
        Assert.DoesNotContain("Broker.Purchased", await Nodes.EventsAsync(chain, runtime, winner));
        Assert.Equal((await chain.GetHeaderAsync(loser))!.ParentHash, (await chain.GetHeaderAsync(winner))!.ParentHash);
        Assert.Equal([37, 37], await raw.HeadsAsync(all, 2));
        Assert.Equal(winner, await chain.GetBlockHashAsync(37));
        await node.DoAsync("advance", new { blocks = 3 });
        Assert.Equal(winner, (await Nodes.WalkAsync(chain, await chain.GetFinalizedHeadAsync())).Single(b => b.Number == 37).Hash);
    }

    [Fact]
    public async Task The_chain_grows_on_top_of_a_sibling_and_every_header_links()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 20, Lag = 5 });
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var before = await chain.GetBlockHashAsync(18);
        var parent = await chain.GetBlockHashAsync(17);

        await node.DoAsync("fork", new { height = 18 });
        await node.DoAsync("advance", new { blocks = 5 });

        var walk = await Nodes.WalkAsync(chain, (await chain.GetBlockHashAsync(25))!.Value);
        Assert.Equal(Enumerable.Range(2, 24).Reverse().Select(n => (ulong)n), walk.Select(b => b.Number));
        Assert.NotEqual(before, walk.Single(b => b.Number == 18).Hash);
        Assert.Equal(parent, walk.Single(b => b.Number == 17).Hash);
        Assert.Equal(20, (int)(await node.DoAsync("state"))["finalized"]!["number"]!);
        // The block that lost is still known by its hash, and keeps what it had.
        Assert.Equal(18u, (await chain.GetHeaderAsync(before!.Value))!.Number);
        Assert.Equal(await Nodes.EventsAsync(chain, Fixtures.RuntimeOf("coretime"), before.Value), await Nodes.EventsAsync(chain, Fixtures.RuntimeOf("coretime"), walk.Single(b => b.Number == 18).Hash));
    }

    [Fact]
    public async Task At_a_finalized_height_history_itself_changes()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 20 });
        await using var raw = await RawClient.ConnectAsync(node);
        var (id, _) = await raw.SubscribeAsync("chain_subscribeFinalizedHeads");
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var (old18, old20) = ((await chain.GetBlockHashAsync(18))!.Value, (await chain.GetBlockHashAsync(20))!.Value);

        await node.DoAsync("fork", new { height = 18, forget = true, events = "none" });

        var told = await raw.NotificationAsync(id);
        Assert.Equal(20, RawClient.HeightOf(told));
        Assert.NotEqual(old20, await chain.GetFinalizedHeadAsync());
        Assert.NotEqual(old18, await chain.GetBlockHashAsync(18));
        Assert.Null(await chain.GetHeaderAsync(old18));
        Assert.Null(await chain.GetHeaderAsync(old20));
        Assert.Empty(await Nodes.EventsAsync(chain, Fixtures.RuntimeOf("coretime"), (await chain.GetBlockHashAsync(18))!.Value));
        Assert.Equal(2, (await chain.GetBlockAsync((await chain.GetBlockHashAsync(18))!.Value))!.Extrinsics.Count);
        await node.DoAsync("advance");
        Assert.Equal(20, (await Nodes.WalkAsync(chain, await chain.GetFinalizedHeadAsync())).Count);
    }

    [Fact]
    public async Task A_fork_ahead_shows_when_its_height_comes()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 10 });
        await using var straight = await Nodes.StartAsync(with: o => o with { StartAt = 10 });
        await node.DoAsync("fork", new { height = 13 });
        Assert.Equal(await straight.BestAsync(), await node.BestAsync());
        foreach (var (height, isSame) in new[] { (11, true), (12, true), (13, false), (14, false) })
        {
            await node.DoAsync("advanceTo", new { height });
            await straight.DoAsync("advanceTo", new { height });
            Assert.Equal(isSame, await straight.BestAsync() == await node.BestAsync());
        }
    }

    [Fact]
    public async Task Forks_may_sit_on_forks_and_healing_undoes_all_of_them()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 20, Lag = 15 });
        var chain = Nodes.Chain(node);
        await using var client = chain.Client;
        var original = await node.BestAsync();
        var hashes = new HashSet<string> { original };

        foreach (var height in new[] { 15, 18, 18, 12 })
        {
            await node.DoAsync("fork", new { height });
            Assert.True(hashes.Add(await node.BestAsync()), $"fork at {height}");
            Assert.Equal(19, (await Nodes.WalkAsync(chain, H256.Parse(await node.BestAsync()))).Count);
        }

        await node.DoAsync("heal");
        Assert.Equal(original, await node.BestAsync());
        await node.DoAsync("heal");
    }

    [Fact]
    public async Task The_same_orders_give_the_same_hashes()
    {
        async Task<string> RunAsync()
        {
            await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 20, Lag = 5 });
            await node.DoAsync("fork", new { height = 18 });
            await node.DoAsync("advance", new { blocks = 3 });
            await node.DoAsync("fork", new { height = 22 });
            return await node.BestAsync();
        }

        Assert.Equal(await RunAsync(), await RunAsync());
    }

    [Fact]
    public async Task Finality_goes_backwards_when_told_so_and_then_the_same_blocks_come_again()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 20 });
        await using var client = await RawClient.ConnectAsync(node);
        var (id, _) = await client.SubscribeAsync("chain_subscribeFinalizedHeads");
        var top = await node.BestAsync();

        await node.DoAsync("revert", new { toHeight = 17 });
        await node.DoAsync("advance", new { blocks = 3 });

        Assert.Equal([17, 18, 19, 20], await client.HeadsAsync(id, 4));
        Assert.Equal(top, await node.BestAsync());
    }

    [Fact]
    public async Task An_archive_tells_all_blocks_of_a_height_until_one_is_final()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 20, Lag = 5 });
        await using var client = await RawClient.ConnectAsync(node);
        await node.DoAsync("fork", new { height = 18 });
        Assert.Equal(2, (await client.ResultAsync("archive_v1_hashByHeight", "[19]")).GetArrayLength());
        await node.DoAsync("finalize", new { height = 19 });
        Assert.Equal(1, (await client.ResultAsync("archive_v1_hashByHeight", "[19]")).GetArrayLength());
    }
}
