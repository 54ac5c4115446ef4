using CoretimeDesk.Journal.Tests.World;
using CoretimeDesk.Testing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CoretimeDesk.Journal.Tests.Sealing;

/// <summary>Somebody with every right on the database: triggers are off, and the desk's programs do not notice when they write.</summary>
public sealed class ChangingWhatIsSealed(PostgresFixture postgres)
{
    [Theory]
    [InlineData("update tally.journal set payload = '{\"title\":\"9\"}' where event_id = $1", "is not what was sealed")]
    [InlineData("update tally.journal set actor_name = 'Eve' where event_id = $1", "is not what was sealed")]
    [InlineData("update tally.journal set actor_id = gen_random_uuid() where event_id = $1", "is not what was sealed")]
    [InlineData("update tally.journal set occurred_at = occurred_at + interval '1 microsecond' where event_id = $1", "is not what was sealed")]
    [InlineData("update tally.journal set version = version + 1 where event_id = $1", "is not what was sealed")]
    [InlineData("update tally.journal set sequence = null where event_id = $1", "is not what was sealed")]
    [InlineData("update tally.journal set type = 'coretimedesk.leads.LeadClaimed.v1' where event_id = $1", "is not what was sealed")]
    [InlineData("update tally.journal set aggregate_id = gen_random_uuid() where event_id = $1", "is not what was sealed")]
    [InlineData("update tally.journal set aggregate_type = 'other' where event_id = $1", "is not what was sealed")]
    [InlineData("update tally.journal set rule_version = '7' where event_id = $1", "is not what was sealed")]
    [InlineData("update tally.journal set request_id = null where event_id = $1", "is not what was sealed")]
    [InlineData("update tally.journal set event_id = gen_random_uuid() where event_id = $1", "is not what was sealed")]
    [InlineData("delete from tally.journal where event_id = $1", "It was made over 4 rows, and 3 are there")]
    [InlineData("update tally.journal set tx = '999999999' where event_id = $1", "It was made over 4 rows, and 3 are there")]
    [InlineData(
        """
        insert into tally.journal (aggregate_id, version, sequence, event_id, aggregate_type, type, payload, actor_id, actor_name, occurred_at, tx)
        select gen_random_uuid(), 1, 1, gen_random_uuid(), aggregate_type, type, payload, actor_id, actor_name, occurred_at, tx from tally.journal where event_id = $1
        """,
        "It was made over 4 rows, and 5 are there")]
    public async Task Of_a_row_is_found_and_named(string sql, string found)
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var (replica, ids) = await SealedAsync(world);

        await MeddleAsync(world, sql, ids[5]);

        var fault = Assert.Single(await TallyWorld.FaultsAsync(replica));
        Assert.StartsWith("2: ", fault, StringComparison.Ordinal);
        Assert.Contains(found, fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_row_keeps_it_from_being_proved()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var (replica, ids) = await SealedAsync(world);
        await MeddleAsync(world, "update tally.journal set actor_name = 'Eve' where event_id = $1", ids[5]);

        var desk = replica.GetRequiredService<SealDesk>();
        await Assert.ThrowsAsync<SealException>(() => desk.ProveAsync(ids[5], TimeSpan.FromSeconds(30), CancellationToken.None));
        Assert.True((await desk.ProveAsync(ids[4], TimeSpan.FromSeconds(30), CancellationToken.None))!.LeadsToRoot());
    }

    [Fact]
    public async Task Of_a_row_and_back_leaves_nothing_to_find()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var (replica, ids) = await SealedAsync(world);
        await MeddleAsync(world, "update tally.journal set actor_name = 'Eve' where event_id = $1", ids[0]);
        Assert.Single(await TallyWorld.FaultsAsync(replica));
        await MeddleAsync(world, "update tally.journal set actor_name = 'Ada', published_at = now() where event_id = $1", ids[0]);
        Assert.Empty(await TallyWorld.FaultsAsync(replica));
    }

    [Theory]
    [InlineData("update tally.seals set root = repeat('a', 64), hash = hash where number = 2", 2, "Its stored hash")]
    [InlineData("update tally.seals set leaves = set_byte(leaves, 40, get_byte(leaves, 40) # 1) where number = 2", 2, "Its stored leaves")]
    [InlineData("update tally.seals set signature = '30' || signature where number = 2", 2, "Its signature")]
    [InlineData("update tally.seals set sealed_at = sealed_at - interval '1 day' where number = 2", 2, "Its stored hash")]
    [InlineData("update tally.seals set previous = repeat('a', 64) where number = 2", 2, "the chain is broken")]
    [InlineData("update tally.seals set key_id = repeat('a', 64) where number = 2", 2, "Its stored hash")]
    [InlineData("delete from tally.seals where number = 2", 3, "Seal 2 is missing")]
    public async Task Of_a_seal_is_found(string sql, int number, string found)
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var (replica, _) = await SealedAsync(world);

        await MeddleAsync(world, sql);

        Assert.StartsWith($"{number}: ", (await TallyWorld.FaultsAsync(replica))[0], StringComparison.Ordinal);
        Assert.Contains(found, (await TallyWorld.FaultsAsync(replica))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task And_computing_the_seal_anew_without_the_key_is_found_as_well()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var (replica, ids) = await SealedAsync(world);
        await MeddleAsync(world, "update tally.journal set actor_name = 'Eve' where event_id = $1", ids[^1]);

        // The last seal is made again by somebody who knows how, with a key of their own.
        await MeddleAsync(world, "delete from tally.seals where number = 3");
        world.Keys.Rotate();
        await TallyWorld.SealAllAsync(replica);
        world.Keys.ForgetNewest();

        Assert.Contains("which the desk does not have", Assert.Single(await TallyWorld.FaultsAsync(replica)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("update tally.seals set root = root")]
    [InlineData("delete from tally.seals")]
    [InlineData("truncate tally.seals")]
    public async Task Is_refused_by_the_table_itself(string sql)
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        await SealedAsync(world);
        var failure = await Assert.ThrowsAsync<PostgresException>(() => world.ExecuteAsync(sql));
        Assert.Equal("a seal is final", failure.MessageText);
    }

    /// <summary>Ten rows under three seals of four, four and two.</summary>
    private static async Task<(IServiceProvider Replica, List<Guid> Ids)> SealedAsync(TallyWorld world)
    {
        var replica = await world.ReplicaAsync(sealLeavesMax: 4);
        for (var i = 0; i < 10; i++)
        {
            (await TallyWorld.CountAsync(replica, Guid.NewGuid())).OrThrow();
        }

        // One after the other, so that a row held back by another test's transaction does not change the cut.
        await TallyWorld.UntilAsync(
            async () => await world.ScalarAsync<long>("select count(*) from tally.journal where tx < pg_snapshot_xmin(pg_current_snapshot())") == 10, "no older transaction runs");
        await TallyWorld.SealAllAsync(replica);
        Assert.Equal([4, 4, 2], await world.ColumnAsync<int>("select leaf_count from tally.seals order by number"));
        Assert.Empty(await TallyWorld.FaultsAsync(replica));
        return (replica, await world.ColumnAsync<Guid>("select event_id from tally.journal order by tx, position"));
    }

    private static async Task MeddleAsync(TallyWorld world, string sql, Guid? id = null)
    {
        await world.ExecuteAsync("alter table tally.journal disable trigger user; alter table tally.seals disable trigger user");
        await using var command = world.Database.CreateCommand(sql);
        if (id is { } given)
        {
            command.Parameters.AddWithValue(given);
        }

        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
