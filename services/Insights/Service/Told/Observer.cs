using CoretimeDesk.Insights.Data;
using CoretimeDesk.Insights.Translating;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Insights.Told;

/// <summary>Keeps an event as it was told, and works out anew what follows from all that was told of the same subjects: neither order nor repetition matters.</summary>
internal sealed class Observer<TMessage> : IEventHandler<InsightsDb, TMessage>
    where TMessage : IMessage<TMessage>
{
    public async Task HandleAsync(TMessage message, CloudEvent envelope, CommandScope<InsightsDb> scope)
    {
        var row = Observing.RowOf(envelope.Source, envelope.Type, envelope.AggregateId, envelope.Sequence, envelope.ActorId, envelope.Time, message);

        // A rebuild holds it alone; events of other subjects are no hindrance to each other.
        await scope.Db.Database.ExecuteSqlRawAsync(FactLocks.Shared, scope.Stop);
        var subjects = row.Also is null ? [row.Subject] : new[] { row.Subject, row.Also };

        // Two events of one subject at once would each work out what the other did not know.
        await scope.LockAsync(subjects);
        if (await scope.Db.Observations.AsNoTracking().AnyAsync(o => o.Id == row.Id, scope.Stop))
        {
            return;
        }

        scope.Db.Observations.Add(row);
        foreach (var subject in subjects)
        {
            await FactBook.FollowAsync(scope.Db, subject, row, scope.Stop);
        }
    }
}

/// <summary>The lock between events that come one by one and a rebuild of everything.</summary>
internal static class FactLocks
{
    private const string Name = $"hashtextextended('{InsightsDb.SchemaName}:facts', 0)";

    /// <summary>Held by whoever adds.</summary>
    public const string Shared = $"select pg_advisory_xact_lock_shared({Name})";

    /// <summary>Held by whoever replaces.</summary>
    public const string Alone = $"select pg_advisory_xact_lock({Name})";
}
