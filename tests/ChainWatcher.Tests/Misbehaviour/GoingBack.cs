using CoretimeDesk.ChainWatcher.V1;
using Grpc.Core;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Backfills: what lies before the follower's first block.</summary>
public sealed class GoingBack(ReplayFixture fixture)
{
    private static readonly WorldOptions FromHead = new() { At = 50, Start = "head" };

    [Fact]
    public async Task From_a_block_it_brings_what_was_before_and_doubles_nothing_that_is_there()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, FromHead);
        await world.SavesAsync(50);
        await world.OrderAsync("autoAdvance", new { everyMs = 15 }); // Blocks come meanwhile.
        var started = await world.BackfillAsync(3);
        Assert.Equal((3u, 49u, false), (started.FromBlock, started.ToBlock, started.IsDone));

        var progress = await world.ProgressAsync();
        Assert.Equal((true, 49u, ""), (progress[^1].IsDone, progress[^1].AtBlock, progress[^1].StopMessage));
        Assert.Equal(progress.Select(p => p.AtBlock).Order(), progress.Select(p => p.AtBlock));
        await world.SavesAsync(75);
        await world.HasAllFactsAsync(3, 75);
        Assert.Equal((await world.FactsAsync()).UpTo(49).Count, (int)progress[^1].Facts);

        // Once more from there finds nothing to add; from further on there is nothing at all.
        await world.BackfillAsync(3);
        Assert.True((await world.ProgressAsync())[^1] is { IsDone: true, Facts: 0 });
        await world.HasAllFactsAsync(3, 75);
    }

    [Fact]
    public async Task From_a_date_it_begins_with_the_first_block_that_is_not_before_it()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, FromHead);
        await world.SavesAsync(50);
        var undisturbed = await world.UndisturbedAsync();
        var (block, at) = undisturbed.Rows.Select(r => r.Split('|')).Select(r => (uint.Parse(r[0], null), DateTimeOffset.Parse(r[8], null))).First(r => r.Item1 > 20);

        Assert.Equal(block, (await world.BackfillAsync(0, at)).FromBlock);
        await world.ProgressAsync();
        await world.HasAllFactsAsync(block, 50);

        // A moment earlier it is the same block, and nothing is left to read.
        var again = await world.BackfillAsync(0, at.AddMilliseconds(-1));
        Assert.Equal((block, true), (again.FromBlock, again.IsDone));
        var refusal = await ReplayWorld.RefusalAsync(world.BackfillAsync(0, at.AddYears(1)));
        Assert.Contains("were read already. Give an earlier time.", refusal.Fields.Single(f => f.Field == "from_time").Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_one_goes_on_where_it_was()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, FromHead with { Chain = [("Prefetch", "2"), ("BlocksPerCommit", "1")] });
        await world.SavesAsync(50);
        await world.OrderAsync("delay", new { ms = 30, method = "state_queryStorageAt" });
        await world.BackfillAsync(3);
        await world.BackfillReachesAsync(10);
        var stopped = (await world.Watcher.StopBackfillAsync(new() { RequestId = ReplayWorld.NewId(), Chain = ReplayWorld.Name }, await world.AsAdaAsync())).Backfill;
        Assert.Equal("Stopped by Ada Administrator.", stopped.StopMessage);
        Assert.Equal("NO_BACKFILL", (await ReplayWorld.RefusalAsync(StopAsync(world))).Reason);
        var last = (await world.ProgressAsync())[^1];
        Assert.InRange(last.AtBlock, 10u, 40u);
        await world.HasAllFactsAsync(3, last.AtBlock, also: 50);

        await world.OrderAsync("delay", new { ms = 0 });
        var again = await world.BackfillAsync(3);
        Assert.Equal(last.AtBlock, again.AtBlock);
        await world.ProgressAsync();
        await world.HasAllFactsAsync(3, 50);
    }

    [Fact]
    public async Task Overlapping_ones_double_nothing()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, FromHead with { Chain = [("Prefetch", "2"), ("BlocksPerCommit", "1")] });
        await world.SavesAsync(50);
        await world.OrderAsync("delay", new { ms = 30, method = "state_queryStorageAt" });
        await world.BackfillAsync(20);
        await world.BackfillReachesAsync(27);
        await StopAsync(world);
        await world.OrderAsync("delay", new { ms = 0 });

        await world.BackfillAsync(10); // Further back: reads 20 to 27 a second time.
        await world.ProgressAsync();
        await world.HasAllFactsAsync(10, 50);
        await world.BackfillAsync(3);
        Assert.Equal(9u, (await world.ProgressAsync())[^1].ToBlock);
        await world.HasAllFactsAsync(3, 50);
    }

    [Fact]
    public async Task Only_one_runs_at_a_time_however_many_are_asked_for_at_once()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, FromHead);
        await world.SavesAsync(50);
        await world.OrderAsync("delay", new { ms = 20 });
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 5).Select(async i =>
        {
            try
            {
                await world.BackfillAsync((uint)(3 + i));
                return "started";
            }
            catch (RpcException e)
            {
                return Hosting.Refusals.ReasonOf(e);
            }
        }));
        Assert.Equal(["BACKFILL_RUNNING", "BACKFILL_RUNNING", "BACKFILL_RUNNING", "BACKFILL_RUNNING", "started"], outcomes.Order());

        await world.OrderAsync("delay", new { ms = 0 });
        var done = (await world.ProgressAsync())[^1];
        await world.HasAllFactsAsync(done.FromBlock, 50);
    }

    [Fact]
    public async Task Stops_with_a_clear_word_where_the_history_is_pruned()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, FromHead);
        await world.SavesAsync(50);
        await world.OrderAsync("prune", new { below = 30 });
        await world.BackfillAsync(3);
        var stopped = (await world.ProgressAsync())[^1];
        Assert.False(stopped.IsDone);
        Assert.Contains("has forgotten the state of block 3 (0x", stopped.StopMessage, StringComparison.Ordinal);
        Assert.Contains("Its memory begins with the state of block 30 (1 Mar 2026 ", stopped.StopMessage, StringComparison.Ordinal);
        Assert.Contains("so blocks can be read from 31 on", stopped.StopMessage, StringComparison.Ordinal);
        await world.HasAllFactsAsync(50, 50);

        // The same by date, before anything is read.
        var refusal = await ReplayWorld.RefusalAsync(world.BackfillAsync(0, new DateTimeOffset(2026, 3, 1, 0, 2, 0, TimeSpan.Zero)));
        Assert.Equal(("HISTORY_MISSING", "30"), (refusal.Reason, refusal.Facts["block"]));
        Assert.Contains("block 30 (1 Mar 2026 ", refusal.Message, StringComparison.Ordinal);

        // And as it was told, from 31 on it works.
        await world.BackfillAsync(31);
        Assert.True((await world.ProgressAsync())[^1].IsDone);
        await world.HasAllFactsAsync(31, 50);
    }

    [Fact]
    public async Task Goes_over_an_upgrade_of_the_runtime()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, FromHead with { IsWatched = false });
        await world.OrderAsync("upgradeRuntime", new { atHeight = 20, specVersion = 2_000_007 });
        await world.OrderAsync("upgradeRuntime", new { atHeight = 33, specVersion = 2_000_008 });
        await world.WatchAsync();
        await world.SavesAsync(50);
        await world.BackfillAsync(3);
        await world.ProgressAsync();
        await world.HasAllFactsAsync(3, 50);
    }

    [Fact]
    public async Task Bears_with_a_node_that_fails_or_is_behind_and_not_with_another_chain()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, FromHead with { Chain = [("Prefetch", "2"), ("BlocksPerCommit", "1"), ("RequestSeconds", "2")] });
        await world.SavesAsync(50);
        await world.OrderAsync("delay", new { ms = 20, method = "state_queryStorageAt" });
        await world.BackfillAsync(3);
        await world.BackfillReachesAsync(8);
        await world.OrderAsync("dropConnections");
        await world.BackfillReachesAsync(12);
        await world.OrderAsync("garbage", new { kind = "error", count = 3 });
        await world.BackfillReachesAsync(16);

        await world.KillNodeAsync();
        await world.ReviveNodeAsync(at: 20); // It has not got to the follower's block yet, so nobody knows whether it is of our chain.
        await world.OrderAsync("fork", new { height = 12 });
        await world.UntilAsync(f => f.Detail.Contains("the node is behind", StringComparison.Ordinal), "the follower sees it, too");
        await world.OrderAsync("advanceTo", new { height = 50 });
        var stopped = (await world.ProgressAsync())[^1];
        Assert.Contains("the follower has saved", stopped.StopMessage, StringComparison.Ordinal);

        await world.OrderAsync("heal");
        await world.StopsAsync("NotDescendant", saved: 50);
        await world.ResumesToAsync(50);
        await world.BackfillAsync(3);
        Assert.True((await world.ProgressAsync())[^1].IsDone);
        await world.HasAllFactsAsync(3, 50);
    }

    [Fact]
    public async Task Bad_requests_are_refused_by_the_name_of_the_field_with_what_to_do()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, FromHead);
        await world.SavesAsync(50);
        var ada = await world.AsAdaAsync();
        async Task<string> ComplaintAsync(string field, StartBackfillRequest request)
        {
            request.RequestId = ReplayWorld.NewId();
            return (await ReplayWorld.RefusalAsync(world.Watcher.StartBackfillAsync(request, ada).ResponseAsync)).Fields.Single(f => f.Field == field).Description;
        }

        Assert.Equal("is 'nowhere'; followed are replay.", await ComplaintAsync("chain", new() { Chain = "nowhere", FromBlock = 3 }));
        Assert.Equal("is missing.", await ComplaintAsync("chain", new() { FromBlock = 3 }));
        Assert.Equal("is missing; give a height from 1 on, or from_time.", await ComplaintAsync("from_block", new() { Chain = ReplayWorld.Name }));
        Assert.Equal("leads to block 50; blocks from 50 on were read already. Give an earlier one.", await ComplaintAsync("from_block", new() { Chain = ReplayWorld.Name, FromBlock = 50 }));
        Assert.Contains("cannot be combined", await ComplaintAsync("from_block", new() { Chain = ReplayWorld.Name, FromBlock = 3, FromTime = new() { Seconds = 1 } }), StringComparison.Ordinal);
        Assert.Contains("is no instant", await ComplaintAsync("from_time", new() { Chain = ReplayWorld.Name, FromTime = new() { Seconds = long.MaxValue } }), StringComparison.Ordinal);
        Assert.Contains("is no instant", await ComplaintAsync("from_time", new() { Chain = ReplayWorld.Name, FromTime = new() { Nanos = -1 } }), StringComparison.Ordinal);

        Assert.Equal("is 'nowhere'; followed are replay.", (await ReplayWorld.RefusalAsync(WatchAsync(world, "nowhere"))).Fields.Single().Description);
        Assert.Equal("NO_BACKFILL", (await ReplayWorld.RefusalAsync(WatchAsync(world, ReplayWorld.Name))).Reason);
        await world.HasAllFactsAsync(50, 50);
    }

    [Fact]
    public async Task An_answer_that_a_node_owes_for_long_is_no_reason_to_keep_the_caller()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, FromHead with { Chain = [("RequestSeconds", "1")] });
        await world.SavesAsync(50);
        await world.KillNodeAsync();
        var refusal = await ReplayWorld.RefusalAsync(world.BackfillAsync(0, DateTimeOffset.UnixEpoch));
        Assert.Equal("SOURCE_AWAY", refusal.Reason);
    }

    private static async Task StopAsync(ReplayWorld world) =>
        await world.Watcher.StopBackfillAsync(new() { RequestId = ReplayWorld.NewId(), Chain = ReplayWorld.Name }, await world.AsAdaAsync());

    private static async Task WatchAsync(ReplayWorld world, string chain)
    {
        using var call = world.Watcher.WatchBackfill(new() { Chain = chain }, await world.AsAdaAsync());
        await call.ResponseStream.MoveNext(CancellationToken.None);
    }
}
