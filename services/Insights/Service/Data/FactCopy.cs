using Npgsql;
using NpgsqlTypes;

namespace CoretimeDesk.Insights.Data;

/// <summary>Adds facts to a table that is like theirs, as many as there are with one statement. Its connection does nothing else until then; what was not completed is not there.</summary>
internal sealed class FactCopy : IAsyncDisposable
{
    private readonly NpgsqlBinaryImporter _copy;

    private FactCopy(NpgsqlBinaryImporter copy) => _copy = copy;

    /// <summary>Begins.</summary>
    public static async Task<FactCopy> BeginAsync(NpgsqlConnection connection, string table, CancellationToken stop) =>
        new(await connection.BeginBinaryImportAsync($"copy {table} ({FactTables.FactColumns}) from stdin (format binary)", stop));

    /// <summary>Adds one.</summary>
    public async Task AddAsync(FactRow fact, CancellationToken stop)
    {
        await _copy.StartRowAsync(stop);
        await _copy.WriteAsync(fact.Id, NpgsqlDbType.Text, stop);
        await _copy.WriteAsync(fact.Kind, NpgsqlDbType.Text, stop);
        await _copy.WriteAsync(fact.OccurredAt, NpgsqlDbType.TimestampTz, stop);
        await _copy.WriteAsync(fact.RecordedAt, NpgsqlDbType.TimestampTz, stop);
        await _copy.WriteAsync(fact.Token, NpgsqlDbType.Text, stop);
        await _copy.WriteAsync(fact.Body, NpgsqlDbType.Json, stop);
        await (fact.Extra is null ? _copy.WriteNullAsync(stop) : _copy.WriteAsync(fact.Extra, NpgsqlDbType.Json, stop));
        await _copy.WriteAsync(fact.Evidence, NpgsqlDbType.Bytea, stop);
        await _copy.WriteAsync(fact.Subject, NpgsqlDbType.Text, stop);
        await _copy.WriteAsync(false, NpgsqlDbType.Boolean, stop);
    }

    /// <summary>All were added.</summary>
    public async Task CompleteAsync(CancellationToken stop) => await _copy.CompleteAsync(stop);

    public ValueTask DisposeAsync() => _copy.DisposeAsync();
}
