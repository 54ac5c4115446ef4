using System.Globalization;
using System.Runtime.CompilerServices;
using CoretimeDesk.Insights.Data;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Insights.Translating;
using CoretimeDesk.Insights.V1;
using Npgsql;

namespace CoretimeDesk.Insights.Rebuilding;

/// <summary>What a rebuild has read and worked out, beside what is kept, until both are exchanged.</summary>
/// <param name="connection">Also holds the lock of the rebuild.</param>
internal sealed class Staging(NpgsqlConnection connection)
{
    private const string Schema = InsightsDb.SchemaName;

    // Sorting millions of rows in the few megabytes that a statement usually has takes several times as long.
    private const string RoomToSort = "set local work_mem = '256MB'";

    /// <summary>Removes the tables of a rebuild. A service's role may make tables in its own schema, and no temporary ones.</summary>
    public const string Drop = $"drop table if exists {Schema}.rebuild_observations; drop table if exists {Schema}.rebuild_facts";

    /// <summary>Makes the tables, without what a rebuild may have left that was killed.</summary>
    public Task CreateAsync(CancellationToken stop) => ExecuteAsync(
        $"""
        {Drop};
        create unlogged table {Schema}.rebuild_observations (like {Schema}.observations including defaults);
        create unlogged table {Schema}.rebuild_facts (like {Schema}.facts including defaults);
        """,
        stop);

    /// <summary>How many events of each part are kept: about as many as its journal will have.</summary>
    public async Task<Dictionary<string, long>> KnownAsync(CancellationToken stop)
    {
        await using var command = new NpgsqlCommand($"select topic, count(*) from {Schema}.observations group by topic", connection) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(stop);
        Dictionary<string, long> known = new(StringComparer.Ordinal);
        while (await reader.ReadAsync(stop))
        {
            known.Add(reader.GetString(0), reader.GetInt64(1));
        }

        return known;
    }

    /// <summary>Begins to add events.</summary>
    public Task<RowCopy<ObservationRow>> AddObservationsAsync(CancellationToken stop) => RowCopy.OfObservationsAsync(connection, $"{Schema}.rebuild_observations", stop);

    /// <summary>Reads what was added, subject by subject. Whoever reads leaves the connection alone until the end.</summary>
    public async IAsyncEnumerable<List<(string About, ObservationRow Row)>> BySubjectAsync([EnumeratorCancellation] CancellationToken stop)
    {
        const int PageRows = 5000;
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await ExecuteAsync(
            $"""
            {RoomToSort};
            declare by_subject no scroll cursor for
                select subject collate "C" as about, {FactTables.ObservationColumns} from {Schema}.rebuild_observations
                union all select also, {FactTables.ObservationColumns} from {Schema}.rebuild_observations where also is not null
                order by about
            """,
            stop);
        while (await FetchAsync(string.Create(CultureInfo.InvariantCulture, $"fetch {PageRows} from by_subject"), stop) is { Count: > 0 } page)
        {
            yield return page;
        }

        await transaction.RollbackAsync(stop); // Nothing was written.
    }

    /// <summary>
    /// Within a transaction: waits until nobody adds one by one, takes over what has come by the bus since an instant and no journal has shown, and works out anew what that is about.
    /// </summary>
    /// <returns>How many events there are.</returns>
    public async Task<long> TakeOverAsync(DateTimeOffset since, CancellationToken stop)
    {
        await ExecuteAsync(FactLocks.Alone, stop);
        await ExecuteAsync(RoomToSort, stop);
        List<string> late = [];
        await using (var take = new NpgsqlCommand(
            $"""
            insert into {Schema}.rebuild_observations ({FactTables.ObservationColumns})
            select {FactTables.ObservationColumns} from {Schema}.observations o where told_at >= $1 and not exists (select from {Schema}.rebuild_observations r where r.id = o.id)
            returning subject, also
            """,
            connection) { Parameters = { new() { Value = since } }, CommandTimeout = 0 })
        {
            await using var reader = await take.ExecuteReaderAsync(stop);
            while (await reader.ReadAsync(stop))
            {
                late.Add(reader.GetString(0));
                late.AddRange(reader.IsDBNull(1) ? [] : [reader.GetString(1)]);
            }
        }

        if (late.Count > 0)
        {
            await AgainAsync([.. late.Distinct(StringComparer.Ordinal)], stop);
        }

        return await CountAsync("rebuild_observations", stop);
    }

    /// <summary>Within that transaction: makes what is kept the same as what was worked out; what is the same already is not touched.</summary>
    public async Task<RebuildResult> ExchangeAsync(CancellationToken stop)
    {
        await ExecuteAsync($"analyze {Schema}.rebuild_observations; analyze {Schema}.rebuild_facts", stop);
        await ExecuteAsync(
            $"""
            delete from {Schema}.observations o where not exists (select from {Schema}.rebuild_observations s where s.id = o.id);
            insert into {Schema}.observations ({FactTables.ObservationColumns}) select {FactTables.ObservationColumns} from {Schema}.rebuild_observations on conflict (id) do nothing;
            """,
            stop);
        var gone = await ExecuteAsync($"update {Schema}.facts f set is_gone = true where not is_gone and not exists (select from {Schema}.rebuild_facts s where s.id = f.id)", stop);
        var changed = await ExecuteAsync($"insert into {Schema}.facts as f ({FactTables.FactColumns}) select {FactTables.FactColumns} from {Schema}.rebuild_facts {FactTables.OtherwiseOnly}", stop);
        return new() { Facts = await CountAsync("rebuild_facts", stop), Changed = gone + changed };
    }

    private async Task AgainAsync(string[] subjects, CancellationToken stop)
    {
        await using (var forget = new NpgsqlCommand($"delete from {Schema}.rebuild_facts where subject = any ($1)", connection) { Parameters = { new() { Value = subjects } }, CommandTimeout = 0 })
        {
            await forget.ExecuteNonQueryAsync(stop);
        }

        var told = await FetchAsync(FactTables.ToldOf("rebuild_observations"), stop, subjects);
        await using var facts = await RowCopy.OfFactsAsync(connection, $"{Schema}.rebuild_facts", stop);
        foreach (var fact in told.GroupBy(t => t.About, t => t.Row, StringComparer.Ordinal).SelectMany(Translation.Of))
        {
            await facts.AddAsync(fact, stop);
        }

        await facts.CompleteAsync(stop);
    }

    private async Task<List<(string About, ObservationRow Row)>> FetchAsync(string sql, CancellationToken stop, string[]? subjects = null)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        if (subjects is not null)
        {
            command.Parameters.Add(new() { Value = subjects });
        }

        await using var reader = await command.ExecuteReaderAsync(stop);
        return await FactTables.ReadAsync(reader, stop);
    }

    private async Task<long> CountAsync(string table, CancellationToken stop)
    {
        await using var count = new NpgsqlCommand($"select count(*) from {Schema}.{table}", connection) { CommandTimeout = 0 };
        return (long)(await count.ExecuteScalarAsync(stop))!;
    }

    private async Task<int> ExecuteAsync(string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteNonQueryAsync(stop);
    }
}
