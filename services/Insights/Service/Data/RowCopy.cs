using Npgsql;
using NpgsqlTypes;

namespace CoretimeDesk.Insights.Data;

/// <summary>Adds rows to a table, as many as there are with one statement. Its connection does nothing else until then; what was not completed is not there.</summary>
internal sealed class RowCopy<TRow> : IAsyncDisposable
{
    private readonly NpgsqlBinaryImporter _copy;
    private readonly Func<NpgsqlBinaryImporter, TRow, CancellationToken, Task> _write;

    internal RowCopy(NpgsqlBinaryImporter copy, Func<NpgsqlBinaryImporter, TRow, CancellationToken, Task> write) => (_copy, _write) = (copy, write);

    /// <summary>Adds one.</summary>
    public async Task AddAsync(TRow row, CancellationToken stop)
    {
        await _copy.StartRowAsync(stop);
        await _write(_copy, row, stop);
    }

    /// <summary>All were added.</summary>
    public async Task CompleteAsync(CancellationToken stop) => await _copy.CompleteAsync(stop);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _copy.DisposeAsync();
}

/// <summary>Begins to add rows to a table that is like that of observations, or of facts.</summary>
internal static class RowCopy
{
    /// <summary>Adds observations.</summary>
    public static Task<RowCopy<ObservationRow>> OfObservationsAsync(NpgsqlConnection connection, string table, CancellationToken stop) =>
        BeginAsync<ObservationRow>(connection, table, FactTables.ObservationColumns, WriteAsync, stop);

    /// <summary>Adds facts; none of them is gone.</summary>
    public static Task<RowCopy<FactRow>> OfFactsAsync(NpgsqlConnection connection, string table, CancellationToken stop) =>
        BeginAsync<FactRow>(connection, table, FactTables.FactColumns, WriteAsync, stop);

    private static async Task<RowCopy<TRow>> BeginAsync<TRow>(NpgsqlConnection connection, string table, string columns, Func<NpgsqlBinaryImporter, TRow, CancellationToken, Task> write, CancellationToken stop) =>
        new(await connection.BeginBinaryImportAsync($"copy {table} ({columns}) from stdin (format binary)", stop), write);

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, ObservationRow row, CancellationToken stop)
    {
        await copy.WriteAsync(row.Id, NpgsqlDbType.Uuid, stop);
        await copy.WriteAsync(row.Topic, NpgsqlDbType.Text, stop);
        await copy.WriteAsync(row.Type, NpgsqlDbType.Text, stop);
        await copy.WriteAsync(row.AggregateId, NpgsqlDbType.Uuid, stop);
        await copy.WriteAsync(row.Told, NpgsqlDbType.Bigint, stop);
        await copy.WriteAsync(row.ActorId, NpgsqlDbType.Uuid, stop);
        await copy.WriteAsync(row.ToldAt, NpgsqlDbType.TimestampTz, stop);
        await copy.WriteAsync(row.Subject, NpgsqlDbType.Text, stop);
        await WriteAsync(copy, row.Also, NpgsqlDbType.Text, stop);
        await copy.WriteAsync(row.Body, NpgsqlDbType.Bytea, stop);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, FactRow fact, CancellationToken stop)
    {
        await copy.WriteAsync(fact.Id, NpgsqlDbType.Text, stop);
        await copy.WriteAsync(fact.Kind, NpgsqlDbType.Text, stop);
        await copy.WriteAsync(fact.OccurredAt, NpgsqlDbType.TimestampTz, stop);
        await copy.WriteAsync(fact.RecordedAt, NpgsqlDbType.TimestampTz, stop);
        await copy.WriteAsync(fact.Token, NpgsqlDbType.Text, stop);
        await copy.WriteAsync(fact.Body, NpgsqlDbType.Json, stop);
        await WriteAsync(copy, fact.Extra, NpgsqlDbType.Json, stop);
        await copy.WriteAsync(fact.Evidence, NpgsqlDbType.Bytea, stop);
        await copy.WriteAsync(fact.Subject, NpgsqlDbType.Text, stop);
        await copy.WriteAsync(false, NpgsqlDbType.Boolean, stop);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, string? value, NpgsqlDbType type, CancellationToken stop) =>
        value is null ? copy.WriteNullAsync(stop) : copy.WriteAsync(value, type, stop);
}
