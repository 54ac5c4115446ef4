using Google.Protobuf;

namespace CoretimeDesk.Journal;

/// <summary>
/// Applies events of many types, as many at once as came while others were being saved: one transaction for all of them. For handlers whose effect does not depend on order, and who
/// would otherwise wait for the disk once for every event.
/// </summary>
/// <typeparam name="TDb">The service's context.</typeparam>
public interface IEventsHandler<TDb>
    where TDb : JournalDbContext
{
    /// <summary>
    /// Changes what <paramref name="db"/> stands for, within its transaction; the caller saves it together with the events' ids in the inbox. Throwing means that each of the events is
    /// tried alone, so that one of them does not keep back the others.
    /// </summary>
    /// <param name="events">Each once, none of them applied before; in no order.</param>
    /// <param name="db">The context, in a transaction.</param>
    /// <param name="stop">Ends it.</param>
    Task HandleAsync(IReadOnlyList<ReceivedEvent> events, TDb db, CancellationToken stop);
}

/// <summary>An event, read.</summary>
/// <param name="Message">What it says.</param>
/// <param name="Envelope">How it came.</param>
public sealed record ReceivedEvent(IMessage Message, CloudEvent Envelope);
