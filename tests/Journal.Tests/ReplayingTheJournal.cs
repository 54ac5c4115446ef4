using CoretimeDesk.Journal;
using CoretimeDesk.Journal.Tests.World;
using CoretimeDesk.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Journal.Tests;

public sealed class ReplayingTheJournal(PostgresFixture postgres)
{
    private const string Insert = """
        insert into tally.journal (aggregate_id, version, sequence, event_id, aggregate_type, type, payload, actor_id, actor_name, occurred_at)
        values (gen_random_uuid(), 1, 1, gen_random_uuid(), 'tally', 'coretimedesk.leads.LeadOpened.v1', '{}', gen_random_uuid(), $1, now())
        """;

    [Fact]
    public async Task A_late_commit_is_never_overtaken()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var reader = (await world.ReplicaAsync()).GetRequiredService<JournalReader>();

        // "early" gets the lower number but commits after "late".
        await using var slow = await world.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var transaction = await slow.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await InsertAsync(slow, "early");
        await using (var quick = await world.Database.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await InsertAsync(quick, "late");
        }

        Assert.Empty(await NamesAsync(reader, default));
        await transaction.CommitAsync(TestContext.Current.CancellationToken);
        await EventuallyAsync(reader, "early", "late");
    }

    [Fact]
    public async Task A_rolled_back_number_does_not_hold_anybody_up()
    {
        await using var world = await TallyWorld.StartAsync(postgres);
        var reader = (await world.ReplicaAsync()).GetRequiredService<JournalReader>();
        await using (var lost = await world.Database.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var transaction = await lost.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await InsertAsync(lost, "lost");
        }

        await using var kept = await world.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await InsertAsync(kept, "kept");
        await EventuallyAsync(reader, "kept");
    }

    [Fact]
    public async Task A_reader_that_follows_and_restarts_sees_every_event_of_busy_writers_once()
    {
        const int writers = 12, each = 25;
        var seed = Environment.TickCount;
        TestContext.Current.SendDiagnosticMessage($"seed {seed}");
        await using var world = await TallyWorld.StartAsync(postgres);
        var reader = (await world.ReplicaAsync()).GetRequiredService<JournalReader>();
        var writing = Task.WhenAll(Enumerable.Range(0, writers).Select(async w =>
        {
            var random = new Random(seed + w);
            for (var i = 0; i < each; i++)
            {
                await using var connection = await world.Database.OpenConnectionAsync();
                await using var transaction = await connection.BeginTransactionAsync();
                await InsertAsync(connection, $"{w}/{i}");
                await Task.Delay(random.Next(0, 12));
                if (random.Next(10) == 0)
                {
                    await transaction.RollbackAsync();
                    i--;
                    continue;
                }

                await transaction.CommitAsync();
            }
        }));

        var seen = new List<string>();
        var position = default(ReplayPosition);
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (seen.Count < writers * each)
        {
            // A new stream every few entries, as after a lost connection.
            await foreach (var entry in reader.StreamAsync(position, stopAtEnd: false, deadline.Token).Take(Math.Min(7, (writers * each) - seen.Count)))
            {
                seen.Add(entry.ToCloudEvent("tally").ActorName);
                Assert.True(ReplayPosition.TryParse(entry.Position.ToString(), out position));
            }
        }

        await writing;
        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(writers * each, await world.ScalarAsync<long>("select count(*) from tally.journal"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("12-5", true)]
    [InlineData("18446744073709551615-9223372036854775807", true)]
    [InlineData("12", false)]
    [InlineData("-", false)]
    [InlineData("12-", false)]
    [InlineData("-5", false)]
    [InlineData("1-2-3", false)]
    [InlineData("18446744073709551616-1", false)]
    [InlineData(" 1-2", false)]
    public void A_position_is_read_exactly(string text, bool good) => Assert.Equal(good, ReplayPosition.TryParse(text, out _));

    private static async Task InsertAsync(Npgsql.NpgsqlConnection connection, string name)
    {
        await using var command = new Npgsql.NpgsqlCommand(Insert, connection);
        command.Parameters.AddWithValue(name);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Other tests' transactions on the same server hold a reader back for a moment; they must not change what it reads.</summary>
    private static Task EventuallyAsync(JournalReader reader, params string[] names) => TallyWorld.UntilAsync(async () =>
    {
        var seen = await NamesAsync(reader, default);
        Assert.Equal(names.Take(seen.Count), seen);
        return seen.Count == names.Length;
    }, string.Join(", ", names));

    private static async Task<List<string>> NamesAsync(JournalReader reader, ReplayPosition after) =>
        await reader.StreamAsync(after, stopAtEnd: true, TestContext.Current.CancellationToken).Select(e => e.ToCloudEvent("tally").ActorName).ToListAsync();
}
