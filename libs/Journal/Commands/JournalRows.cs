using System.Diagnostics;
using Google.Protobuf;

namespace CoretimeDesk.Journal;

/// <summary>Turns events into journal rows: the one place where their type, payload and counters are made.</summary>
internal static class JournalRows
{
    private static readonly JsonFormatter Formatter = JsonFormatter.Default;

    /// <summary>The row of an aggregate's next event; moves the counters of its state.</summary>
    public static JournalRow Next(EventCatalog catalog, IJournaled state, string aggregateType, IMessage message, Actor actor, Guid? requestId, DateTimeOffset now, string? ruleVersion)
    {
        var type = catalog.Of(message);
        state.Version++;
        if (type.IsPublic)
        {
            state.Sequence++;
        }

        return new()
        {
            AggregateId = state.Id,
            Version = state.Version,
            Sequence = type.IsPublic ? state.Sequence : null,
            EventId = Guid.CreateVersion7(now),
            AggregateType = aggregateType,
            Type = type.Name,
            Payload = Formatter.Format(message),
            ActorId = actor.Id,
            ActorName = actor.Name,
            RuleVersion = ruleVersion,
            RequestId = requestId,
            Traceparent = Activity.Current?.Id,
            OccurredAt = now,
        };
    }

    /// <summary>PostgreSQL keeps microseconds; an answer must not differ from what is read back later.</summary>
    public static DateTimeOffset Microseconds(DateTimeOffset now) => new(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
