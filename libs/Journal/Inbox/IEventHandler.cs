using Google.Protobuf;

namespace CoretimeDesk.Journal;

/// <summary>Applies one type of event to this service's own tables.</summary>
/// <typeparam name="TDb">The service's context.</typeparam>
/// <typeparam name="TMessage">The event's message.</typeparam>
public interface IEventHandler<TDb, TMessage>
    where TDb : JournalDbContext
    where TMessage : IMessage<TMessage>
{
    /// <summary>
    /// Changes <paramref name="scope"/>'s context; the caller saves it together with the event's id in the inbox. Whatever
    /// else the handler does may happen again. Throwing means: try later.
    /// </summary>
    Task HandleAsync(TMessage message, CloudEvent envelope, CommandScope<TDb> scope);
}

/// <summary>How a topic's events are applied.</summary>
public enum Ordering
{
    /// <summary>As they come; for handlers whose effect does not depend on order.</summary>
    AnyOrder,

    /// <summary>Per aggregate by sequence; early ones wait for their predecessors.</summary>
    PerAggregate,

    /// <summary>
    /// As <see cref="PerAggregate"/>, for who begins to listen to aggregates that have long been telling: the first event that comes of one is its beginning. What lies
    /// before the beginning is applied as it comes, should it come after all.
    /// </summary>
    PerAggregateFromFirstSeen,
}
