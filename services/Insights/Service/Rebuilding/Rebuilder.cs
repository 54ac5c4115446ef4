using System.Runtime.CompilerServices;
using CoretimeDesk.Insights.Data;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Journal.V1;
using Npgsql;

namespace CoretimeDesk.Insights.Rebuilding;

/// <summary>
/// Makes everything anew from the journals of the parts of the desk. Journals are read and facts worked out while events still come in one by one; then both are exchanged in one
/// transaction, for whose length these events wait. Only what is otherwise than before is written.
/// </summary>
internal sealed class Rebuilder(NpgsqlDataSource database, IJournals journals, TimeProvider time)
{
    private const int Told = 1000;

    // An event that a journal did not show yet, because an older transaction hid it there, may have come by the bus already: such late ones are kept.
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    /// <summary>Does it, and tells how far it is. The last answer has the result.</summary>
    public async IAsyncEnumerable<RebuildResponse> RunAsync(string token, [EnumeratorCancellation] CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var alone = await OneRebuild.TakeAsync(connection, stop);
        var started = time.GetUtcNow();
        var staging = new Staging(connection);
        await staging.CreateAsync(stop);
        var (events, known) = (0L, await staging.KnownAsync(stop));
        foreach (var part in ToldHosting.Topics)
        {
            var (step, read, expected) = ($"reading {part}", 0L, known.GetValueOrDefault(part));
            await using var copy = await staging.AddObservationsAsync(stop);
            await foreach (var entry in journals.ReadAsync(part, token, stop))
            {
                read++;
                if (RowOf(part, entry) is { } row)
                {
                    events++;
                    await copy.AddAsync(row, stop);
                }

                if (read % Told == 0)
                {
                    yield return new() { Step = step, Done = read, Total = Math.Max(expected, read) };
                }
            }

            await copy.CompleteAsync(stop);
            yield return new() { Step = step, Done = read, Total = read };
        }

        await foreach (var done in new WorkingOut(staging, database).RunAsync(stop))
        {
            yield return new() { Step = "working out facts", Done = done, Total = Math.Max(events, done) };
        }

        yield return new() { Step = "exchanging", Done = 0, Total = events };
        await using var transaction = await connection.BeginTransactionAsync(stop);
        events = await staging.TakeOverAsync(started - Kept, stop);
        var result = await staging.ExchangeAsync(stop);
        await transaction.CommitAsync(CancellationToken.None);
        result.Events = events;
        yield return new() { Step = "done", Done = events, Total = events, Result = result };
    }

    private static ObservationRow? RowOf(string part, JournalEntry entry) => !EventCatalog.Default.TryFind(entry.Type, out var type) || !Subjects.IsKept(type) ? null : Observing.RowOf(
        part, entry.Type, Guid.Parse(entry.AggregateId), entry.Sequence, Guid.Parse(entry.ActorId), entry.OccurredAt.ToDateTimeOffset(), EventCatalog.Parse(type, entry.DataJson));
}

/// <summary>At most one rebuild runs at a time, on whatever replica.</summary>
internal sealed class OneRebuild : IAsyncDisposable
{
    private const string Name = $"hashtextextended('{InsightsDb.SchemaName}:rebuild', 0)";
    private readonly NpgsqlConnection _connection;

    private OneRebuild(NpgsqlConnection connection) => _connection = connection;

    public static async Task<OneRebuild> TakeAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({Name})", connection);
        return (bool)(await command.ExecuteScalarAsync(stop))!
            ? new(connection)
            : throw new RefusedException(new Refusal(RefusalKind.Precondition, "REBUILDING", "Facts are being rebuilt already. Wait until that is done."));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // The pool would hand the connection on, and the lock with it.
        if (_connection.State == System.Data.ConnectionState.Open)
        {
            await using var command = new NpgsqlCommand($"{Staging.Drop}; select pg_advisory_unlock({Name})", _connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
