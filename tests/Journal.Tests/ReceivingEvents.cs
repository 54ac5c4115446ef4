using System.Text;
using CoretimeDesk.Journal;
using CoretimeDesk.Journal.Tests.World;
using CoretimeDesk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Journal.Tests;

public sealed class ReceivingEvents(PostgresFixture postgres)
{
    private static readonly Guid Lead = Guid.Parse("018f0000-0000-7000-8000-0000000000aa");

    [Fact]
    public async Task The_same_event_twenty_times_at_once_has_one_effect()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var inboxes = new[] { await InboxAsync(world), await InboxAsync(world) };
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => inboxes[i % 2].ReceiveAsync("leads", TallyWorld.Event(Lead, 1).ToJson(), default)));

        Assert.All(results, r => Assert.Equal(Delivery.Success, r.Delivery));
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from tally.applied"));
    }

    [Fact]
    public async Task Any_order_with_any_repetition_is_applied_in_order_and_once()
    {
        const int aggregates = 6, each = 15;
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        await using var world = await TallyWorld.StartAsync(postgres);
        var inbox = await InboxAsync(world);
        var events = Enumerable.Range(0, aggregates).Select(_ => Guid.NewGuid())
            .SelectMany(id => Enumerable.Range(1, each).Select(n => TallyWorld.Event(id, n)))
            .SelectMany(e => Enumerable.Repeat(e, random.Next(1, 4))).ToArray();
        random.Shuffle(events);
        await Parallel.ForEachAsync(events, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (e, stop) =>
        {
            DeliveryResult result;
            do
            {
                result = await inbox.ReceiveAsync("leads", e.ToJson(), stop);
            }
            while (result.Delivery == Delivery.Retry);
            Assert.Equal(Delivery.Success, result.Delivery);
        });

        var applied = await world.ColumnAsync<string>("select string_agg(sequence::text, ' ' order by ordinal) from tally.applied group by aggregate_id");
        Assert.Equal(aggregates, applied.Count);
        Assert.All(applied, line => Assert.Equal(string.Join(' ', Enumerable.Range(1, each)), line));
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from tally.inbox_parked"));
    }

    [Fact]
    public async Task An_early_event_waits_where_no_restart_loses_it()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        Assert.Equal(Delivery.Success, (await (await InboxAsync(world)).ReceiveAsync("leads", TallyWorld.Event(Lead, 2).ToJson(), default)).Delivery);
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from tally.applied"));

        await (await InboxAsync(world)).ReceiveAsync("leads", TallyWorld.Event(Lead, 1).ToJson(), default);
        Assert.Equal([1L, 2L], await world.ColumnAsync<long>("select sequence from tally.applied order by ordinal"));
    }

    [Fact]
    public async Task A_handler_that_fails_leaves_no_trace_and_gets_the_event_again()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var inbox = await InboxAsync(world);
        world.Moods.Fails = _ => true;
        Assert.Equal(Delivery.Retry, (await inbox.ReceiveAsync("leads", TallyWorld.Event(Lead, 1).ToJson(), default)).Delivery);
        Assert.Equal(0, await world.ScalarAsync<long>("select (select count(*) from tally.applied) + (select count(*) from tally.inbox)"));

        world.Moods.Fails = _ => false;
        Assert.Equal(Delivery.Success, (await inbox.ReceiveAsync("leads", TallyWorld.Event(Lead, 1).ToJson(), default)).Delivery);
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from tally.applied"));
    }

    [Theory]
    [InlineData(Ordering.PerAggregate, 1)] // What comes after it waits for it.
    [InlineData(Ordering.AnyOrder, 0)]
    public async Task An_event_nobody_here_cares_for_is_acknowledged_and_noted_only_where_order_matters(Ordering ordering, long noted)
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var inbox = (await world.ReplicaAsync(ordering: ordering)).GetRequiredService<IEventInbox>();
        var e = TallyWorld.Event(Lead, 1) with { Type = "coretimedesk.leads.AccountCreated.v1", DataJson = "{}" };
        Assert.Equal(Delivery.Success, (await inbox.ReceiveAsync("leads", e.ToJson(), default)).Delivery);
        Assert.Equal(noted, await world.ScalarAsync<long>("select count(*) from tally.inbox"));
    }

    [Fact]
    public async Task Fields_added_later_are_no_obstacle()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var e = TallyWorld.Event(Lead, 1) with { DataJson = """{"leadId":"x","addedInTwoYears":{"deep":[1,2]}}""" };
        Assert.Equal(Delivery.Success, (await (await InboxAsync(world)).ReceiveAsync("leads", e.ToJson(), default)).Delivery);
    }

    [Theory]
    [InlineData("", "no JSON")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{}", "specversion is missing")]
    [InlineData("""{"specversion":"0.3"}""", "specversion is \"0.3\"")]
    [InlineData("id", "id is missing")]
    [InlineData("source", "source is missing")]
    [InlineData("type", "type is missing")]
    [InlineData("time", "time is missing")]
    [InlineData("aggregateid", "aggregateid is missing")]
    [InlineData("sequence", "sequence is missing")]
    [InlineData("data", "data is missing")]
    [InlineData("""type=coretimedesk.leads.LeadVanished.v1""", "unknown to this version")]
    [InlineData("""type=coretimedesk.leads.LeadOpened.v2""", "another version than coretimedesk.leads.LeadOpened.v1")]
    [InlineData("""source=quoting""", "carries events of leads only")]
    [InlineData("""sequence=0""", "sequence is no number above 0")]
    [InlineData("""sequence=x""", "sequence is no number above 0")]
    [InlineData("""aggregateid=17""", "aggregateid is no UUID")]
    [InlineData("""time=yesterday""", "time is no RFC 3339 time")]
    public async Task Poison_is_refused_for_good_with_its_reason(string fault, string reason)
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var result = await (await InboxAsync(world)).ReceiveAsync("leads", Spoil(fault), default);
        Assert.Equal(Delivery.Drop, result.Delivery);
        Assert.Contains(reason, result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Data_of_the_wrong_shape_is_poison_too()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var e = TallyWorld.Event(Lead, 1) with { DataJson = """{"source":"LEAD_SOURCE_TELEPATHY"}""" };
        Assert.Equal(Delivery.Drop, (await (await InboxAsync(world)).ReceiveAsync("leads", e.ToJson(), default)).Delivery);
    }

    [Fact]
    public async Task Every_truncation_of_an_event_is_poison_and_nothing_worse()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var inbox = await InboxAsync(world);
        var whole = TallyWorld.Event(Lead, 1).ToJson();
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Equal(Delivery.Drop, (await inbox.ReceiveAsync("leads", whole.AsMemory(0, length), default)).Delivery);
        }
    }

    [Fact]
    public async Task A_dead_letter_is_kept_once_with_its_reason_and_can_be_tried_again()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var replica = await world.ReplicaAsync();
        var (inbox, letters) = (replica.GetRequiredService<IEventInbox>(), replica.GetRequiredService<DeadLetters>());
        await inbox.KeepDeadLetterAsync(TallyWorld.Event(Lead, 1).ToJson(), default);
        await inbox.KeepDeadLetterAsync(TallyWorld.Event(Lead, 1).ToJson(), default);
        await inbox.KeepDeadLetterAsync(Spoil("type=coretimedesk.leads.LeadOpened.v2"), default);
        await inbox.KeepDeadLetterAsync("\0not json"u8.ToArray(), default);

        var kept = await letters.ListAsync(10, null, false, default);
        Assert.Equal(3, kept.Count);
        Assert.Single(kept, k => k.Reason.Contains("no JSON", StringComparison.Ordinal));
        var future = Assert.Single(kept, k => k.Reason.Contains("another version", StringComparison.Ordinal));
        var exhausted = Assert.Single(kept, k => k.Reason.Contains("gave up after its retries", StringComparison.Ordinal));

        Assert.Equal("STILL_REFUSED", (await letters.RetryAsync(future, inbox, default))?.Reason);
        Assert.Null(await letters.RetryAsync(exhausted, inbox, default));
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from tally.applied"));
        Assert.Equal(2, (await letters.ListAsync(10, null, false, default)).Count);
    }

    private static async Task<IEventInbox> InboxAsync(TallyWorld world) => (await world.ReplicaAsync()).GetRequiredService<IEventInbox>();

    /// <summary>A good event without one attribute, with another value of it, or a body of its own.</summary>
    private static byte[] Spoil(string fault)
    {
        if (fault.Length == 0 || fault[0] is '{' or '[')
        {
            return Encoding.UTF8.GetBytes(fault);
        }

        var node = System.Text.Json.Nodes.JsonNode.Parse(TallyWorld.Event(Lead, 1).ToJson())!.AsObject();
        var parts = fault.Split('=');
        node.Remove(parts[0]);
        if (parts.Length == 2)
        {
            node[parts[0]] = parts[1];
        }

        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }
}
