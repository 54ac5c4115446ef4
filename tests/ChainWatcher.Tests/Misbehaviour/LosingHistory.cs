namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Orders <c>prune</c> and <c>missing</c>.</summary>
public sealed class LosingHistory(ReplayFixture fixture)
{
    [Theory]
    [InlineData(false, "has forgotten the state of block 41 (0x")]
    [InlineData(true, "has forgotten the state of block 41 (0x")]
    public async Task Stops_at_the_first_block_whose_state_is_gone(bool bodies, string words)
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 40 });
        await world.SavesAsync(40);
        await world.StopWatchingAsync();
        await world.OrderAsync("advanceTo", new { height = 60 });
        await world.OrderAsync("prune", new { below = 50, bodies });
        await world.WatchAsync();

        var stopped = await world.StopsAsync("HistoryMissing", saved: 40);
        Assert.Contains(words, stopped.StopMessage, StringComparison.Ordinal);
        Assert.Contains("archive node", stopped.StopMessage, StringComparison.Ordinal);
        await world.HasTheFactsUpToAsync(40);

        await world.OrderAsync("prune", new { below = 0 });
        await world.ResumesToAsync(60);
        await world.HasTheFactsUpToAsync(60);
    }

    [Fact]
    public async Task Stops_at_a_block_that_the_node_misses_and_saves_all_before_it()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { IsWatched = false });
        await world.OrderAsync("missing", new { height = 35 });
        await world.OrderAsync("missing", new { height = 50 });
        await world.WatchAsync();

        var stopped = await world.StopsAsync("HistoryMissing", saved: 34);
        Assert.Contains("block 35", stopped.StopMessage, StringComparison.Ordinal);
        await world.HasTheFactsUpToAsync(34);

        await world.OrderAsync("missing", new { height = 35, on = false });
        await world.ResumeAsync();
        await world.UntilAsync(f => f.StopReason == "HistoryMissing" && f.BlockNumber == 49, "it stops at the next one");
        await world.OrderAsync("missing", new { height = 50, on = false });
        await world.ResumesToAsync(75);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task Stops_at_a_final_block_that_the_node_announces_and_does_not_have()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 40 });
        await world.SavesAsync(40);
        await world.OrderAsync("missing", new { height = 41 });
        await world.OrderAsync("advance");

        await world.StopsAsync("HistoryMissing", saved: 40);
        await world.HasTheFactsUpToAsync(40);
        await world.OrderAsync("missing", new { height = 41, on = false });
        await world.ResumesToAsync(41);
        await world.HasTheFactsUpToAsync(41);
    }

    [Fact]
    public async Task Cannot_begin_where_the_history_is_gone_and_begins_by_itself_when_it_is_back()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Start = "10", IsWatched = false });
        await world.OrderAsync("prune", new { below = 20 });
        await world.WatchAsync();
        var stopped = await world.StopsAsync("HistoryMissing");
        Assert.Contains("tried again by itself", stopped.StopMessage, StringComparison.Ordinal);
        Assert.Equal("NOT_STOPPED", (await ReplayWorld.RefusalAsync(world.ResumeAsync())).Reason);

        await world.OrderAsync("prune", new { below = 0 });
        await world.UntilAsync(f => f.BlockNumber == 75, "it has begun");
        Assert.Equal((await world.UndisturbedAsync()).From(10).Rows, (await world.FactsAsync()).Rows);
    }
}
