using Npgsql;
using NpgsqlTypes;

namespace CoretimeDesk.Journal;

/// <summary>Which entries to look for; null or empty means any.</summary>
/// <param name="ActorId">Who did it.</param>
/// <param name="ActorName">A part of their name, whatever its case.</param>
/// <param name="AggregateId">What it was done to.</param>
/// <param name="Type">A part of the event's type, whatever its case.</param>
/// <param name="From">From this instant on.</param>
/// <param name="Until">Until just before this one.</param>
public sealed record JournalFilter(Guid? ActorId, string ActorName, Guid? AggregateId, string Type, DateTimeOffset? From, DateTimeOffset? Until);

/// <summary>Looks through the journal, newest first: for people who ask who did what and when. Private events are found as well, and say nothing but that.</summary>
public sealed class JournalSearch(NpgsqlDataSource database, JournalOptions options)
{
    // Backwards along the order of replay (index journal_replay), so that a page costs what it skips and no more; as there, nothing is read
    // before which something could still appear.
    private readonly string _page = $"""
        select aggregate_id, version, coalesce(sequence, 0), event_id, aggregate_type, type, case when sequence is null then '' else payload::text end,
            actor_id, actor_name, rule_version, traceparent, occurred_at, tx::text, position
        from {options.Schema}.journal
        where tx < pg_snapshot_xmin(pg_current_snapshot())
            and ($1::text is null or (tx, position) < ($1::text::xid8, $2))
            and ($3::uuid is null or actor_id = $3) and ($4 = '' or strpos(lower(actor_name), lower($4)) > 0)
            and ($5::uuid is null or aggregate_id = $5) and ($6 = '' or strpos(lower(type), lower($6)) > 0)
            and ($7::timestamptz is null or occurred_at >= $7) and ($8::timestamptz is null or occurred_at < $8)
        order by tx desc, position desc limit $9
        """;

    /// <summary>The newest entries before a position.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="before">Null for from the newest.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="stop">Cancels with the call.</param>
    public async Task<IReadOnlyList<ReplayEntry>> FindAsync(JournalFilter filter, ReplayPosition? before, int limit, CancellationToken stop)
    {
        await using var command = database.CreateCommand(_page);
        Add(NpgsqlDbType.Text, before is { } place ? $"{place.Transaction}" : null);
        Add(NpgsqlDbType.Bigint, before?.Row ?? 0);
        Add(NpgsqlDbType.Uuid, filter.ActorId);
        Add(NpgsqlDbType.Text, filter.ActorName);
        Add(NpgsqlDbType.Uuid, filter.AggregateId);
        Add(NpgsqlDbType.Text, filter.Type);
        Add(NpgsqlDbType.TimestampTz, filter.From?.ToUniversalTime());
        Add(NpgsqlDbType.TimestampTz, filter.Until?.ToUniversalTime());
        Add(NpgsqlDbType.Integer, limit);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var found = new List<ReplayEntry>();
        while (await reader.ReadAsync(stop))
        {
            found.Add(new(new(ulong.Parse(reader.GetString(12)), reader.GetInt64(13)), PublicRow.Read(reader)));
        }

        return found;

        void Add(NpgsqlDbType type, object? value) => command.Parameters.Add(new() { NpgsqlDbType = type, Value = value ?? DBNull.Value });
    }
}
