using CoretimeDesk.Journal;
using CoretimeDesk.Journal.Tests.World;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Journal.Tests;

/// <summary>Events whose order does not matter are saved many at once; what each of them causes is as if it had come alone.</summary>
public sealed class ReceivingTogether(PostgresFixture postgres)
{
    private const int Many = 300;

    [Theory]
    [InlineData(Applying.Together)]
    [InlineData(Applying.InCompany)]
    public async Task Many_at_once_any_number_of_times_on_two_replicas_have_one_effect_each(Applying applying)
    {
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        var random = new Random(seed);
        await using var world = await TallyWorld.StartAsync(postgres);
        var inboxes = new[] { await InboxAsync(world, applying), await InboxAsync(world, applying) };
        var events = Events().SelectMany(e => Enumerable.Repeat(e, random.Next(1, 4))).ToArray();
        random.Shuffle(events);
        await Task.WhenAll(events.Select((e, i) => DeliverAsync(inboxes[i % 2], e)));

        Assert.Equal(Many, await world.ScalarAsync<long>("select count(*) from tally.applied"));
        Assert.Equal(Many, await world.ScalarAsync<long>("select count(distinct event_id) from tally.applied"));
        Assert.Equal(Many, await world.ScalarAsync<long>("select count(*) from tally.inbox"));
        var transactions = await world.ScalarAsync<long>("select count(distinct xmin::text) from tally.applied");
        Assert.True(transactions < Many / 3, $"{transactions} transactions for {Many} events: hardly any came together.");
        Assert.Equal(applying == Applying.Together ? Many : 0, world.Moods.Together.Sum());
    }

    [Theory]
    [InlineData(Applying.Together)]
    [InlineData(Applying.InCompany)]
    public async Task One_that_cannot_be_applied_does_not_keep_back_the_others(Applying applying)
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var (inbox, events) = (await InboxAsync(world, applying), Events().ToList());
        world.Moods.Fails = e => e.Id == events[7].Id;
        var results = await Task.WhenAll(events.Select(e => inbox.ReceiveAsync("leads", e.ToJson(), default)));

        Assert.Equal([7], results.Index().Where(r => r.Item.Delivery != Delivery.Success).Select(r => r.Index));
        Assert.Equal((Delivery.Retry, "a handler failed"), (results[7].Delivery, results[7].Reason));
        Assert.Equal(Many - 1, await world.ScalarAsync<long>("select count(*) from tally.applied"));

        world.Moods.Fails = _ => false;
        await DeliverAsync(inbox, events[7]);
        Assert.Equal(Many, await world.ScalarAsync<long>("select count(distinct event_id) from tally.applied"));
    }

    [Theory]
    [InlineData(Applying.Together)]
    [InlineData(Applying.InCompany)]
    public async Task While_the_database_cuts_connections_all_are_to_come_again_and_none_is_applied_twice(Applying applying)
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var inbox = await InboxAsync(world, applying);
        using var ended = new CancellationTokenSource();
        var cutting = Task.Run(async () =>
        {
            var cuts = 0L;
            // A few times, and not for ever: what is cut each time that it begins never ends.
            for (var look = 0; look < 30 && !ended.IsCancellationRequested; look++)
            {
                cuts += await world.ScalarAsync<long>("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and usename = current_user and pid <> pg_backend_pid()");
                await Task.Delay(50);
            }

            return cuts;
        });
        foreach (var some in Events().Chunk(20))
        {
            await Task.WhenAll(some.Select(e => DeliverAsync(inbox, e)));
        }

        await ended.CancelAsync();
        Assert.True(await cutting > 0, "Nothing was cut.");
        Assert.Equal(Many, await world.ScalarAsync<long>("select count(*) from tally.applied"));
        Assert.Equal(Many, await world.ScalarAsync<long>("select count(distinct event_id) from tally.applied"));
    }

    [Fact]
    public async Task What_handlers_of_a_company_tell_is_published()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        await using var sidecar = await FakeSidecar.StartAsync();
        world.Moods.Tells = true;
        var inbox = (await world.ReplicaAsync(sidecar.Address, Ordering.AnyOrder, applying: Applying.InCompany)).GetRequiredService<IEventInbox>();
        await Task.WhenAll(Events().Take(20).Select(e => DeliverAsync(inbox, e)));
        await TallyWorld.UntilAsync(async () => await world.ScalarAsync<long>("select count(*) from tally.journal where published_at is not null") == 20, "20 events are published");
    }

    [Fact]
    public void Needs_a_topic_in_any_order()
    {
        Func<Subscriptions<TallyDb>, Subscriptions<TallyDb>>[] ways = [s => s.Together<LeadOpened, NotingTogether>("leads"), s => s.InCompany<LeadOpened, Noting>("leads")];
        foreach (var way in ways)
        {
            var e = Assert.Throws<InvalidOperationException>(() => way(new Subscriptions<TallyDb>().To("leads", Ordering.PerAggregate)));
            Assert.Contains("Ordering.AnyOrder", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void In_company_is_a_type_for_all_of_its_handlers_or_for_none()
    {
        Func<Subscriptions<TallyDb>, Subscriptions<TallyDb>> alone = s => s.On<LeadOpened, Noting>("leads"), inCompany = s => s.InCompany<LeadOpened, Noting>("leads");
        foreach (var (first, second) in new[] { (alone, inCompany), (inCompany, alone) })
        {
            var named = first(new Subscriptions<TallyDb>().To("leads", Ordering.AnyOrder));
            Assert.Contains("LeadOpened of topic \"leads\" takes it in company", Assert.Throws<InvalidOperationException>(() => second(named)).Message, StringComparison.Ordinal);
        }

        _ = inCompany(inCompany(new Subscriptions<TallyDb>().To("leads", Ordering.AnyOrder)));
    }

    [Fact]
    public void Is_the_only_handler_of_its_type_whichever_was_named_first()
    {
        Func<Subscriptions<TallyDb>, Subscriptions<TallyDb>> alone = s => s.On<LeadOpened, Noting>("leads"), together = s => s.Together<LeadOpened, NotingTogether>("leads");
        foreach (var (first, second) in new[] { (alone, together), (together, alone), (together, together) })
        {
            var named = first(new Subscriptions<TallyDb>().To("leads", Ordering.AnyOrder));
            Assert.Contains("has a handler already", Assert.Throws<InvalidOperationException>(() => second(named)).Message, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<CloudEvent> Events() => Enumerable.Range(0, Many).Select(i => TallyWorld.Event(Guid.Parse($"018f0000-0000-7000-8000-{i % 10:x12}"), 1 + (i / 10)));

    private static async Task DeliverAsync(IEventInbox inbox, CloudEvent e)
    {
        DeliveryResult result;
        do
        {
            result = await inbox.ReceiveAsync("leads", e.ToJson(), default);
        }
        while (result.Delivery == Delivery.Retry);
        Assert.Equal(Delivery.Success, result.Delivery);
    }

    private static async Task<IEventInbox> InboxAsync(TallyWorld world, Applying applying) => (await world.ReplicaAsync(ordering: Ordering.AnyOrder, applying: applying)).GetRequiredService<IEventInbox>();
}
