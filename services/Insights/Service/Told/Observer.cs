using CoretimeDesk.Insights.Data;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace CoretimeDesk.Insights.Told;

/// <summary>Keeps events as they were told, and works out anew what follows from all that was told of the same subjects: neither order nor repetition matters.</summary>
internal sealed class Observer : IEventsHandler<InsightsDb>
{
    public async Task HandleAsync(IReadOnlyList<ReceivedEvent> events, InsightsDb db, CancellationToken stop)
    {
        var rows = events.Select(e => Observing.RowOf(e.Envelope.Source, e.Envelope.Type, e.Envelope.AggregateId, e.Envelope.Sequence, e.Envelope.ActorId, e.Envelope.Time, e.Message)).DistinctBy(r => r.Id).ToList();
        var subjects = rows.SelectMany(r => r.Also is null ? [r.Subject] : new[] { r.Subject, r.Also }).Distinct().Order(StringComparer.Ordinal).ToList();
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();

        // A rebuild holds the facts alone; events of other subjects are no hindrance to each other. Two of one subject at once would each work out what the other did not know.
        await using (var locks = new NpgsqlBatch(connection) { BatchCommands = { new(FactLocks.Shared), FactLocks.Of(subjects) } })
        {
            await locks.ExecuteNonQueryAsync(stop);
        }

        await FactTables.TellAsync(connection, rows, subjects, stop);
    }
}

/// <summary>The lock between events that come as they are told and a rebuild of everything, and those of subjects.</summary>
internal static class FactLocks
{
    private const string Name = $"hashtextextended('{InsightsDb.SchemaName}:facts', 0)";

    /// <summary>Held by whoever adds.</summary>
    public const string Shared = $"select pg_advisory_xact_lock_shared({Name})";

    /// <summary>Held by whoever replaces.</summary>
    public const string Alone = $"select pg_advisory_xact_lock({Name})";

    /// <summary>Those of subjects, taken in the order of the numbers they stand for: whatever their names, nobody waits in a circle.</summary>
    public static NpgsqlBatchCommand Of(IEnumerable<string> subjects) => new(
        "select pg_advisory_xact_lock(name) from (select distinct hashtextextended(subject, 0) as name from unnest($1::text[]) as subject order by name offset 0) names")
    {
        Parameters = { new() { Value = subjects.Select(s => $"{InsightsDb.SchemaName}:{s}").ToArray() } },
    };
}
