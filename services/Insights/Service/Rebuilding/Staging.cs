using System.Globalization;
using System.Runtime.CompilerServices;
using CoretimeDesk.Insights.Data;
using CoretimeDesk.Insights.Told;
using CoretimeDesk.Insights.Translating;
using CoretimeDesk.Insights.V1;
using Npgsql;
using NpgsqlTypes;

namespace CoretimeDesk.Insights.Rebuilding;

/// <summary>What a rebuild has read and worked out, beside what is kept, until both are exchanged.</summary>
internal sealed class Staging(NpgsqlConnection connection)
{
    private const string Schema = InsightsDb.SchemaName;
    private const string ObservationColumns = "id, topic, type, aggregate_id, told, actor_id, told_at, subject, also, body";
    private const string FactColumns = "id, kind, occurred_at, recorded_at, token, body, extra, evidence, subject, is_gone";
    private const int FetchRows = 5000;

    /// <summary>Makes the temporary tables.</summary>
    public Task CreateAsync(CancellationToken stop) => ExecuteAsync(
        $"""
        create temp table staged (like {Schema}.observations including defaults);
        create temp table staged_facts (like {Schema}.facts including defaults);
        """,
        stop);

    /// <summary>How many events of a part are kept: about as many as its journal will have.</summary>
    public async Task<long> KnownAsync(string part, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand($"select count(*) from {Schema}.observations where topic = $1", connection) { Parameters = { new() { Value = part } } };
        return (long)(await command.ExecuteScalarAsync(stop))!;
    }

    /// <summary>Adds events.</summary>
    public async Task AddAsync(IReadOnlyCollection<ObservationRow> rows, CancellationToken stop)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy staged ({ObservationColumns}) from stdin (format binary)", stop);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(stop);
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

        await copy.CompleteAsync(stop);
    }

    /// <summary>Waits until nobody adds one by one, and takes over what has come by the bus since an instant. Within a transaction.</summary>
    /// <returns>How many subjects' events there are to work through.</returns>
    public async Task<long> TakeOverAsync(DateTimeOffset since, CancellationToken stop)
    {
        await ExecuteAsync(FactLocks.Alone, stop);
        await ExecuteAsync("create unique index staged_once on staged (id)", stop);
        await using (var late = new NpgsqlCommand(
            $"insert into staged ({ObservationColumns}) select {ObservationColumns} from {Schema}.observations where told_at >= $1 on conflict (id) do nothing", connection) { Parameters = { new() { Value = since } } })
        {
            await late.ExecuteNonQueryAsync(stop);
        }

        await using var count = new NpgsqlCommand("select count(*) from staged", connection);
        return (long)(await count.ExecuteScalarAsync(stop))!;
    }

    /// <summary>Works facts out subject by subject; says how many events are done.</summary>
    public async IAsyncEnumerable<long> WorkOutAsync([EnumeratorCancellation] CancellationToken stop)
    {
        await ExecuteAsync(
            $"declare by_subject no scroll cursor for select subject as about, {ObservationColumns} from staged union all select also, {ObservationColumns} from staged where also is not null order by about", stop);
        var (done, subject, told) = (0L, "", new List<ObservationRow>());
        while (true)
        {
            var page = await FetchAsync(stop);
            List<FactRow> facts = [];
            foreach (var (about, row) in page)
            {
                if (about != subject)
                {
                    facts.AddRange(FactsOf(subject, told));
                    (subject, told) = (about, []);
                }

                told.Add(row);
            }

            if (page.Count == 0)
            {
                facts.AddRange(FactsOf(subject, told));
            }

            await AddAsync(facts, stop);
            yield return done += page.Count;
            if (page.Count == 0)
            {
                await ExecuteAsync("close by_subject", stop);
                yield break;
            }
        }
    }

    /// <summary>Makes what is kept the same as what was worked out; what is the same already is not touched.</summary>
    public async Task<RebuildResult> ExchangeAsync(CancellationToken stop)
    {
        await ExecuteAsync("create unique index staged_facts_once on staged_facts (id)", stop);
        await ExecuteAsync(
            $"""
            delete from {Schema}.observations o where not exists (select from staged s where s.id = o.id);
            insert into {Schema}.observations ({ObservationColumns}) select {ObservationColumns} from staged on conflict (id) do nothing;
            """,
            stop);
        var gone = await ExecuteAsync($"update {Schema}.facts f set is_gone = true where not is_gone and not exists (select from staged_facts s where s.id = f.id)", stop);
        var changed = await ExecuteAsync(
            $"""
            insert into {Schema}.facts as f ({FactColumns}) select {FactColumns} from staged_facts
            on conflict (id) do update set kind = excluded.kind, occurred_at = excluded.occurred_at, recorded_at = excluded.recorded_at, token = excluded.token, body = excluded.body,
                extra = excluded.extra, evidence = excluded.evidence, subject = excluded.subject, is_gone = false
            where (f.kind, f.occurred_at, f.recorded_at, f.token, f.body::text, f.extra::text, f.evidence, f.subject, f.is_gone)
                is distinct from (excluded.kind, excluded.occurred_at, excluded.recorded_at, excluded.token, excluded.body::text, excluded.extra::text, excluded.evidence, excluded.subject, false)
            """,
            stop);
        await using var count = new NpgsqlCommand("select count(*) from staged_facts", connection);
        return new() { Facts = (long)(await count.ExecuteScalarAsync(stop))!, Changed = gone + changed };
    }

    private static IReadOnlyList<FactRow> FactsOf(string subject, IEnumerable<ObservationRow> told) => subject.Length == 0 ? [] : Translation.Of(new SubjectTold(subject, told.Select(Observing.ToTold)));

    private async Task<List<(string About, ObservationRow Row)>> FetchAsync(CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"fetch {FetchRows} from by_subject"), connection);
        await using var reader = await command.ExecuteReaderAsync(stop);
        List<(string, ObservationRow)> rows = [];
        while (await reader.ReadAsync(stop))
        {
            rows.Add((reader.GetString(0), new()
            {
                Id = reader.GetGuid(1), Topic = reader.GetString(2), Type = reader.GetString(3), AggregateId = reader.GetGuid(4), Told = reader.GetInt64(5), ActorId = reader.GetGuid(6),
                ToldAt = reader.GetFieldValue<DateTimeOffset>(7), Subject = reader.GetString(8), Also = reader.IsDBNull(9) ? null : reader.GetString(9), Body = reader.GetFieldValue<byte[]>(10),
            }));
        }

        return rows;
    }

    private async Task AddAsync(IReadOnlyCollection<FactRow> facts, CancellationToken stop)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"copy staged_facts ({FactColumns}) from stdin (format binary)", stop);
        foreach (var fact in facts)
        {
            await copy.StartRowAsync(stop);
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

        await copy.CompleteAsync(stop);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, string? value, NpgsqlDbType type, CancellationToken stop) =>
        value is null ? copy.WriteNullAsync(stop) : copy.WriteAsync(value, type, stop);

    private async Task<int> ExecuteAsync(string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return await command.ExecuteNonQueryAsync(stop);
    }
}
