using CoretimeDesk.ReplayNode.Tests.Support;

namespace CoretimeDesk.ReplayNode.Tests.Following;

/// <summary>Heads are announced as nodes announce them: the present one first, every best block, and of finality only where it got to.</summary>
public sealed class FollowingHeads
{
    [Fact]
    public async Task The_present_head_comes_first_and_then_each_new_one()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 10, Lag = 3 });
        await using var client = await RawClient.ConnectAsync(node);
        var (finalized, firstFinal) = await client.SubscribeAsync("chain_subscribeFinalizedHeads");
        Assert.Equal(7, RawClient.HeightOf(firstFinal));

        await node.DoAsync("advance", new { blocks = 4 });

        Assert.Equal([8, 9, 10, 11], await client.HeadsAsync(finalized, 4));
        await using var other = await RawClient.ConnectAsync(node);
        var (best, firstBest) = await other.SubscribeAsync("chain_subscribeNewHeads");
        Assert.Equal(14, RawClient.HeightOf(firstBest));
        await node.DoAsync("advanceTo", new { height = 16 });
        Assert.Equal([15, 16], await other.HeadsAsync(best, 2));
        Assert.Equal(13, RawClient.HeightOf(await other.ResultAsync("chain_getHeader", $"[{(await other.ResultAsync("chain_getFinalizedHead")).GetRawText()}]")));
    }

    [Fact]
    public async Task Announcements_are_named_as_nodes_name_them()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 10 });
        await using var client = await RawClient.ConnectAsync(node);
        foreach (var (method, name) in new[]
        {
            ("chain_subscribeFinalizedHeads", "chain_finalizedHead"), ("chain_subscribeNewHeads", "chain_newHead"), ("chain_subscribeAllHeads", "chain_allHead"),
            ("state_subscribeRuntimeVersion", "state_runtimeVersion"),
        })
        {
            await client.ResultAsync(method);
            Assert.Equal(name, (await client.JsonAsync()).GetProperty("method").GetString());
        }
    }

    [Fact]
    public async Task A_stalled_finality_moves_at_once_when_it_is_released_and_tells_only_where_to()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 10 });
        await using var client = await RawClient.ConnectAsync(node);
        var (id, _) = await client.SubscribeAsync("chain_subscribeFinalizedHeads");

        await node.DoAsync("finality", new { stall = true });
        await node.DoAsync("advance", new { blocks = 9 });
        await client.SilentAsync();
        await node.DoAsync("finalize", new { height = 12 });
        await node.DoAsync("finality", new { lag = 2, release = true });
        await node.DoAsync("advance");

        Assert.Equal([12, 17, 18], await client.HeadsAsync(id, 3));
    }

    [Fact]
    public async Task Finality_in_batches_skips_heights_for_everybody_alike()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 10 });
        await using var client = await RawClient.ConnectAsync(node);
        var (id, _) = await client.SubscribeAsync("chain_subscribeFinalizedHeads");

        await node.DoAsync("batchFinality", new { every = 4 });
        await node.DoAsync("advance", new { blocks = 11 });

        Assert.Equal([14, 18], await client.HeadsAsync(id, 2));
        await client.SilentAsync();
        Assert.Equal(18, (int)(await node.DoAsync("state"))["finalized"]!["number"]!);
    }

    [Fact]
    public async Task Who_has_unsubscribed_hears_nothing_more_and_nobody_else_can_do_it_for_them()
    {
        await using var node = await Nodes.StartAsync(with: o => o with { StartAt = 10 });
        await using var client = await RawClient.ConnectAsync(node);
        await using var stranger = await RawClient.ConnectAsync(node);
        var (id, _) = await client.SubscribeAsync("chain_subscribeNewHeads");

        Assert.False((await stranger.ResultAsync("chain_unsubscribeNewHeads", $"[\"{id}\"]")).GetBoolean());
        await node.DoAsync("advance");
        Assert.Equal([11], await client.HeadsAsync(id, 1));
        Assert.True((await client.ResultAsync("chain_unsubscribeNewHeads", $"[\"{id}\"]")).GetBoolean());
        Assert.False((await client.ResultAsync("chain_unsubscribeNewHeads", $"[\"{id}\"]")).GetBoolean());
        await node.DoAsync("advance");
        await client.SilentAsync();
    }

    [Fact]
    public async Task The_recording_ends_and_the_node_says_so()
    {
        await using var node = await Nodes.StartAsync("relay", o => o with { StartAt = 11 });
        var heads = await node.DoAsync("advance", new { blocks = 9 });
        Assert.Equal((2, 13, true), ((int)heads["blocks"]!, (int)heads["best"]!["number"]!, (bool)heads["atEnd"]!));
    }

    [Fact]
    public async Task Blocks_come_by_themselves_when_told_so()
    {
        await using var node = await Nodes.StartAsync("relay", o => o with { Every = TimeSpan.FromMilliseconds(5) });
        await using var client = await RawClient.ConnectAsync(node);
        var (id, first) = await client.SubscribeAsync("chain_subscribeNewHeads");
        var from = RawClient.HeightOf(first);
        Assert.Equal(Enumerable.Range(from + 1, 13 - from), await client.HeadsAsync(id, 13 - from));

        await using var later = await Nodes.StartAsync("relay", o => o with { StartAt = 2 });
        await later.DoAsync("autoAdvance", new { everyMs = 5, blocks = 4 });
        await using var watcher = await RawClient.ConnectAsync(later);
        while (!(bool)(await later.DoAsync("state"))["atEnd"]!)
        {
            await Task.Delay(5);
        }

        await later.DoAsync("autoAdvance", new { everyMs = 0 });
        Assert.Null((await later.DoAsync("state"))["autoAdvance"]);
    }
}
