using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace CoretimeDesk.Journal;

/// <summary>One kept dead letter.</summary>
public sealed record DeadLetterRow(
    Guid Id, string Source, string EventId, string Type, string Topic, string Reason, string Envelope, DateTimeOffset ReceivedAt, DateTimeOffset? ResolvedAt);

/// <summary>The events that this service could not accept: kept, shown, and tried again when somebody asks.</summary>
public sealed class DeadLetters(NpgsqlDataSource database, JournalOptions options, TimeProvider time)
{
    private const string Columns = "dead_letter_id, source, event_id, type, topic, reason, envelope, received_at, resolved_at";

    /// <summary>Keeps an event. The same bytes again, while the first are unresolved, are no second letter.</summary>
    public Task KeepAsync(string topic, ReadOnlyMemory<byte> body, string reason, CancellationToken stop)
    {
        var (source, id, type) = CloudEvent.Describe(body);
        return ExecuteAsync(
            $"insert into {options.Schema}.dead_letters ({Columns}) select $1, $2, $3, $4, $5, $6, $7, $8, null " +
            $"where not exists (select from {options.Schema}.dead_letters where source = $2 and event_id = $3 and envelope = $7 and resolved_at is null)",
            stop, Guid.CreateVersion7(time.GetUtcNow()), source, id, type, topic, reason, CloudEvent.Keep(body), time.GetUtcNow());
    }

    /// <summary>Newest first; <paramref name="before"/> is the last id of the page before, or null.</summary>
    public Task<IReadOnlyList<DeadLetterRow>> ListAsync(int limit, Guid? before, bool includeResolved, CancellationToken stop) => ReadAsync(
        $"select {Columns} from {options.Schema}.dead_letters where ($1 is null or dead_letter_id < $1) and ($2 or resolved_at is null) order by dead_letter_id desc limit $3",
        stop,
        new() { Value = (object?)before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
        new() { Value = includeResolved },
        new() { Value = limit });

    /// <summary>The letter with that id, or null.</summary>
    public async Task<DeadLetterRow?> FindAsync(Guid id, CancellationToken stop) =>
        (await ReadAsync($"select {Columns} from {options.Schema}.dead_letters where dead_letter_id = $1", stop, new NpgsqlParameter { Value = id })).SingleOrDefault();

    /// <summary>Hands a letter to the handlers again. It counts as resolved only when they accept it.</summary>
    /// <returns>Null, or why it stays where it is.</returns>
    public async Task<Refusal?> RetryAsync(DeadLetterRow letter, IEventInbox inbox, CancellationToken stop)
    {
        if (letter.ResolvedAt is not null)
        {
            return null;
        }

        var result = await inbox.ReceiveAsync(letter.Topic, Encoding.UTF8.GetBytes(letter.Envelope), stop);
        if (result.Delivery != Delivery.Success)
        {
            return new(RefusalKind.Precondition, "STILL_REFUSED", $"The event is still refused: {result.Reason}.");
        }

        await ExecuteAsync($"update {options.Schema}.dead_letters set resolved_at = $2 where dead_letter_id = $1 and resolved_at is null", stop, letter.Id, time.GetUtcNow());
        return null;
    }

    private async Task ExecuteAsync(string sql, CancellationToken stop, params object[] values)
    {
        await using var command = database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        await command.ExecuteNonQueryAsync(stop);
    }

    private async Task<IReadOnlyList<DeadLetterRow>> ReadAsync(string sql, CancellationToken stop, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var letters = new List<DeadLetterRow>();
        while (await reader.ReadAsync(stop))
        {
            letters.Add(new(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.GetString(6),
                reader.GetFieldValue<DateTimeOffset>(7), reader.IsDBNull(8) ? null : reader.GetFieldValue<DateTimeOffset>(8)));
        }

        return letters;
    }
}
