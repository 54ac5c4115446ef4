using CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Orders <c>dropConnections</c> and <c>refuseConnections</c>, and the death of nodes.</summary>
public sealed class LosingConnections(ReplayFixture fixture)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_dropped_connection_loses_nothing_in_the_middle_of_a_catch_up_nor_live(bool politely)
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 50, Chain = [("Prefetch", "8"), ("BlocksPerCommit", "4")], IsWatched = false });
        await world.OrderAsync("delay", new { ms = 8 });
        await world.WatchAsync();
        await world.UntilAsync(f => f.BlockNumber >= 8, "it reads");
        await world.OrderAsync("dropConnections", new { politely });
        await world.SavesAsync(50);

        await world.OrderAsync("dropConnections", new { politely });
        await world.OrderAsync("advanceTo", new { height = 58 }); // While nobody is connected.
        await world.SavesAsync(58);
        await world.OrderAsync("advanceTo", new { height = 75 });
        await world.SavesAsync(75);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task Goes_to_the_second_node_and_back_when_one_refuses()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 20, Nodes = [o => o, o => o] });
        await world.SavesAsync(20);
        await RefuseAsync(world.Node);
        await world.Second.OrderAsync("advanceTo", new { height = 40 });
        var follower = await world.SavesAsync(40);
        Assert.Contains($"{world.Second.Rpc.Port}", follower.Endpoint, StringComparison.Ordinal);

        await world.Node.OrderAsync("refuseConnections", new { on = false });
        await world.OrderAsync("advanceTo", new { height = 75 });
        await RefuseAsync(world.Second);
        follower = await world.SavesAsync(75);
        Assert.Contains($"{world.Node.Rpc.Port}", follower.Endpoint, StringComparison.Ordinal);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task Says_so_while_every_node_refuses()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 20, Chain = [("QuietSeconds", "1")] });
        await world.SavesAsync(20);
        await RefuseAsync(world.Node);
        await world.UntilAsync(f => f is { Mode: FollowerMode.Connecting } && f.Detail.Contains("503", StringComparison.Ordinal), "it tells why it has no node");
        await world.DegradesAsync("no new final block for");
        Assert.Equal((int)FollowerMode.Connecting, world.InProcess.StateMetric(ReplayWorld.Name));

        await world.Node.OrderAsync("refuseConnections", new { on = false });
        await world.OrderAsync("advanceTo", new { height = 75 });
        Assert.DoesNotContain("503", (await world.SavesAsync(75)).Detail, StringComparison.Ordinal);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task A_node_that_is_connected_and_tells_nothing_new_is_left_for_another()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 20, Nodes = [o => o, o => o], Chain = [("QuietSeconds", "1")] });
        await world.SavesAsync(20);
        await world.Second.OrderAsync("advanceTo", new { height = 60 });
        var follower = await world.SavesAsync(60);
        Assert.Contains($"{world.Second.Rpc.Port}", follower.Endpoint, StringComparison.Ordinal);
        await world.HasTheFactsUpToAsync(60);
    }

    [Fact]
    public async Task A_second_node_that_lags_behind_the_first_is_waited_for()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 40, Nodes = [o => o, o => o with { StartAt = 25 }] });
        await world.SavesAsync(40);
        await RefuseAsync(world.Node);
        await world.UntilAsync(f => f.Detail == "the node is behind: its last final block is 25, and block 40 is saved", "the second node is behind, and that is told");
        await world.Second.OrderAsync("advanceTo", new { height = 45 });
        await world.SavesAsync(45);
        await world.HasTheFactsUpToAsync(45);
    }

    [Fact]
    public async Task A_node_that_lags_on_another_chain_is_found_out_when_it_gets_there()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 40, Nodes = [o => o, o => o with { StartAt = 25 }] });
        await world.SavesAsync(40);
        await world.Second.OrderAsync("fork", new { height = 30 });
        await RefuseAsync(world.Node);
        await world.UntilAsync(f => f.Detail.Contains("the node is behind", StringComparison.Ordinal), "the second node is behind");
        await world.Second.OrderAsync("advanceTo", new { height = 45 });
        await world.StopsAsync("NotDescendant", saved: 40);
        await world.HasTheFactsUpToAsync(40);
    }

    [Fact]
    public async Task Is_left_for_another_node_when_it_lags_for_too_long()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 50, Nodes = [o => o with { StartAt = 25 }, o => o], Start = "45", Chain = [("QuietSeconds", "1")] });
        await world.SavesAsync(50);
        Assert.Equal((await world.UndisturbedAsync()).From(45).UpTo(50).Rows, (await world.FactsAsync()).Rows);
    }

    [Fact]
    public async Task A_node_that_dies_and_comes_back_is_followed_on()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 40 });
        await world.SavesAsync(40);
        await world.KillNodeAsync();
        await world.UntilAsync(f => f.Mode == FollowerMode.Connecting && f.Detail.Length > 0, "the node is away, and that is told");

        await world.ReviveNodeAsync(at: 30); // It lost its last blocks.
        await world.UntilAsync(f => f.Detail.Contains("the node is behind", StringComparison.Ordinal), "it is behind");
        await world.OrderAsync("advanceTo", new { height = 75 });
        await world.SavesAsync(75);
        await world.HasTheFactsUpToAsync(75);
    }

    private static async Task RefuseAsync(ReplayNode.ReplayNodeHost node)
    {
        await node.OrderAsync("refuseConnections", new { on = true });
        await node.OrderAsync("dropConnections");
    }
}
