using CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>What ends one chain's follower leaves the other going.</summary>
public sealed class FollowingSideBySide(ReplayFixture fixture)
{
    private const uint RelayLast = 13;
    private const string OfTheFirst = $"chain_id = (select id from chainwatcher.chains where name = '{ReplayWorld.Name}')";

    [Fact]
    public async Task A_chain_that_has_stopped_does_not_stop_the_other()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { WithRelay = true, IsWatched = false });
        await world.OrderAsync("missing", new { height = 20 });
        await world.WatchAsync();
        await world.StopsAsync("HistoryMissing", saved: 19);
        var relay = await world.UntilAsync(f => f.BlockNumber == RelayLast && f.Mode == FollowerMode.Live, "the relay chain is followed", chain: ReplayWorld.RelayName);
        Assert.Equal(("", ""), (relay.StopReason, relay.StopMessage));
        await world.HasTheFactsUpToAsync(19);
    }

    [Fact]
    public async Task A_fault_of_ours_at_one_chain_is_shown_and_does_not_end_the_other()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 20, WithRelay = true });
        await world.SavesAsync(20);
        await world.StopWatchingAsync();
        await world.AdministerAsync($"update chainwatcher.facts set block_number = -5 where block_number = 3 and {OfTheFirst}"); // Nothing that the watcher ever writes.
        await world.OrderAsync("advanceTo", new { height = 30 });
        await world.WatchAsync();

        var stopped = await world.UntilAsync(f => f.Mode == FollowerMode.Stopped, "it shows that it fails");
        Assert.Equal("Failed", stopped.StopReason);
        Assert.Contains("OverflowException", stopped.StopMessage, StringComparison.Ordinal);
        await world.DegradesAsync($"{ReplayWorld.Name} has stopped: Failed");
        await world.UntilAsync(f => f.BlockNumber == RelayLast && f.Mode == FollowerMode.Live, "the relay chain is followed", chain: ReplayWorld.RelayName);

        await world.AdministerAsync($"update chainwatcher.facts set block_number = 3 where block_number = -5 and {OfTheFirst}");
        await world.UntilAsync(f => f.BlockNumber == 30 && f.Mode == FollowerMode.Live, "it goes on by itself");
        await world.HasTheFactsUpToAsync(30);
    }

    [Fact]
    public async Task A_database_that_refuses_the_facts_of_one_chain_is_tried_again_visibly()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 20, WithRelay = true, Chain = [("QuietSeconds", "1")] });
        await world.SavesAsync(20);
        await world.AdministerAsync("""
            create function chainwatcher.refuse() returns trigger language plpgsql as 'begin raise exception ''no room''; end';
            create trigger refuse before insert on chainwatcher.facts for each row when (new.block_number = 22) execute function chainwatcher.refuse();
            """);
        await world.OrderAsync("advanceTo", new { height = 30 });
        await world.DegradesAsync("none of them could be saved for");
        Assert.Equal(RelayLast, (await world.UntilAsync(f => f.Mode == FollowerMode.Live, "the relay chain is followed", chain: ReplayWorld.RelayName)).BlockNumber);
        await world.HasTheFactsUpToAsync((await world.FollowerAsync()).BlockNumber);

        await world.AdministerAsync("drop trigger refuse on chainwatcher.facts");
        await world.UntilAsync(f => f.BlockNumber == 30, "it goes on by itself");
        await world.HasTheFactsUpToAsync(30);
    }
}
