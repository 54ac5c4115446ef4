using CoretimeDesk.Journal.Tests.World;
using CoretimeDesk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Journal.Tests;

/// <summary>Who did what, newest first.</summary>
public sealed class LookingThroughTheJournal(PostgresFixture postgres)
{
    private static readonly JournalFilter All = new(null, "", null, "", null, null);
    private static readonly Guid Ada = Guid.NewGuid(), Bob = Guid.NewGuid();

    private const string Insert = """
        insert into tally.journal (aggregate_id, version, sequence, event_id, aggregate_type, type, payload, actor_id, actor_name, occurred_at)
        values ($1, $2, case when $3 then $2 end, gen_random_uuid(), 'tally', $4, '{"price": "1"}', $5, $6, $7)
        """;

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_repeat_newest_first()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var search = (await world.ReplicaAsync()).GetRequiredService<JournalSearch>();
        var tally = Guid.NewGuid();
        for (var i = 1; i <= 23; i++)
        {
            await InsertAsync(world, tally, i, at: At(i % 4)); // The same instant, and one that goes back: the journal's own order counts.
        }

        await ShownAsync(search, 23);
        var (seen, before) = (new List<long>(), (ReplayPosition?)null);
        while (await search.FindAsync(All, before, 5, TestContext.Current.CancellationToken) is { Count: > 0 } page)
        {
            seen.AddRange(page.Select(e => e.ToCloudEvent("tally").Sequence));
            before = page[^1].Position;
        }

        Assert.Equal(Enumerable.Range(1, 23).Select(i => (long)i).Reverse(), seen);
    }

    [Fact]
    public async Task Each_filter_narrows_and_a_private_event_says_no_more_than_that_it_happened()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var search = (await world.ReplicaAsync()).GetRequiredService<JournalSearch>();
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());
        await InsertAsync(world, one, 1, "coretimedesk.quoting.RuleVersionAdopted.v1", Ada, "Ada Lovelace", At(1));
        await InsertAsync(world, one, 2, "coretimedesk.leads.LeadOpened.v1", Bob, "Bob 100% _", At(2));
        await InsertAsync(world, two, 1, "coretimedesk.leads.ContactAdded.v1", Bob, "Bob 100% _", At(3), isPublic: false);
        await ShownAsync(search, 3);

        async Task<List<long>> FindAsync(JournalFilter filter) => [.. (await search.FindAsync(filter, null, 10, TestContext.Current.CancellationToken)).Select(e => e.ToCloudEvent("tally").Time.ToUnixTimeSeconds() - At(0).ToUnixTimeSeconds())];
        Assert.Equal([3 * 3600, 2 * 3600, 3600], await FindAsync(All));
        Assert.Equal([3600], await FindAsync(All with { ActorId = Ada }));
        Assert.Equal([3600], await FindAsync(All with { ActorName = "lovel" }));
        Assert.Equal([3 * 3600, 2 * 3600], await FindAsync(All with { ActorName = "100% _" }));
        Assert.Empty(await FindAsync(All with { ActorName = "a%e" }));
        Assert.Equal([2 * 3600, 3600], await FindAsync(All with { AggregateId = one }));
        Assert.Equal([3600], await FindAsync(All with { Type = "ruleversion" }));
        Assert.Equal([2 * 3600], await FindAsync(All with { From = At(2), Until = At(3) })); // The end does not belong to it.

        var entries = await search.FindAsync(All, null, 10, TestContext.Current.CancellationToken);
        Assert.Equal([(0L, ""), (2L, """{"price": "1"}"""), (1L, """{"price": "1"}""")], entries.Select(e => e.ToCloudEvent("tally")).Select(e => (e.Sequence, e.DataJson)));
    }

    /// <summary>Waits for rows to be shown: transactions of other tests on the same server may hold them back for a moment.</summary>
    private static Task ShownAsync(JournalSearch search, int rows) =>
        TallyWorld.UntilAsync(async () => (await search.FindAsync(All, null, 100, TestContext.Current.CancellationToken)).Count == rows, $"{rows} rows are shown");

    private static DateTimeOffset At(int hour) => new(2026, 11, 16, hour, 0, 0, TimeSpan.Zero);

    private static async Task InsertAsync(
        TallyWorld world, Guid tally, long version, string type = "coretimedesk.leads.LeadOpened.v1", Guid? actor = null, string name = "Ada", DateTimeOffset? at = null, bool isPublic = true)
    {
        await using var command = world.Database.CreateCommand(Insert);
        foreach (var value in new object[] { tally, version, isPublic, type, actor ?? Ada, name, at ?? At(0) })
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
