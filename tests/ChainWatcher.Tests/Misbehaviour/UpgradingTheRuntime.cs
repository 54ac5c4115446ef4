namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Order <c>upgradeRuntime</c>, and a chain in which the numbers of all events moved.</summary>
public sealed class UpgradingTheRuntime(ReplayFixture fixture)
{
    [Fact]
    public async Task An_upgrade_in_the_middle_of_a_range_changes_no_fact()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { IsWatched = false });
        await world.OrderAsync("upgradeRuntime", new { atHeight = 20, specVersion = 2_000_007 });
        await world.OrderAsync("upgradeRuntime", new { atHeight = 21, specVersion = 2_000_008 }); // A runtime of one block.
        await world.OrderAsync("upgradeRuntime", new { atHeight = 44, specVersion = 2_000_009 });
        await world.WatchAsync();

        var follower = await world.SavesAsync(75);
        Assert.Equal(2_000_009u, follower.SpecVersion);
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task Nor_does_an_upgrade_that_comes_while_blocks_are_followed()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 20 });
        await world.SavesAsync(20);
        await world.OrderAsync("upgradeRuntime", new { atHeight = 23, specVersion = 2_000_007 });
        for (var block = 21u; block <= 26; block++)
        {
            await world.OrderAsync("advance");

            // The block that brings the new code was still executed by the old one.
            var version = (await world.SavesAsync(block)).SpecVersion;
            Assert.Equal(block <= 23 ? 2_000_006u : 2_000_007, version);
        }

        await world.HasTheFactsUpToAsync(26);
    }

    [Fact]
    public async Task Where_the_numbers_of_all_events_move_facts_are_the_same_live_and_while_catching_up()
    {
        using var recording = new UpgradedRecording();
        await using var caught = await ReplayWorld.StartAsync(fixture, new() { Recording = recording.Folder, Start = "2" });
        await using var live = await ReplayWorld.StartAsync(fixture, new() { Recording = recording.Folder, Start = "2", At = 2 });
        await live.SavesAsync(2);
        for (var block = 3u; block <= UpgradedRecording.Last; block++)
        {
            await live.OrderAsync("advance");
            Assert.Equal(block < UpgradedRecording.FirstOfToday ? 1_003_000u : 2_000_006, (await live.SavesAsync(block)).SpecVersion);
        }

        await caught.SavesAsync(UpgradedRecording.Last);
        var facts = await caught.FactsAsync();
        await live.HasTheFactsUpToAsync(UpgradedRecording.Last, facts);
        Assert.Equal(UpgradedRecording.Facts.Order(), facts.Rows.Select(r => $"{FactTable.BlockOf(r)} {r.Split('|')[2]}").Order());
    }

    [Fact]
    public async Task Events_of_a_runtime_that_the_node_denies_stop_the_follower()
    {
        using var recording = new UpgradedRecording();
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Recording = recording.Folder, Start = "2", IsWatched = false });

        // The node claims that today's runtime executed block 4 already: the numbers of its events mean something else then.
        await world.OrderAsync("upgradeRuntime", new { atHeight = 3, specVersion = 2_000_005, metadata = UpgradedRecording.MetadataToday });
        await world.WatchAsync();

        var stopped = await world.StopsAsync("Unreadable", saved: 3);
        Assert.Contains("block 4 (0x", stopped.StopMessage, StringComparison.Ordinal);
        Assert.All((await world.FactsAsync()).Rows, r => Assert.InRange(FactTable.BlockOf(r), 2u, 3u));
    }
}
