using CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>The setting Start.</summary>
public sealed class BeginningSomewhere(ReplayFixture fixture)
{
    [Fact]
    public async Task Height_0_says_nothing_so_0_is_as_1()
    {
        // What a replay node does not have is the state that block 1 began with, so both stop there; the lab's tests begin with 1 on a real chain.
        foreach (var start in new[] { "0", "1" })
        {
            await using var world = await ReplayWorld.StartAsync(fixture, new() { Nodes = [o => o with { Synthetic = 30 }], Start = start });
            var stopped = await world.StopsAsync("HistoryMissing");
            Assert.Contains("block 1 (0x", stopped.StopMessage, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_chain_can_be_read_from_block_2_on_where_the_state_of_the_first_is_all_that_there_is()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Nodes = [o => o with { Synthetic = 30 }], Start = "2" });
        await world.SavesAsync(30);
        var facts = await world.FactsAsync();
        Assert.Equal(2u, facts.Rows.Select(FactTable.BlockOf).Min());
        Assert.Equal(2L, await world.ScalarAsync<long>("select first_block from chainwatcher.chains"));
        await world.PublishesWhatItHasAsync(facts);
    }

    [Fact]
    public async Task A_height_that_is_not_final_yet_is_waited_for_visibly()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 20, Start = "50" });
        var waiting = await world.UntilAsync(f => f.Detail == "waiting for block 50 to begin with; the last final one is 20", "it waits for its first block");
        Assert.Equal((FollowerMode.Live, 0u), (waiting.Mode, waiting.BlockNumber));
        await world.OrderAsync("advanceTo", new { height = 75 });
        await world.SavesAsync(75);
        Assert.Equal((await world.UndisturbedAsync()).From(50).Rows, (await world.FactsAsync()).Rows);
    }

    [Fact]
    public async Task By_itself_it_begins_at_the_newest_final_block()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 46, Start = "head" });
        await world.SavesAsync(46);
        await world.OrderAsync("advanceTo", new { height = 60 });
        await world.SavesAsync(60);
        Assert.Equal((await world.UndisturbedAsync()).From(46).UpTo(60).Rows, (await world.FactsAsync()).Rows);
    }

    [Fact]
    public async Task The_setting_counts_only_while_nothing_was_read()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 20 });
        await world.SavesAsync(20);
        await world.StopWatchingAsync();
        await world.OrderAsync("advanceTo", new { height = 40 });
        await world.WatchAsync(("Start", "35"));
        await world.SavesAsync(40);
        await world.HasTheFactsUpToAsync(40);
    }
}
