using Google.Protobuf;
using Npgsql;

namespace CoretimeDesk.Journal;

/// <summary>
/// Collects the events of many aggregates and writes them by COPY, for imports. The rows are those that
/// <see cref="CommandScope{TDb}.Append"/> would have written one by one.
/// </summary>
/// <param name="db">Any context of the service; only its model is used.</param>
/// <param name="catalog">The event types.</param>
/// <param name="actor">Who does it.</param>
/// <param name="requestId">The request of which all of this is a part.</param>
/// <param name="now">One instant for all; whole microseconds are kept (<see cref="Now"/>).</param>
public sealed class JournalCopy(JournalDbContext db, EventCatalog catalog, Actor actor, Guid? requestId, DateTimeOffset now)
{
    private readonly List<JournalRow> _rows = [];

    /// <summary>The instant of everything that is appended.</summary>
    public DateTimeOffset Now { get; } = JournalRows.Microseconds(now);

    /// <summary>Some of the events are published: ring the <see cref="JournalBell"/> after the commit.</summary>
    public bool HasPublicEvents { get; private set; }

    /// <summary>Records events of one aggregate, in order, and moves its row's counters.</summary>
    public void Append(IJournaled state, string aggregateType, IEnumerable<IMessage> events, string? ruleVersion = null)
    {
        foreach (var message in events)
        {
            var row = JournalRows.Next(catalog, state, aggregateType, message, actor, requestId, Now, ruleVersion);
            HasPublicEvents |= row.Sequence is not null;
            _rows.Add(row);
        }
    }

    /// <summary>Writes what was appended, within the connection's transaction.</summary>
    public Task WriteAsync(NpgsqlConnection connection, CancellationToken stop) => new EntityCopy<JournalRow>(db).WriteAsync(connection, _rows, stop);
}
