namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Orders <c>advance</c>, <c>advanceTo</c>, <c>autoAdvance</c>, <c>finality</c>, <c>batchFinality</c> and <c>finalize</c>.</summary>
public sealed class MovingFinality(ReplayFixture fixture)
{
    [Fact]
    public async Task Facts_are_those_of_final_blocks_only_however_far_finality_lags()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 12, Nodes = [o => o with { Lag = 6 }] });
        await world.SavesAsync(6);
        await world.OrderAsync("advanceTo", new { height = 40 });

        await world.SavesAsync(34);
        var follower = await world.UntilAsync(f => f.BestNumber == 40, "the best block is 40");
        Assert.Equal((34u, 34u), (follower.FinalizedNumber, follower.BlockNumber));
        await world.HasTheFactsUpToAsync(34);

        await world.OrderAsync("finality", new { lag = 0 });
        await world.SavesAsync(40);
        await world.HasTheFactsUpToAsync(40);
    }

    [Fact]
    public async Task A_finality_that_stands_still_can_be_seen_and_releases_everything_at_once()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 20, Chain = [("QuietSeconds", "1")] });
        await world.SavesAsync(20);
        await world.OrderAsync("finality", new { stall = true });
        await world.OrderAsync("advanceTo", new { height = 50 });

        var follower = await world.UntilAsync(f => f.BestNumber == 50 && f.Detail.Contains("no new final block for", StringComparison.Ordinal), "finality stands still, and that is told");
        Assert.Equal((20u, 20u), (follower.FinalizedNumber, follower.BlockNumber));
        Assert.True(follower.FinalizedAt > follower.BlockTime);
        await world.DegradesAsync("no new final block for");
        await world.HasTheFactsUpToAsync(20);

        await world.OrderAsync("finalize", new { height = 33 }); // One block becomes final although finality stands still.
        await world.SavesAsync(33);
        await world.HasTheFactsUpToAsync(33);

        await world.OrderAsync("finality", new { release = true });
        await world.SavesAsync(50);
        await world.HasTheFactsUpToAsync(50);
    }

    [Fact]
    public async Task Blocks_that_become_final_in_batches_are_all_read()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 5 });
        await world.SavesAsync(5);
        await world.OrderAsync("batchFinality", new { every = 9 });
        await world.OrderAsync("autoAdvance", new { everyMs = 5, blocks = 2 });

        await world.SavesAsync(68); // 5 and seven times 9; at 75, one more is not full.
        await world.UntilAsync(f => f.BestNumber == 75, "the recording has ended");
        await world.HasTheFactsUpToAsync(68);
    }

    [Theory]
    [InlineData("coretime", 75)]
    [InlineData("relay", 13)]
    public async Task Facts_are_the_same_live_and_while_catching_up(string recording, uint last)
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { Recording = recording, At = 3 });
        await world.SavesAsync(3);
        for (var block = 4u; block <= last; block++)
        {
            await world.OrderAsync("advance");
        }

        await world.SavesAsync(last);
        await world.HasTheFactsUpToAsync(last);
    }
}
