namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Orders <c>fork</c>, <c>heal</c>, <c>revert</c> and <c>reset</c>.</summary>
public sealed class ForkingTheChain(ReplayFixture fixture)
{
    [Fact]
    public async Task A_fork_above_finality_leaves_no_trace()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 36, Nodes = [o => o with { Lag = 5 }] });
        await world.SavesAsync(31);
        await world.OrderAsync("fork", new { height = 37 }); // Its recorded sibling has a purchase that was undone.
        await world.OrderAsync("advanceTo", new { height = 41 });
        await world.SavesAsync(36);
        await world.OrderAsync("heal");
        await world.OrderAsync("advanceTo", new { height = 60 });

        await world.SavesAsync(55);
        await world.HasTheFactsUpToAsync(55);
    }

    [Theory]
    [InlineData(40, false)] // The block that is final and saved becomes another one,
    [InlineData(36, false)] // or one far below it,
    [InlineData(36, true)] // of which the node then knows nothing any more.
    public async Task A_fork_of_what_is_saved_stops_the_follower_and_changes_nothing(uint height, bool forget)
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 40 });
        await world.SavesAsync(40);
        await world.OrderAsync("fork", new { height, forget });

        var stopped = await world.StopsAsync("NotDescendant", saved: 40);
        Assert.Contains("40 (0x", stopped.StopMessage, StringComparison.Ordinal);
        await world.OrderAsync("advanceTo", new { height = 45 });
        await world.HasTheFactsUpToAsync(40);

        // As long as the node is of another opinion, going on leads nowhere.
        await world.ResumeAsync();
        await world.UntilAsync(f => f.StopReason == "NotDescendant" && f.StopMessage != stopped.StopMessage, "it stopped again, for another block");
        await world.HasTheFactsUpToAsync(40);
    }

    [Fact]
    public async Task After_a_fork_was_healed_the_follower_goes_on_without_loss()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 40 });
        await world.SavesAsync(40);
        await world.OrderAsync("fork", new { height = 39 });
        await world.StopsAsync("NotDescendant", saved: 40);
        await world.OrderAsync("heal");
        await world.OrderAsync("advanceTo", new { height = 75 });

        await world.ResumesToAsync(75);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task A_fork_that_came_while_nobody_watched_is_found_out_at_the_start()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 40 });
        await world.SavesAsync(40);
        await world.StopWatchingAsync();
        await world.OrderAsync("fork", new { height = 38 });
        await world.OrderAsync("advanceTo", new { height = 60 });
        await world.WatchAsync();

        await world.StopsAsync("NotDescendant", saved: 40);
        await world.HasTheFactsUpToAsync(40);
    }

    [Fact]
    public async Task A_fork_ahead_of_a_follower_that_is_catching_up_stops_it_where_it_is()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Chain = [("Prefetch", "4"), ("BlocksPerCommit", "2")], IsWatched = false });
        await world.OrderAsync("delay", new { ms = 60, method = "state_queryStorageAt" });
        await world.WatchAsync();
        await world.UntilAsync(f => f.BlockNumber >= 5, "it is catching up");
        await world.OrderAsync("fork", new { height = 60 });

        var stopped = await world.StopsAsync("NotDescendant");
        Assert.InRange(stopped.BlockNumber, 5u, 59u);
        await world.HasTheFactsUpToAsync(stopped.BlockNumber);

        await world.OrderAsync("delay", new { ms = 0 });
        await world.OrderAsync("heal");
        await world.ResumesToAsync(75);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task A_finality_that_goes_back_stops_the_follower_which_then_waits_for_the_node()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 40 });
        await world.SavesAsync(40);
        await world.OrderAsync("revert", new { toHeight = 30 });
        await world.StopsAsync("FinalityWentBack", saved: 40);
        await world.HasTheFactsUpToAsync(40);

        await world.ResumeAsync();
        await world.UntilAsync(f => f.Detail.Contains("the node is behind", StringComparison.Ordinal) && f.FinalizedNumber == 30, "the node is behind, and that is told");
        await world.OrderAsync("advanceTo", new { height = 75 });
        await world.SavesAsync(75);
        await world.HasTheFactsUpToAsync(75);
        await world.IsFineAsync();
    }

    [Fact]
    public async Task A_node_that_begins_anew_is_waited_for_and_doubles_nothing()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 10 });
        await world.OrderAsync("advanceTo", new { height = 40 });
        await world.SavesAsync(40);
        await world.OrderAsync("reset");
        await world.UntilAsync(f => f.Detail.Contains("its last final block is 10, and block 40 is saved", StringComparison.Ordinal), "the node is behind, and that is told");
        await world.OrderAsync("advanceTo", new { height = 39 });
        await world.UntilAsync(f => f.FinalizedNumber == 39 && f.BlockNumber == 40, "it is still behind");
        await world.OrderAsync("advanceTo", new { height = 75 });

        await world.SavesAsync(75);
        await world.HasTheFactsUpToAsync(75);
    }
}
