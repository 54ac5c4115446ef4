using CoretimeDesk.Journal.Tests.World;
using CoretimeDesk.Sealing;
using CoretimeDesk.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CoretimeDesk.Journal.Tests.Sealing;

public sealed class SealingTheJournal(PostgresFixture postgres)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Every_row_lies_under_one_seal_and_the_seals_are_one_chain()
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        await using var world = await TallyWorld.StartAsync(postgres);
        var replica = await world.ReplicaAsync(sealLeavesMax: 5);
        for (var round = 0; round < 6; round++)
        {
            for (var i = random.Next(0, 12); i > 0; i--)
            {
                (await TallyWorld.CountAsync(replica, Guid.NewGuid())).OrThrow();
            }

            await TallyWorld.SealAllAsync(replica);
        }

        (await TallyWorld.CountAsync(replica, Guid.NewGuid())).OrThrow();
        await TallyWorld.SealAllAsync(replica);
        Assert.Empty(await TallyWorld.FaultsAsync(replica));
        await RequireOneChainAsync(world, replica);
        foreach (var id in await world.ColumnAsync<Guid>("select event_id from tally.journal"))
        {
            var proof = (await Desk(replica).ProveAsync(id, Patience, CancellationToken.None))!;
            Assert.Equal(id, proof.Row.EventId);
            Assert.True(proof.LeadsToRoot(), $"{id}");
            Assert.True(world.Keys.Public.Verifies(proof.SignedSeal));
            Assert.False((proof with { Row = proof.Row with { ActorName = "Eve" } }).LeadsToRoot());
            Assert.False((proof with { Row = proof.Row with { Service = "leads" } }).LeadsToRoot());
            Assert.False((proof with { Index = proof.Index + 1 }).LeadsToRoot());
        }
    }

    [Fact]
    public async Task Rows_are_sealed_in_the_order_of_their_transactions_also_where_the_numbers_get_a_digit_more()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replica = await world.ReplicaAsync();
        (await TallyWorld.CountAsync(replica, Guid.NewGuid())).OrThrow();
        await world.ExecuteAsync("""
            do $$
            declare digits int := length(pg_current_xact_id()::text);
            begin
                while length(pg_current_xact_id()::text) = digits loop commit; end loop;
            end $$
            """);
        (await TallyWorld.CountAsync(replica, Guid.NewGuid())).OrThrow();
        await TallyWorld.SealAllAsync(replica);

        Assert.Equal([2L], await world.ColumnAsync<long>("select count(distinct length(tx::text)) from tally.journal"));
        Assert.Empty(await world.ColumnAsync<long>("select number from tally.seals where first_tx > last_tx"));
        Assert.Empty(await TallyWorld.FaultsAsync(replica));
        await RequireOneChainAsync(world, replica);
    }

    [Fact]
    public async Task A_proof_that_is_asked_for_does_not_wait_for_the_clock()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replica = await world.ReplicaAsync();
        (await TallyWorld.CountAsync(replica, Guid.NewGuid())).OrThrow();
        var id = await world.ScalarAsync<Guid>("select event_id from tally.journal");

        var proof = await Desk(replica).ProveAsync(id, Patience, CancellationToken.None);

        Assert.True(proof!.LeadsToRoot());
        Assert.Equal(TallyWorld.Ada.Name, proof.Row.ActorName);
        await Assert.ThrowsAsync<RefusedException>(() => Desk(replica).ProveAsync(Guid.NewGuid(), Patience, CancellationToken.None));
    }

    [Fact]
    public async Task A_late_commit_comes_under_a_later_seal_and_is_not_skipped()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replica = await world.ReplicaAsync();
        (await TallyWorld.CountAsync(replica, Guid.NewGuid())).OrThrow();
        await TallyWorld.SealAllAsync(replica);

        await using var slow = await world.Database.OpenConnectionAsync();
        await using var transaction = await slow.BeginTransactionAsync();
        var late = Guid.NewGuid();
        await InsertAsync(slow, late);
        (await TallyWorld.CountAsync(replica, Guid.NewGuid())).OrThrow();

        // The row that is committed lies behind the one that is not: neither may be sealed yet.
        Assert.Equal(0, await Desk(replica).SealAsync(CancellationToken.None));
        Assert.Null(await Desk(replica).ProveAsync(await world.ScalarAsync<Guid>("select event_id from tally.journal order by tx desc limit 1"), TimeSpan.Zero, CancellationToken.None));
        await transaction.CommitAsync();

        Assert.True((await Desk(replica).ProveAsync(late, Patience, CancellationToken.None))!.LeadsToRoot());
        await TallyWorld.SealAllAsync(replica);
        Assert.Empty(await TallyWorld.FaultsAsync(replica));
        await RequireOneChainAsync(world, replica);
    }

    [Fact]
    public async Task Replicas_that_seal_at_once_make_one_chain()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        IServiceProvider[] replicas = [await world.ReplicaAsync(sealLeavesMax: 3), await world.ReplicaAsync(sealLeavesMax: 4), await world.ReplicaAsync(sealLeavesMax: 1)];
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(async w =>
        {
            for (var i = 0; i < 10; i++)
            {
                (await TallyWorld.CountAsync(replicas[w % replicas.Length], Guid.NewGuid())).OrThrow();
            }
        }));
        var sealing = replicas.SelectMany(r => new[] { r, r }).Select(async r =>
        {
            while (!writing.IsCompleted)
            {
                await Desk(r).SealAsync(CancellationToken.None);
            }
        });

        await Task.WhenAll([writing, .. sealing]);
        await Task.WhenAll(replicas.Select(TallyWorld.SealAllAsync));

        Assert.Equal(40, await world.ScalarAsync<long>("select sum(leaf_count) from tally.seals"));
        Assert.Empty(await TallyWorld.FaultsAsync(replicas[0]));
        await RequireOneChainAsync(world, replicas[0]);
    }

    [Fact]
    public async Task A_replica_that_is_killed_between_leaves_nothing_and_another_goes_on()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replica = await world.ReplicaAsync();
        (await TallyWorld.CountAsync(replica, Guid.NewGuid())).OrThrow();
        await TallyWorld.SealAllAsync(replica);
        (await TallyWorld.CountAsync(replica, Guid.NewGuid())).OrThrow();

        // The table is locked, so that a seal stops half-way: rows read, root signed, not yet written.
        await using var keeper = await world.Database.OpenConnectionAsync();
        await using var held = await keeper.BeginTransactionAsync();
        await RunAsync(keeper, "lock table tally.seals in exclusive mode");
        var sealing = Task.Run(async () =>
        {
            while (true)
            {
                await Desk(replica).SealAsync(CancellationToken.None);
                await Task.Delay(20);
            }
        });
        await TallyWorld.UntilAsync(
            async () => await world.ScalarAsync<long>("select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%insert into tally.seals%' and datname = current_database()") == 1,
            "a seal waits to be written");
        await world.ExecuteAsync("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and query like '%insert into tally.seals%' and datname = current_database()");
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => sealing);
        await held.RollbackAsync();

        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from tally.seals"));
        await TallyWorld.SealAllAsync(await world.ReplicaAsync());
        Assert.Equal(2, await world.ScalarAsync<long>("select sum(leaf_count) from tally.seals"));
        Assert.Empty(await TallyWorld.FaultsAsync(replica));
        await RequireOneChainAsync(world, replica);
    }

    [Fact]
    public async Task Without_a_key_nothing_is_sealed_and_a_new_key_does_not_break_the_chain()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replica = await world.ReplicaAsync();
        world.Keys.Empty = true;
        (await TallyWorld.CountAsync(replica, Guid.NewGuid())).OrThrow();
        Assert.Equal(0, await Desk(replica).SealAsync(CancellationToken.None));

        world.Keys.Empty = false;
        await TallyWorld.SealAllAsync(replica);
        world.Keys.Rotate();
        (await TallyWorld.CountAsync(replica, Guid.NewGuid())).OrThrow();
        await TallyWorld.SealAllAsync(replica);

        Assert.Equal(2, await world.ScalarAsync<long>("select count(distinct key_id) from tally.seals"));
        Assert.Empty(await TallyWorld.FaultsAsync(replica));
    }

    [Fact]
    public async Task A_journal_that_was_restored_into_a_younger_server_is_not_sealed_on()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replica = await world.ReplicaAsync();
        (await TallyWorld.CountAsync(replica, Guid.NewGuid())).OrThrow();
        await TallyWorld.SealAllAsync(replica);
        await world.ExecuteAsync("alter table tally.seals disable trigger user; update tally.seals set last_tx = '999999999999'");

        var failure = await Assert.ThrowsAsync<SealException>(() => Desk(replica).SealAsync(CancellationToken.None));
        Assert.Contains("restored", failure.Message, StringComparison.Ordinal);
    }

    internal static async Task InsertAsync(NpgsqlConnection connection, Guid id)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into tally.journal (aggregate_id, version, sequence, event_id, aggregate_type, type, payload, actor_id, actor_name, occurred_at)
            values (gen_random_uuid(), 1, 1, $1, 'tally', 'coretimedesk.leads.LeadOpened.v1', '{}', gen_random_uuid(), 'Bob', now())
            """,
            connection);
        command.Parameters.AddWithValue(id);
        await command.ExecuteNonQueryAsync();
    }

    private static SealDesk Desk(IServiceProvider replica) => replica.GetRequiredService<SealDesk>();

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task RequireOneChainAsync(TallyWorld world, IServiceProvider replica)
    {
        var seals = await Desk(replica).ListAsync(0, 1000, CancellationToken.None);
        var previous = Seal.Nothing;
        for (var i = 0; i < seals.Count; i++)
        {
            Assert.Equal(i + 1, seals[i].Seal.Number);
            Assert.Equal(previous, seals[i].Seal.Previous);
            previous = seals[i].Seal.Hash();
        }

        Assert.Equal(await world.ScalarAsync<long>("select count(*) from tally.journal"), seals.Sum(s => s.Seal.Leaves));
        Assert.Equal(seals.Skip(1), await Desk(replica).ListAsync(1, 1000, CancellationToken.None));
        Assert.Equal(seals.Take(1), await Desk(replica).ListAsync(0, 1, CancellationToken.None));
    }
}
