using System.Diagnostics;
using Google.Protobuf;

namespace CoretimeDesk.Journal;

/// <summary>What a command handler works with: the database, the time, the actor, and a place to record events.</summary>
/// <typeparam name="TDb">The service's context.</typeparam>
public sealed class CommandScope<TDb>
    where TDb : JournalDbContext
{
    private static readonly JsonFormatter Formatter = JsonFormatter.Default;
    private readonly EventCatalog _catalog;

    internal CommandScope(TDb db, Actor actor, Guid? requestId, DateTimeOffset now, EventCatalog catalog, CancellationToken stop)
    {
        (Db, Actor, RequestId, Now, _catalog, Stop) = (db, actor, requestId, now, catalog, stop);
    }

    /// <summary>The context; whatever is changed on it is saved with the events, or not at all.</summary>
    public TDb Db { get; }

    /// <summary>Who does it.</summary>
    public Actor Actor { get; }

    /// <summary>One instant for the whole command, UTC, whole microseconds as the database keeps them.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Cancels with the call.</summary>
    public CancellationToken Stop { get; }

    internal Guid? RequestId { get; }

    internal bool HasPublicEvents { get; private set; }

    /// <summary>Records events of one aggregate, in order, and moves its row's counters.</summary>
    /// <param name="state">The aggregate's row, tracked by <see cref="Db"/>.</param>
    /// <param name="aggregateType">For example <c>lead</c>.</param>
    /// <param name="events">Messages of an <c>events.proto</c> or <c>private_events.proto</c>.</param>
    /// <param name="ruleVersion">The rules that judged it, where rules did.</param>
    public void Append(IJournaled state, string aggregateType, IEnumerable<IMessage> events, string? ruleVersion = null)
    {
        foreach (var message in events)
        {
            var type = _catalog.Of(message);
            state.Version++;
            if (type.IsPublic)
            {
                state.Sequence++;
                HasPublicEvents = true;
            }

            Db.Journal.Add(new()
            {
                AggregateId = state.Id,
                Version = state.Version,
                Sequence = type.IsPublic ? state.Sequence : null,
                EventId = Guid.CreateVersion7(Now),
                AggregateType = aggregateType,
                Type = type.Name,
                Payload = Formatter.Format(message),
                ActorId = Actor.Id,
                ActorName = Actor.Name,
                RuleVersion = ruleVersion,
                RequestId = RequestId,
                Traceparent = Activity.Current?.Id,
                OccurredAt = Now,
            });
        }
    }
}
