using CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Order <c>disagree</c>, and the setting Agreement.</summary>
public sealed class AskingTwoNodes(ReplayFixture fixture)
{
    private static readonly WorldOptions Agreeing = new() { Nodes = [o => o, o => o], Chain = [("Agreement", "true"), ("RequestSeconds", "2")] };

    [Fact]
    public async Task Two_nodes_that_agree_give_the_facts_of_one()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, Agreeing);
        await world.SavesAsync(75);
        await world.HasTheFactsUpToAsync(75);
        Assert.True((int)(await world.Second.OrderAsync("state"))!["requests"]!["state_getStorage"]! >= 63, "the second node was hardly asked");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Whoever_of_two_nodes_tells_other_events_the_follower_stops_there_and_picks_no_side(int liar)
    {
        await using var world = await ReplayWorld.StartAsync(fixture, Agreeing with { IsWatched = false });
        var node = liar == 0 ? world.Node : world.Second;
        await node.OrderAsync("disagree", new { eventsAt = 47, events = "0x00" }); // No event at all: nothing that could not be decoded.
        await world.WatchAsync();

        var stopped = await world.StopsAsync("SourcesDisagree", saved: 46);
        Assert.Contains("47 (0x", stopped.StopMessage, StringComparison.Ordinal);
        await world.HasTheFactsUpToAsync(46);

        await node.OrderAsync("disagree", new { eventsAt = 47, on = false });
        await world.ResumesToAsync(75);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task Without_agreement_the_second_node_is_not_asked()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Nodes = [o => o, o => o], IsWatched = false });
        await world.Second.OrderAsync("disagree", new { eventsAt = 47 });
        await world.WatchAsync();
        await world.SavesAsync(75);
        await world.HasTheFactsUpToAsync(75);
        Assert.Equal(0, (int)(await world.Second.OrderAsync("state"))!["connections"]!["total"]!);
    }

    [Fact]
    public async Task A_second_node_that_lags_is_waited_for_and_what_it_has_above_its_finality_is_no_disagreement()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, Agreeing with { At = 30, Chain = [.. Agreeing.Chain, ("QuietSeconds", "2")] });
        await world.SavesAsync(30);
        await world.Second.OrderAsync("finality", new { stall = true });
        await world.Second.OrderAsync("fork", new { height = 34 });
        await world.Second.OrderAsync("advanceTo", new { height = 38 });
        await world.OrderAsync("advanceTo", new { height = 40 });

        // What both have is saved. Of 34 the second has another block, which is not final there.
        await world.UntilAsync(f => f.BlockNumber == 33 && f.Detail.Contains("waiting for the second node to agree on block", StringComparison.Ordinal), "it waits at block 33 for the second node");
        await world.DegradesAsync("none of them could be saved for");
        Assert.NotEqual(FollowerMode.Stopped, (await world.FollowerAsync()).Mode);
        await world.HasTheFactsUpToAsync(33);

        await world.Second.OrderAsync("heal");
        await world.Second.OrderAsync("finality", new { release = true });
        await world.Second.OrderAsync("advanceTo", new { height = 40 });
        await world.SavesAsync(40);
        await world.HasTheFactsUpToAsync(40);
        Assert.DoesNotContain("second node", (await world.FollowerAsync()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_final_block_at_the_second_node_is_a_disagreement()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, Agreeing with { At = 30 });
        await world.SavesAsync(30);
        await world.Second.OrderAsync("fork", new { height = 34 });
        await world.Second.OrderAsync("advanceTo", new { height = 40 });
        await world.OrderAsync("advanceTo", new { height = 40 });

        var stopped = await world.StopsAsync("SourcesDisagree", saved: 33);
        Assert.Contains("both call theirs final", stopped.StopMessage, StringComparison.Ordinal);
        await world.HasTheFactsUpToAsync(33);
    }

    [Fact]
    public async Task A_second_node_that_is_away_is_waited_for_visibly()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, Agreeing with { At = 30 });
        await world.SavesAsync(30);
        await world.KillNodeAsync(1);
        await world.OrderAsync("advanceTo", new { height = 50 });
        await world.UntilAsync(f => f.BlockNumber == 30 && f.Detail.Contains("waiting for the second node", StringComparison.Ordinal), "it waits for the second node");
        await world.HasTheFactsUpToAsync(30);

        await world.ReviveNodeAsync(1, at: 50);
        await world.SavesAsync(50);
        await world.HasTheFactsUpToAsync(50);
    }

    [Fact]
    public async Task A_node_is_never_asked_to_agree_with_itself()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, Agreeing with { At = 30 });
        await world.SavesAsync(30);
        await world.KillNodeAsync(0);
        await world.Second.OrderAsync("advanceTo", new { height = 50 });
        var follower = await world.UntilAsync(f => f.Mode == FollowerMode.Connecting && f.Detail.Contains("no connection", StringComparison.Ordinal), "it looks for the first node");
        Assert.Equal(30u, follower.BlockNumber);

        await world.ReviveNodeAsync(0, at: 50);
        await world.SavesAsync(50);
        await world.HasTheFactsUpToAsync(50);
    }

    [Fact]
    public async Task A_second_node_that_has_forgotten_a_block_stops_the_follower()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, Agreeing with { IsWatched = false });
        await world.Second.OrderAsync("prune", new { below = 20 });
        await world.WatchAsync();
        var stopped = await world.StopsAsync("HistoryMissing");
        Assert.Contains("the second node has forgotten the state of block 3 (0x", stopped.StopMessage, StringComparison.Ordinal);
        Assert.Empty((await world.FactsAsync()).Rows);
    }
}
