using CoretimeDesk.Journal;
using CoretimeDesk.Journal.Tests.World;
using CoretimeDesk.Testing;
using Npgsql;

namespace CoretimeDesk.Journal.Tests;

public sealed class RunningACommand(PostgresFixture postgres)
{
    [Fact]
    public async Task Saves_state_event_and_answer_together()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replica = await world.ReplicaAsync();
        var tally = Guid.NewGuid();
        var outcome = await TallyWorld.CountAsync(replica, tally);

        Assert.Equal("1", outcome.OrThrow().Lead.Title);
        Assert.Equal(1, await world.ScalarAsync<int>("select count from tally.tallies"));
        Assert.Equal("coretimedesk.leads.LeadOpened.v1 1 1 Ada", await world.ScalarAsync<string>("select concat_ws(' ', type, version, sequence, actor_name) from tally.journal"));
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from tally.requests"));
    }

    [Fact]
    public async Task A_repeat_gets_the_first_answer_and_changes_nothing()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replica = await world.ReplicaAsync();
        var (tally, request) = (Guid.NewGuid(), Guid.NewGuid());
        var first = await TallyWorld.CountAsync(replica, tally, request);
        await TallyWorld.CountAsync(replica, tally);
        var repeat = await TallyWorld.CountAsync(replica, tally, request);

        Assert.Equal(first.OrThrow(), repeat.OrThrow());
        Assert.Equal(2, await world.ScalarAsync<long>("select count(*) from tally.journal"));
    }

    [Fact]
    public async Task Twenty_twins_at_once_are_one_command()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replicas = new[] { await world.ReplicaAsync(), await world.ReplicaAsync() };
        var (tally, request) = (Guid.NewGuid(), Guid.NewGuid());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => TallyWorld.CountAsync(replicas[i % 2], tally, request)));

        Assert.All(outcomes, o => Assert.Equal("1", o.OrThrow().Lead.Title));
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from tally.journal"));
    }

    [Fact]
    public async Task A_no_stays_a_no_when_it_is_repeated_and_saves_nothing_else()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replica = await world.ReplicaAsync();
        var (tally, request) = (Guid.NewGuid(), Guid.NewGuid());
        var no = new Refusal(RefusalKind.Precondition, "TOO_EARLY", "Not yet.") { Facts = new Dictionary<string, string> { ["until"] = "noon" } };
        await TallyWorld.CountAsync(replica, tally, request, rule: _ => no);
        var repeat = await TallyWorld.CountAsync(replica, tally, request);

        Assert.Equal(("TOO_EARLY", "noon"), (repeat.Refusal!.Reason, repeat.Refusal.Facts["until"]));
        Assert.Equal(0, await world.ScalarAsync<long>("select (select count(*) from tally.journal) + (select count(*) from tally.tallies)"));
    }

    [Fact]
    public async Task A_no_that_is_evidence_is_saved_with_what_it_recorded_and_once()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var (replica, tally, request) = (await world.ReplicaAsync(), Guid.NewGuid(), Guid.NewGuid());
        var no = new Refusal(RefusalKind.Precondition, "SECOND", "Somebody else was first.");
        for (var i = 0; i < 3; i++)
        {
            var outcome = await TallyWorld.CountAsync(replica, tally, request, rule: _ => no, refused: scope => scope.KeepDespiteRefusal());
            Assert.Equal("SECOND", outcome.Refusal?.Reason);
        }

        Assert.Equal(999, await world.ScalarAsync<int>("select count from tally.tallies"));
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from tally.requests where refused"));
    }

    [Fact]
    public async Task A_no_drops_also_what_was_saved_on_the_way()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var (replica, tally) = (await world.ReplicaAsync(), Guid.NewGuid());
        var outcome = await TallyWorld.CountAsync(replica, tally, rule: _ => new(RefusalKind.Precondition, "NO", "No."), locked: true);
        Assert.Equal("NO", outcome.Refusal?.Reason);
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from tally.tallies"));
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from tally.requests where refused"));

        // The lock went with it.
        Assert.Null((await TallyWorld.CountAsync(replica, tally, locked: true)).Refusal);
    }

    [Fact]
    public async Task Commands_that_hold_a_lock_wait_for_each_other_and_none_is_turned_away()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replicas = new[] { await world.ReplicaAsync(), await world.ReplicaAsync(), await world.ReplicaAsync() };
        var tally = Guid.NewGuid();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => TallyWorld.CountAsync(replicas[i % 3], tally, locked: true)));

        Assert.All(outcomes, o => Assert.Null(o.Refusal));
        Assert.Equal(60, await world.ScalarAsync<int>("select count from tally.tallies"));

        // Time runs as the commands do: whoever came later in the journal did not decide earlier.
        var times = await world.ColumnAsync<DateTime>("select occurred_at from tally.journal order by version");
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task A_request_id_belongs_to_one_request()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replica = await world.ReplicaAsync();
        var (tally, request) = (Guid.NewGuid(), Guid.NewGuid());
        await TallyWorld.CountAsync(replica, tally, request);
        var other = await TallyWorld.CountAsync(replica, tally, request, title: "?");

        Assert.Equal("REQUEST_ID_REUSED", other.Refusal?.Reason);
        Assert.Equal("request_id", other.Refusal!.Fields.Single().Field);
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from tally.journal"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void A_request_id_must_be_a_uuid(string id)
    {
        var refused = Assert.Throws<RefusedException>(() => Command.Of(new Leads.V1.GetLeadRequest(), id, TallyWorld.Ada, "m"));
        Assert.Equal("request_id", refused.Refusal.Fields.Single().Field);
    }

    [Fact]
    public async Task Concurrent_commands_lose_no_count_and_leave_no_gap()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replicas = new[] { await world.ReplicaAsync(), await world.ReplicaAsync(), await world.ReplicaAsync() };
        var tally = Guid.NewGuid();
        await TallyWorld.CountAsync(replicas[0], tally);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => TallyWorld.CountAsync(replicas[i % 3], tally)));

        var done = outcomes.Count(o => o.Refusal is null);
        Assert.All(outcomes.Where(o => o.Refusal is not null), o => Assert.Equal(RefusalKind.Contended, o.Refusal!.Kind));
        Assert.Equal(done + 1, await world.ScalarAsync<int>("select count from tally.tallies"));
        Assert.Equal(Enumerable.Range(1, done + 1).Select(n => (long)n), await world.ColumnAsync<long>("select version from tally.journal order by version"));
    }

    [Theory]
    [InlineData("update tally.journal set payload = '{}'")]
    [InlineData("update tally.journal set actor_name = 'Eve'")]
    [InlineData("delete from tally.journal")]
    [InlineData("truncate tally.journal")]
    public async Task What_is_recorded_can_be_neither_changed_nor_removed(string sql)
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        await TallyWorld.CountAsync(await world.ReplicaAsync(), Guid.NewGuid());
        var refused = await Assert.ThrowsAsync<PostgresException>(() => world.ExecuteAsync(sql));
        Assert.Contains("append-only", refused.MessageText, StringComparison.Ordinal);
    }
}
