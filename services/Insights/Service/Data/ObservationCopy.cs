using Npgsql;
using NpgsqlTypes;

namespace CoretimeDesk.Insights.Data;

/// <summary>Adds observations to a table that is like theirs, as many as there are with one statement. Its connection does nothing else until then; what was not completed is not there.</summary>
internal sealed class ObservationCopy : IAsyncDisposable
{
    private readonly NpgsqlBinaryImporter _copy;

    private ObservationCopy(NpgsqlBinaryImporter copy) => _copy = copy;

    /// <summary>Begins.</summary>
    public static async Task<ObservationCopy> BeginAsync(NpgsqlConnection connection, string table, CancellationToken stop) =>
        new(await connection.BeginBinaryImportAsync($"copy {table} ({FactTables.ObservationColumns}) from stdin (format binary)", stop));

    /// <summary>Adds one.</summary>
    public async Task AddAsync(ObservationRow row, CancellationToken stop)
    {
        await _copy.StartRowAsync(stop);
        await _copy.WriteAsync(row.Id, NpgsqlDbType.Uuid, stop);
        await _copy.WriteAsync(row.Topic, NpgsqlDbType.Text, stop);
        await _copy.WriteAsync(row.Type, NpgsqlDbType.Text, stop);
        await _copy.WriteAsync(row.AggregateId, NpgsqlDbType.Uuid, stop);
        await _copy.WriteAsync(row.Told, NpgsqlDbType.Bigint, stop);
        await _copy.WriteAsync(row.ActorId, NpgsqlDbType.Uuid, stop);
        await _copy.WriteAsync(row.ToldAt, NpgsqlDbType.TimestampTz, stop);
        await _copy.WriteAsync(row.Subject, NpgsqlDbType.Text, stop);
        await (row.Also is null ? _copy.WriteNullAsync(stop) : _copy.WriteAsync(row.Also, NpgsqlDbType.Text, stop));
        await _copy.WriteAsync(row.Body, NpgsqlDbType.Bytea, stop);
    }

    /// <summary>All were added.</summary>
    public async Task CompleteAsync(CancellationToken stop) => await _copy.CompleteAsync(stop);

    public ValueTask DisposeAsync() => _copy.DisposeAsync();
}
