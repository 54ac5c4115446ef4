using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Journal;

/// <summary>What a command handler works with: the database, the time, the actor, and a place to record events.</summary>
/// <typeparam name="TDb">The service's context.</typeparam>
public sealed class CommandScope<TDb>
    where TDb : JournalDbContext
{
    private readonly EventCatalog _catalog;
    private readonly TimeProvider _time;

    internal CommandScope(TDb db, Actor actor, Guid? requestId, TimeProvider time, EventCatalog catalog, CancellationToken stop)
    {
        (Db, Actor, RequestId, _time, _catalog, Stop) = (db, actor, requestId, time, catalog, stop);
        Now = JournalRows.Microseconds(time.GetUtcNow());
    }

    /// <summary>The context; whatever is changed on it is saved with the events, or not at all.</summary>
    public TDb Db { get; }

    /// <summary>Who does it.</summary>
    public Actor Actor { get; }

    /// <summary>One instant for the whole command, UTC, whole microseconds as the database keeps them.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Cancels with the call.</summary>
    public CancellationToken Stop { get; }

    internal Guid? RequestId { get; }

    internal bool HasPublicEvents { get; private set; }

    internal bool KeepsChanges { get; private set; }

    /// <summary>
    /// Whatever was changed is saved although the command is refused: for a "no" that is evidence, such as a claim that came
    /// second. Without this call a refused command leaves nothing but its answer.
    /// </summary>
    public void KeepDespiteRefusal() => KeepsChanges = true;

    /// <summary>
    /// Waits until no other command holds one of these names, and holds them until this command is saved. Call it once, before
    /// reading what the names stand for: the names are taken in one order, so that two commands cannot wait for each other.
    /// </summary>
    /// <remarks><see cref="Now"/> moves to the instant after the wait: among commands that hold one name, time runs as they do.</remarks>
    public async Task LockAsync(params IEnumerable<string> names)
    {
        if (Db.Database.CurrentTransaction is null)
        {
            await Db.Database.BeginTransactionAsync(Stop);
        }

        foreach (var name in names.Distinct().Order(StringComparer.Ordinal))
        {
            await Db.Database.ExecuteSqlRawAsync("select pg_advisory_xact_lock(hashtextextended({0}, 0))", [$"{Db.Schema}:{name}"], Stop);
        }

        Now = JournalRows.Microseconds(_time.GetUtcNow());
    }

    /// <summary>Records events of one aggregate, in order, and moves its row's counters.</summary>
    /// <param name="state">The aggregate's row, tracked by <see cref="Db"/>.</param>
    /// <param name="aggregateType">For example <c>lead</c>.</param>
    /// <param name="events">Messages of an <c>events.proto</c> or <c>private_events.proto</c>.</param>
    /// <param name="ruleVersion">The rules that judged it, where rules did.</param>
    public void Append(IJournaled state, string aggregateType, IEnumerable<IMessage> events, string? ruleVersion = null)
    {
        foreach (var message in events)
        {
            var row = JournalRows.Next(_catalog, state, aggregateType, message, Actor, RequestId, Now, ruleVersion);
            HasPublicEvents |= row.Sequence is not null;
            Db.Journal.Add(row);
        }
    }
}
