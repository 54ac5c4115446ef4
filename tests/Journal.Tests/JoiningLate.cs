using CoretimeDesk.Journal;
using CoretimeDesk.Journal.Tests.World;
using CoretimeDesk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Journal.Tests;

/// <summary>A consumer that begins to listen when an aggregate has been telling for long.</summary>
public sealed class JoiningLate(PostgresFixture postgres)
{
    private const Ordering FromFirstSeen = Ordering.PerAggregateFromFirstSeen;
    private static readonly Guid Chain = Guid.Parse("018f0000-0000-7000-8000-0000000000bb");

    [Fact]
    public async Task The_first_event_that_comes_is_the_beginning_and_all_after_it_keep_their_order()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var inbox = await InboxAsync(world);
        await TellAsync(inbox, 700, 703, 702, 703, 701, 700);
        Assert.Equal("700 701 702 703", await AppliedAsync(world));
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from tally.inbox_parked"));
    }

    [Fact]
    public async Task What_lies_before_the_beginning_is_applied_as_it_comes_and_once()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var inbox = await InboxAsync(world);
        await TellAsync(inbox, 10, 9, 11, 3, 9, 7, 3, 13, 12);
        Assert.Equal("10 9 11 3 7 12 13", await AppliedAsync(world));
    }

    [Fact]
    public async Task An_event_of_after_the_beginning_is_known_even_when_its_id_was_forgotten()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var inbox = await InboxAsync(world);
        await TellAsync(inbox, 10, 11, 12);
        await world.ExecuteAsync("delete from tally.inbox");
        await TellAsync(inbox, 10, 11, 12);
        Assert.Equal("10 11 12", await AppliedAsync(world));
    }

    [Fact]
    public async Task Who_was_there_from_the_start_sees_no_difference()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var inbox = await InboxAsync(world);
        await TellAsync(inbox, 1, 3, 2, 1, 4);
        Assert.Equal("1 2 3 4", await AppliedAsync(world));
    }

    [Fact]
    public async Task A_first_event_that_fails_is_no_beginning()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var inbox = await InboxAsync(world);
        world.Moods.Fails = e => e.Sequence == 20;
        Assert.Equal(Delivery.Retry, (await inbox.ReceiveAsync("leads", TallyWorld.Event(Chain, 20).ToJson(), default)).Delivery);
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from tally.inbox_progress"));

        world.Moods.Fails = _ => false;
        await TellAsync(inbox, 19, 20, 21);
        Assert.Equal("19 20 21", await AppliedAsync(world));
    }

    [Fact]
    public async Task Replicas_that_race_for_the_beginning_agree_on_one()
    {
        const int events = 24;
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        await using var world = await TallyWorld.StartAsync(postgres);
        var inboxes = new[] { await InboxAsync(world), await InboxAsync(world) };
        var deliveries = Enumerable.Range(500, events).SelectMany(n => Enumerable.Repeat((long)n, random.Next(1, 4))).ToArray();
        random.Shuffle(deliveries);
        await Parallel.ForEachAsync(deliveries.Index(), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (next, stop) =>
        {
            DeliveryResult result;
            do
            {
                result = await inboxes[next.Index % 2].ReceiveAsync("leads", TallyWorld.Event(Chain, next.Item).ToJson(), stop);
            }
            while (result.Delivery == Delivery.Retry);
            Assert.Equal(Delivery.Success, result.Delivery);
        });

        // Everything once; and from the beginning on, in order.
        var applied = (await AppliedAsync(world)).Split(' ').Select(long.Parse).ToList();
        var beginning = await world.ScalarAsync<long>("select last_sequence from tally.inbox_progress where source <> 'leads'");
        Assert.True(applied.Order().SequenceEqual(Enumerable.Range(500, events).Select(n => (long)n)), $"seed {seed}: {string.Join(' ', applied)}");
        Assert.Equal(Enumerable.Range((int)beginning, 500 + events - (int)beginning).Select(n => (long)n), applied.Where(n => n >= beginning));
        Assert.Equal(0, await world.ScalarAsync<long>("select count(*) from tally.inbox_parked"));
    }

    [Fact]
    public async Task Each_aggregate_has_a_beginning_of_its_own()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var inbox = await InboxAsync(world);
        var other = Guid.Parse("018f0000-0000-7000-8000-0000000000cc");
        await TellAsync(inbox, 5);
        Assert.Equal(Delivery.Success, (await inbox.ReceiveAsync("leads", TallyWorld.Event(other, 2).ToJson(), default)).Delivery);
        await TellAsync(inbox, 7, 6);
        Assert.Equal("5 6 7", await AppliedAsync(world));
        Assert.Equal([2L], await world.ColumnAsync<long>($"select sequence from tally.applied where aggregate_id = '{other}'"));
    }

    private static async Task<IEventInbox> InboxAsync(TallyWorld world) => (await world.ReplicaAsync(ordering: FromFirstSeen)).GetRequiredService<IEventInbox>();

    private static async Task TellAsync(IEventInbox inbox, params long[] sequences)
    {
        foreach (var sequence in sequences)
        {
            Assert.Equal(Delivery.Success, (await inbox.ReceiveAsync("leads", TallyWorld.Event(Chain, sequence).ToJson(), default)).Delivery);
        }
    }

    private static Task<string> AppliedAsync(TallyWorld world) => world.ScalarAsync<string>($"select coalesce(string_agg(sequence::text, ' ' order by ordinal), '') from tally.applied where aggregate_id = '{Chain}'");
}
