using System.Diagnostics;
using CoretimeDesk.ChainWatcher.V1;
using Npgsql;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Replicas as processes of their own: one writes, and when it dies another does.</summary>
public sealed class ElectingALeader(ReplayFixture fixture)
{
    private const string Checkpoint = "select block_number from chainwatcher.chains";

    // The lock of the chain is the one lock of its kind that a follower takes.
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(6);

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

        // The connection that holds the lock is cut, again and again, while blocks come.
        for (var cut = 0; cut < 3; cut++)
        {
            var before = await world.ScalarAsync<long>(Checkpoint);
            await world.AdministerAsync(CutTheHolder);
            await ReplayWorld.UntilAsync(async () => await world.ScalarAsync<long>(Checkpoint) is var now && (now > before + 1 || now == 75), "somebody leads again");
        }

        await world.OrderAsync("advanceTo", new { height = 75 });
        await ReplayWorld.UntilAsync(async () => await world.ScalarAsync<long>(Checkpoint) == 75, "everything is saved");
        await world.HasTheFactsUpToAsync(75);
    }

    [Fact]
    public async Task Two_that_both_believe_to_lead_save_every_fact_once()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, new() { At = 20, Processes = 2 });
        await ReplayWorld.UntilAsync(async () => await world.ScalarAsync<long>("select coalesce(max(block_number), 0) from chainwatcher.chains") == 20, "20 is saved");
        await using var gate = await world.ConnectAsAdministratorAsync();
        async Task<bool> StandsAsync(int savers)
        {
            await using var waiting = new NpgsqlCommand("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'", gate);
            return (long)(await waiting.ExecuteScalarAsync())! == savers;
        }

        await using var closed = await gate.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using (var close = new NpgsqlCommand("select * from chainwatcher.chains for update", gate))
        {
            await close.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await world.OrderAsync("advanceTo", new { height = 24 });
        await ReplayWorld.UntilAsync(() => StandsAsync(savers: 1), "one waits to save");

        // The one that is about to save loses the lock, and the other one gets it. A save gives up after half a minute, and either may be the faster: cut until both wait.
        var cut = Stopwatch.StartNew();
        await world.AdministerAsync(CutTheHolder);
        await ReplayWorld.UntilAsync(
            async () =>
            {
                if (cut.Elapsed > Again)
                {
                    await world.AdministerAsync(CutTheHolder);
                    cut.Restart();
                }

                return await StandsAsync(savers: 2);
            },
            "two wait to save");
        await closed.RollbackAsync(TestContext.Current.CancellationToken);

        await world.OrderAsync("advanceTo", new { height = 75 });
        await ReplayWorld.UntilAsync(async () => await world.ScalarAsync<long>(Checkpoint) == 75, "everything is saved");
        await world.HasTheFactsUpToAsync(75);
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
