using CoretimeDesk.Journal;
using CoretimeDesk.Journal.Tests.World;
using CoretimeDesk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Journal.Tests;

public sealed class PublishingTheOutbox(PostgresFixture postgres)
{
    private const string Unpublished = "select count(*) from tally.journal where published_at is null";

    [Fact]
    public async Task An_event_leaves_with_everything_a_consumer_needs()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        await using var sidecar = await FakeSidecar.StartAsync();
        var replica = await world.ReplicaAsync(sidecar.Address);
        var tally = Guid.NewGuid();
        await TallyWorld.CountAsync(replica, tally);
        await TallyWorld.UntilAsync(() => Task.FromResult(!sidecar.Accepted.IsEmpty), "the event");

        var e = sidecar.Accepted.Single();
        Assert.Equal(("tally", "coretimedesk.leads.LeadOpened.v1", tally, "tally", 1L, "Ada"), (e.Source, e.Type, e.AggregateId, e.AggregateType, e.Sequence, e.ActorName));
        Assert.Equal(await world.ScalarAsync<Guid>("select event_id from tally.journal"), Guid.Parse(e.Id));
    }

    [Fact]
    public async Task Two_replicas_and_a_sidecar_that_fails_and_hangs_up_lose_nothing_and_keep_each_aggregates_order()
    {
        const int aggregates = 15, each = 12;
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        await using var world = await TallyWorld.StartAsync(postgres);
        await using var sidecar = await FakeSidecar.StartAsync();
        sidecar.Decide = (n, _) => (new Random(seed + n).Next(20)) switch
        {
            0 => Answer.Refuse,
            1 => Answer.AcceptAndHangUp,
            _ => Answer.Accept,
        };
        var replicas = new[] { await world.ReplicaAsync(sidecar.Address), await world.ReplicaAsync(sidecar.Address) };
        var ids = Enumerable.Range(0, aggregates).Select(_ => Guid.NewGuid()).ToArray();
        await Task.WhenAll(ids.Select(async (id, i) =>
        {
            for (var n = 0; n < each; n++)
            {
                (await TallyWorld.CountAsync(replicas[i % 2], id)).OrThrow();
            }
        }));
        await TallyWorld.UntilAsync(async () => await world.ScalarAsync<long>(Unpublished) == 0, "an empty outbox");

        foreach (var id in ids)
        {
            var sequences = sidecar.Accepted.Where(e => e.AggregateId == id).Select(e => e.Sequence).ToList();

            // Repeats are allowed, overtaking is not: whenever a sequence shows up first, its predecessor was there before.
            var firsts = sequences.Distinct().ToList();
            Assert.Equal(Enumerable.Range(1, each).Select(n => (long)n), firsts);
        }

        var perId = sidecar.Accepted.GroupBy(e => (e.AggregateId, e.Sequence));
        Assert.All(perId, twins => Assert.Single(twins.Select(e => e.Id).Distinct()));
    }

    [Fact]
    public async Task While_the_sidecar_is_away_events_wait_and_the_gauge_says_so()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        await using var sidecar = await FakeSidecar.StartAsync();
        sidecar.Decide = (_, _) => Answer.Refuse;
        var replica = await world.ReplicaAsync(sidecar.Address);
        await TallyWorld.CountAsync(replica, Guid.NewGuid());
        var gauge = replica.GetRequiredService<JournalGauge>();
        await TallyWorld.UntilAsync(async () => (await gauge.MeasureAsync(default)).Oldest > TimeSpan.FromMilliseconds(100), "an ageing event");
        Assert.Equal(1, (await gauge.MeasureAsync(default)).Pending);

        sidecar.Decide = (_, _) => Answer.Accept;
        await TallyWorld.UntilAsync(async () => (await gauge.MeasureAsync(default)).Pending == 0, "an empty outbox");
        Assert.Single(sidecar.Accepted);
    }

    [Fact]
    public async Task A_command_in_one_replica_wakes_the_stream_of_another()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        await using var sidecar = await FakeSidecar.StartAsync();
        var writer = await world.ReplicaAsync(sidecar.Address);
        var other = await world.ReplicaAsync(sidecar.Address);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var next = other.GetRequiredService<JournalReader>().StreamAsync(default, false, deadline.Token).FirstAsync(deadline.Token).AsTask();
        await TallyWorld.CountAsync(writer, Guid.NewGuid());
        Assert.Equal("Ada", (await next).ToCloudEvent("tally").ActorName);
    }
}
