using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Tests.Merging;

/// <summary>kill -9 at any instant of a merge: it has happened, or it has not, and a repeat finds out which.</summary>
public sealed class LosingTheServiceWhileMerging(LosingTheServiceWhileMerging.Killable killable, ITestOutputHelper output) : IClassFixture<LosingTheServiceWhileMerging.Killable>
{
    private const int Leads = 120;
    private readonly LeadsWorld world = killable.World;

    [Fact]
    public async Task A_merge_is_whole_or_has_not_begun_and_so_is_its_undoing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (survivor, absorbed) = (await world.WithAsync(AccountWorld.Domain()), await world.WithAsync(AccountWorld.Domain(), AccountWorld.Para()));
        var kept = await world.LeadAsync(survivor);
        await Task.WhenAll(Enumerable.Range(0, Leads).Select(i => world.LeadAsync(absorbed, $"{i}")));

        for (var round = 0; round < 3; round++)
        {
            var request = new MergeRequest { RequestId = LeadsWorld.NewId(), SurvivorId = survivor.AccountId, AbsorbedId = absorbed.AccountId, Preview = (await world.PreviewAsync(survivor, absorbed)).Preview };
            var merged = await ThroughAKillAsync(random, replica => world.Merging(replica).MergeAsync(request, world.AsTina()).ResponseAsync, () => CheckAsync(survivor, absorbed, kept));
            Assert.Equal((uint)Leads, merged.Merge.Moves.Single(m => m.What == "leads").Count);
            Assert.Equal((0, Leads + 1), await CheckAsync(survivor, absorbed, kept));

            var undo = new UndoMergeRequest { RequestId = LeadsWorld.NewId(), MergeId = merged.Merge.MergeId };
            var undone = await ThroughAKillAsync(random, replica => world.Merging(replica).UndoMergeAsync(undo, world.AsTina()).ResponseAsync, () => CheckAsync(survivor, absorbed, kept));
            Assert.Empty(undone.ChangedSince);
            Assert.Equal((Leads, 1), await CheckAsync(survivor, absorbed, kept));
        }
    }

    /// <summary>Not left to chance: one of the leads is held by somebody else, so the merge has begun to write and cannot go on.</summary>
    [Fact]
    public async Task A_merge_that_is_killed_between_its_first_write_and_its_last_has_not_happened()
    {
        var (survivor, absorbed) = (await world.WithAsync(AccountWorld.Domain()), await world.WithAsync(AccountWorld.Domain(), AccountWorld.Para()));
        var kept = await world.LeadAsync(survivor);
        var moving = await Task.WhenAll(Enumerable.Range(0, Leads).Select(i => world.LeadAsync(absorbed, $"{i}")));

        var request = new MergeRequest { RequestId = LeadsWorld.NewId(), SurvivorId = survivor.AccountId, AbsorbedId = absorbed.AccountId, Preview = (await world.PreviewAsync(survivor, absorbed)).Preview };
        Task<MergeResponse> call;
        await using (var connection = await world.Database.OpenConnectionAsync())
        await using (var holding = await connection.BeginTransactionAsync())
        {
            await using (var hold = new Npgsql.NpgsqlCommand($"select id from leads.leads where id = '{moving[Leads / 2].LeadId}' for update", connection, holding))
            {
                await hold.ExecuteScalarAsync();
            }

            call = world.Merging(1).MergeAsync(request, world.AsTina()).ResponseAsync;
            while (await world.ScalarAsync<long>("select count(*) from pg_locks where not granted") == 0)
            {
                Assert.False(call.IsCompleted, "the merge did not wait for the lead that is held");
                await Task.Delay(10);
            }

            await world.Replica(1).KillAsync();
        }

        await Assert.ThrowsAsync<RpcException>(() => call);
        while (await world.ScalarAsync<long>($"select count(*) from pg_stat_activity where state <> 'idle' and usename = 'desk_leads' and pid <> pg_backend_pid()") > 0)
        {
            await Task.Delay(10);
        }

        Assert.Equal((Leads, 1), await CheckAsync(survivor, absorbed, kept));
        Assert.Equal(0, await world.ScalarAsync<long>($"select count(*) from leads.requests where request_id = '{request.RequestId}'"));
        var merged = await world.Merging().MergeAsync(request, world.AsTina());
        Assert.Equal((uint)Leads, merged.Merge.Moves.Single(m => m.What == "leads").Count);
        Assert.Equal((0, Leads + 1), await CheckAsync(survivor, absorbed, kept));
        await world.Replica(1).StartAsync();
    }

    /// <summary>Sends a command, kills the service that has it, looks, and sends the same command to the service that is left.</summary>
    private async Task<T> ThroughAKillAsync<T>(Random random, Func<int, Task<T>> send, Func<Task> look)
    {
        var victim = random.Next(2);
        var call = send(victim);
        await Task.Delay(random.Next(0, 150));
        await world.Replica(victim).KillAsync();
        await call.ContinueWith(_ => { }, TaskScheduler.Default);
        output.WriteLine(call.IsCompletedSuccessfully ? "answered before the kill" : "killed before the answer");
        await look();
        if (call.IsCompletedSuccessfully)
        {
            Assert.Equal(await call, await send(1 - victim));
        }

        // A transaction of the dead may still be ending; a repeat waits for it and then finds its answer, or the work undone.
        var answer = await send(1 - victim);
        await world.Replica(victim).StartAsync();
        return answer;
    }

    private async Task<(int OfAbsorbed, int OfSurvivor)> CheckAsync(Account survivor, Account absorbed, V1.Lead kept)
    {
        // One statement sees one instant.
        var counts = await world.ScalarAsync<long[]>($"""
            select array[
                (select count(*) from leads.leads where account_id = '{absorbed.AccountId}'),
                (select count(*) from leads.leads where account_id = '{survivor.AccountId}'),
                (select count(*) from leads.account_keys where account_id = '{absorbed.AccountId}'),
                (select count(*) from leads.account_keys where account_id = '{survivor.AccountId}'),
                (select count(*) from leads.accounts where id = '{absorbed.AccountId}' and merged_into_id is not null),
                (select count(*) from leads.search_terms where account_id = '{absorbed.AccountId}'),
                (select count(*) from leads.merges where absorbed_id = '{absorbed.AccountId}' and undone_at is null),
                (select count(*) from leads.leads where id = '{kept.LeadId}' and account_id = '{survivor.AccountId}')]
            """);
        var merged = counts[4] == 1;
        Assert.Equal(merged ? (0L, Leads + 1L, 0L, 3L) : (Leads, 1L, 2L, 1L), (counts[0], counts[1], counts[2], counts[3]));
        Assert.Equal((merged, merged, 1L), (counts[5] == 0, counts[6] == 1, counts[7]));
        return ((int)counts[0], (int)counts[1]);
    }

    /// <summary>Two replicas of their own, so that killing them disturbs no other test.</summary>
    public sealed class Killable : IAsyncLifetime
    {
        public LeadsWorld World { get; } = new();

        public ValueTask InitializeAsync() => World.InitializeAsync();

        public ValueTask DisposeAsync() => World.DisposeAsync();
    }
}
