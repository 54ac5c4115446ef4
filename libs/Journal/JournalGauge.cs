using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>How many events wait for the sidecar, and how long the oldest has waited.</summary>
/// <param name="Pending">Public events that are not acknowledged yet.</param>
/// <param name="Oldest">Age of the oldest of them; zero when none waits.</param>
/// <param name="DeadLetters">Received events that nobody has resolved.</param>
/// <param name="Parked">Received events that wait for a predecessor.</param>
public sealed record JournalBacklog(long Pending, TimeSpan Oldest, long DeadLetters, long Parked);

/// <summary>Measures a service's backlog, for health pages and <c>./desk status</c>.</summary>
public sealed class JournalGauge(NpgsqlDataSource database, JournalOptions options, TimeProvider time)
{
    /// <summary>One query; cheap, because only unfinished rows are indexed for it.</summary>
    public async Task<JournalBacklog> MeasureAsync(CancellationToken stop)
    {
        await using var command = database.CreateCommand($"""
            select (select count(*) from {options.Schema}.journal where published_at is null and sequence is not null),
                   (select min(occurred_at) from {options.Schema}.journal where published_at is null and sequence is not null),
                   (select count(*) from {options.Schema}.dead_letters where resolved_at is null),
                   (select count(*) from {options.Schema}.inbox_parked)
            """);
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        var oldest = reader.IsDBNull(1) ? TimeSpan.Zero : time.GetUtcNow() - reader.GetFieldValue<DateTimeOffset>(1);
        return new(reader.GetInt64(0), oldest < TimeSpan.Zero ? TimeSpan.Zero : oldest, reader.GetInt64(2), reader.GetInt64(3));
    }
}
