using System.Collections.Concurrent;

namespace CoretimeDesk.Hosting;

/// <summary>
/// Revocations in memory. Whoever hears of one (from the bus, or from a store at start) adds it here. An entry is forgotten
/// once every token that it could concern has expired by itself, so the list stays as short as the last hour's revocations.
/// Any order and any repetition gives the same answers. Thread-safe.
/// </summary>
public sealed class RevocationList(TimeProvider time) : IRevocations
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _sessions = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _people = new();
    private long _nextSweep = (time.GetUtcNow() + AccessTokens.LongestLifetime).UtcTicks;

    /// <summary>How many entries are kept.</summary>
    public int Count => _sessions.Count + _people.Count;

    /// <summary>Refuses every token of this session from now on.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="at">When it was revoked; the issuer gives this session no token after that.</param>
    public void RevokeSession(Guid sessionId, DateTimeOffset at) => Add(_sessions, sessionId, at);

    /// <summary>Refuses every token that this person was issued up to and including this instant.</summary>
    public void RevokePerson(Guid personId, DateTimeOffset upTo) => Add(_people, personId, upTo);

    /// <inheritdoc/>
    public bool IsRevoked(Guid personId, Guid sessionId, DateTimeOffset issuedAt) =>
        _sessions.ContainsKey(sessionId) || (_people.TryGetValue(personId, out var upTo) && issuedAt <= upTo);

    private void Add(ConcurrentDictionary<Guid, DateTimeOffset> entries, Guid id, DateTimeOffset at)
    {
        var now = time.GetUtcNow();
        if (Horizon(at) > now)
        {
            entries.AddOrUpdate(id, at, (_, known) => known > at ? known : at);
        }

        var due = Volatile.Read(ref _nextSweep);
        if (now.UtcTicks >= due && Interlocked.CompareExchange(ref _nextSweep, (now + TimeSpan.FromMinutes(1)).UtcTicks, due) == due)
        {
            Sweep(_sessions, now);
            Sweep(_people, now);
        }
    }

    private static void Sweep(ConcurrentDictionary<Guid, DateTimeOffset> entries, DateTimeOffset now)
    {
        foreach (var entry in entries)
        {
            if (Horizon(entry.Value) <= now)
            {
                entries.TryRemove(entry); // Only if it still has this value.
            }
        }
    }

    // When the last token that was issued up to that instant has expired everywhere, clocks a minute apart included.
    private static DateTimeOffset Horizon(DateTimeOffset at) => at + AccessTokens.LongestLifetime + TimeSpan.FromMinutes(1);
}
