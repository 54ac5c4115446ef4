using CoretimeDesk.Insights.Translating;
using Npgsql;

namespace CoretimeDesk.Insights.Data;

/// <summary>What is told and what follows from it, many rows with one statement. Rows and columns are the model's.</summary>
internal static class FactTables
{
    /// <summary>The columns of an observation.</summary>
    public const string ObservationColumns = "id, topic, type, aggregate_id, told, actor_id, told_at, subject, also, body";

    /// <summary>The columns of a fact.</summary>
    public const string FactColumns = "id, kind, occurred_at, recorded_at, token, body, extra, evidence, subject, is_gone";

    private const string Schema = InsightsDb.SchemaName;

    /// <summary>After "insert into facts as f … select …": a fact that says the same already is not touched.</summary>
    public const string OtherwiseOnly = """
        on conflict (id) do update set kind = excluded.kind, occurred_at = excluded.occurred_at, recorded_at = excluded.recorded_at, token = excluded.token, body = excluded.body,
            extra = excluded.extra, evidence = excluded.evidence, subject = excluded.subject, is_gone = false
        where (f.kind, f.occurred_at, f.recorded_at, f.token, f.body::text, f.extra::text, f.evidence, f.subject, f.is_gone)
            is distinct from (excluded.kind, excluded.occurred_at, excluded.recorded_at, excluded.token, excluded.body::text, excluded.extra::text, excluded.evidence, excluded.subject, false)
        """;

    private const string KeepTold = $"""
        insert into {Schema}.observations ({ObservationColumns})
        select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::bigint[], $6::uuid[], $7::timestamptz[], $8::text[], $9::text[], $10::bytea[])
        on conflict (id) do nothing
        """;

    /// <summary>Reads what a table that is like that of observations has about some subjects: the subject, then the columns.</summary>
    public static string ToldOf(string table) => $"""
        select subject, {ObservationColumns} from {Schema}.{table} where subject = any ($1)
        union all
        select also, {ObservationColumns} from {Schema}.{table} where also = any ($1) and also is not null
        """;

    private const string KeepFacts = $"""
        insert into {Schema}.facts as f ({FactColumns})
        select *, false from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::json[], $7::json[], $8::bytea[], $9::text[])
        {OtherwiseOnly}
        """;

    private const string Gone = $"update {Schema}.facts set is_gone = true where subject = any ($1) and not is_gone and not id = any ($2)";

    /// <summary>Keeps what is told, each once, and works out anew what follows for all that it is about. The caller holds the locks of these, within a transaction.</summary>
    public static async Task TellAsync(NpgsqlConnection connection, IReadOnlyCollection<ObservationRow> told, IReadOnlyList<string> subjects, CancellationToken stop)
    {
        List<(string About, ObservationRow Row)> known;
        await using (var batch = new NpgsqlBatch(connection) { BatchCommands = { Keep(told), Of(subjects) } })
        {
            await using var reader = await batch.ExecuteReaderAsync(stop);
            known = await ReadAsync(reader, stop);
        }

        var facts = known.GroupBy(k => k.About, k => k.Row, StringComparer.Ordinal).SelectMany(Translation.Of).ToList();
        await using var save = new NpgsqlBatch(connection) { BatchCommands = { Keep(facts), GoneOf(subjects, facts) } };
        await save.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Reads observations, each after what it is about.</summary>
    public static async Task<List<(string About, ObservationRow Row)>> ReadAsync(NpgsqlDataReader reader, CancellationToken stop)
    {
        List<(string About, ObservationRow Row)> rows = [];
        while (await reader.ReadAsync(stop))
        {
            rows.Add((reader.GetString(0), Observation(reader)));
        }

        return rows;
    }

    private static ObservationRow Observation(NpgsqlDataReader reader) => new()
    {
        Id = reader.GetGuid(1), Topic = string.Intern(reader.GetString(2)), Type = string.Intern(reader.GetString(3)), AggregateId = reader.GetGuid(4), Told = reader.GetInt64(5),
        ActorId = reader.GetGuid(6), ToldAt = reader.GetFieldValue<DateTimeOffset>(7), Subject = reader.GetString(8), Also = reader.IsDBNull(9) ? null : reader.GetString(9),
        Body = reader.GetFieldValue<byte[]>(10),
    };

    private static NpgsqlBatchCommand Keep(IReadOnlyCollection<ObservationRow> rows) => Command(
        KeepTold,
        Column(rows, r => r.Id), Column(rows, r => r.Topic), Column(rows, r => r.Type), Column(rows, r => r.AggregateId), Column(rows, r => r.Told), Column(rows, r => r.ActorId),
        Column(rows, r => r.ToldAt), Column(rows, r => r.Subject), Column(rows, r => r.Also), Column(rows, r => r.Body));

    private static NpgsqlBatchCommand Of(IReadOnlyList<string> subjects) => Command(ToldOf("observations"), subjects.ToArray());

    private static NpgsqlBatchCommand Keep(IReadOnlyCollection<FactRow> rows) => Command(
        KeepFacts,
        Column(rows, r => r.Id), Column(rows, r => r.Kind), Column(rows, r => r.OccurredAt), Column(rows, r => r.RecordedAt), Column(rows, r => r.Token), Column(rows, r => r.Body),
        Column(rows, r => r.Extra), Column(rows, r => r.Evidence), Column(rows, r => r.Subject));

    private static NpgsqlBatchCommand GoneOf(IReadOnlyList<string> subjects, IReadOnlyCollection<FactRow> facts) => Command(Gone, subjects.ToArray(), Column(facts, f => f.Id));

    private static T[] Column<TRow, T>(IReadOnlyCollection<TRow> rows, Func<TRow, T> of) => [.. rows.Select(of)];

    private static NpgsqlBatchCommand Command(string sql, params Array[] columns)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
        {
            command.Parameters.Add(new() { Value = column });
        }

        return command;
    }
}
