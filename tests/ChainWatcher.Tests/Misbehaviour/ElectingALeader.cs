using CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Replicas as processes of their own: one writes, and when it dies another does.</summary>
public sealed class ElectingALeader(ReplayFixture fixture)
{
    // The sessions that hold the lock of the chain, which is the one lock that a follower takes.
    private const string Holders = "select count(*) from pg_locks l join pg_database d on d.oid = l.database where locktype = 'advisory' and granted and d.datname = current_database()";
    private const string CutTheHolder = "select pg_terminate_backend(pid) from pg_locks l join pg_database d on d.oid = l.database where locktype = 'advisory' and granted and d.datname = current_database()";

    [Fact]
    public async Task Of_two_replicas_one_follows_and_the_other_takes_over_when_it_is_killed_or_cut_off()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 8, Processes = 2 });
        var (leader, other) = await LeaderAsync(world);
        await world.UntilAsync(f => f.BlockNumber == 8 && f.Mode == FollowerMode.Live, "the leader follows", leader);
        Assert.Equal(FollowerMode.Standby, (await world.FollowerAsync(other)).Mode);
        Assert.Equal(8u, (await world.FollowerAsync(other)).BlockNumber); // What is saved, all know.

        await world.OrderAsync("autoAdvance", new { everyMs = 40 });
        await world.UntilAsync(f => f.BlockNumber >= 12, "blocks come", leader);
        await world.Processes[leader].KillAsync();
        await world.UntilAsync(f => f.Mode == FollowerMode.Live && f.BlockNumber >= 20, "the other has taken over", other);
        await world.Processes[leader].StartAsync();
        Assert.Equal(FollowerMode.Standby, (await world.FollowerAsync(leader)).Mode);

        // The connection that holds the lock is cut, again and again: whoever has it then, there is one at most.
        for (var cut = 0; cut < 4; cut++)
        {
            await world.AdministerAsync(CutTheHolder);
            for (var look = 0; look < 10; look++)
            {
                Assert.InRange(await world.ScalarAsync<long>(Holders), 0, 1);
                await Task.Delay(20);
            }

            await ReplayWorld.UntilAsync(async () => await world.ScalarAsync<long>(Holders) == 1, "somebody leads again");
        }

        await world.OrderAsync("advanceTo", new { height = 65 });
        await ReplayWorld.UntilAsync(async () => await world.ScalarAsync<long>("select block_number from chainwatcher.chains") == 65, "everything is saved");
        await world.HasTheFactsUpToAsync(65);
    }

    [Fact]
    public async Task A_backfill_goes_on_where_it_was_when_its_process_is_killed()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 60, Start = "head", Processes = 1, Chain = [("Prefetch", "2"), ("BlocksPerCommit", "1")] });
        await world.UntilAsync(f => f.BlockNumber == 60, "the follower has begun");
        await world.OrderAsync("delay", new { ms = 25, method = "state_queryStorageAt" });
        await world.BackfillAsync(3);
        foreach (var reached in new uint[] { 15, 30 })
        {
            await world.BackfillReachesAsync(reached);
            await world.Processes[0].KillAsync();
            await world.OrderAsync("advance"); // The follower has something to do as well.
            await world.Processes[0].StartAsync();
        }

        await world.OrderAsync("delay", new { ms = 0 });
        var progress = await world.ProgressAsync();
        Assert.Equal((true, 3u, 59u), (progress[^1].IsDone, progress[^1].FromBlock, progress[^1].AtBlock));
        await world.UntilAsync(f => f.BlockNumber == 62, "the follower has gone on");
        await world.HasAllFactsAsync(3, 62);
    }

    private static async Task<(int Leader, int Other)> LeaderAsync(ReplayWorld world)
    {
        var leader = -1;
        await ReplayWorld.UntilAsync(async () => (leader = (await world.FollowerAsync(0)).Mode == FollowerMode.Live ? 0 : (await world.FollowerAsync(1)).Mode == FollowerMode.Live ? 1 : -1) >= 0, "one of them leads");
        return (leader, 1 - leader);
    }
}
