using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>The inbox's statements, all of them in the transaction that the context holds.</summary>
internal sealed class InboxSql(JournalDbContext db, string schema)
{
    private const string Beginning = ":beginning";

    private readonly NpgsqlConnection _connection = (NpgsqlConnection)db.Database.GetDbConnection();
    private readonly NpgsqlTransaction _transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();

    /// <summary>Notes the event's id. False: it was noted before, its effect is here. Waits for a twin in flight.</summary>
    public async Task<bool> RememberAsync(CloudEvent e, DateTimeOffset now, CancellationToken stop) =>
        await ExecuteAsync($"insert into {schema}.inbox (source, event_id, received_at) values ($1, $2, $3) on conflict do nothing", stop, e.Source, e.Id, now) == 1;

    /// <summary>Notes the ids of many, and says which of them were not noted before. Waits for twins in flight.</summary>
    public async Task<HashSet<(string Source, string Id)>> RememberAsync(IReadOnlyCollection<CloudEvent> events, DateTimeOffset now, CancellationToken stop)
    {
        // In one order, so that two transactions with the same events do not wait for each other.
        var ordered = events.OrderBy(e => e.Source, StringComparer.Ordinal).ThenBy(e => e.Id, StringComparer.Ordinal).ToList();
        await using var command = Command(
            $"insert into {schema}.inbox (source, event_id, received_at) select source, id, $3 from unnest($1::text[], $2::text[]) as e (source, id) on conflict do nothing returning source, event_id",
            [ordered.Select(e => e.Source).ToArray(), ordered.Select(e => e.Id).ToArray(), now]);
        await using var reader = await command.ExecuteReaderAsync(stop);
        HashSet<(string, string)> fresh = [];
        while (await reader.ReadAsync(stop))
        {
            fresh.Add((reader.GetString(0), reader.GetString(1)));
        }

        return fresh;
    }

    /// <summary>The last applied sequence of the event's aggregate, 0 for a new one; locked until the transaction ends.</summary>
    public async Task<long> LockProgressAsync(CloudEvent e, CancellationToken stop) => (long)(await ScalarAsync(
        $"insert into {schema}.inbox_progress as progress (source, aggregate_id, last_sequence) values ($1, $2, 0) " +
        "on conflict (source, aggregate_id) do update set last_sequence = progress.last_sequence returning last_sequence",
        stop, e.Source, e.AggregateId))!;

    public Task SaveProgressAsync(CloudEvent e, long last, CancellationToken stop) =>
        ExecuteAsync($"update {schema}.inbox_progress set last_sequence = $3 where source = $1 and aggregate_id = $2", stop, e.Source, e.AggregateId, last);

    /// <summary>Notes where this consumer began with the event's aggregate: a row of the same table, under a source that no service can have.</summary>
    public Task SaveBeginningAsync(CloudEvent e, CancellationToken stop) => ExecuteAsync(
        $"insert into {schema}.inbox_progress (source, aggregate_id, last_sequence) values ($1, $2, $3) on conflict do nothing", stop, $"{e.Source}{Beginning}", e.AggregateId, e.Sequence);

    /// <summary>The sequence with which this consumer began; 1 when it began with the aggregate.</summary>
    public async Task<long> BeginningAsync(CloudEvent e, CancellationToken stop) => (long?)await ScalarAsync(
        $"select last_sequence from {schema}.inbox_progress where source = $1 and aggregate_id = $2", stop, $"{e.Source}{Beginning}", e.AggregateId) ?? 1;

    public Task ParkAsync(string topic, CloudEvent e, string envelope, DateTimeOffset now, CancellationToken stop) =>
        ExecuteAsync(
            $"insert into {schema}.inbox_parked (source, aggregate_id, sequence, topic, envelope, parked_at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
            stop, e.Source, e.AggregateId, e.Sequence, topic, envelope, now);

    /// <summary>Takes out the parked event with that sequence; null when it is not there.</summary>
    public async Task<string?> UnparkAsync(CloudEvent e, long sequence, CancellationToken stop) =>
        (string?)await ScalarAsync(
            $"delete from {schema}.inbox_parked where source = $1 and aggregate_id = $2 and sequence = $3 returning envelope", stop, e.Source, e.AggregateId, sequence);

    private async Task<int> ExecuteAsync(string sql, CancellationToken stop, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(stop);
    }

    private async Task<object?> ScalarAsync(string sql, CancellationToken stop, params object[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteScalarAsync(stop);
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = new NpgsqlCommand(sql, _connection, _transaction);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return command;
    }
}
