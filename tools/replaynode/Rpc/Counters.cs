using System.Collections.Concurrent;

namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>What happened so far, for tests and people.</summary>
internal sealed class Counters
{
    private const int ExamplesMax = 20;

    private readonly ConcurrentDictionary<string, long> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, long> _unrecorded = new(StringComparer.Ordinal);
    private long _connections;
    private long _refused;
    private long _dropped;
    private long _notifications;
    private long _mangled;

    public long Connections => Interlocked.Read(ref _connections);

    public long Refused => Interlocked.Read(ref _refused);

    public long Dropped => Interlocked.Read(ref _dropped);

    public long Notifications => Interlocked.Read(ref _notifications);

    /// <summary>Answers that were spoilt on purpose.</summary>
    public long Mangled => Interlocked.Read(ref _mangled);

    public IEnumerable<KeyValuePair<string, long>> Requests => _requests.OrderBy(r => r.Key, StringComparer.Ordinal);

    /// <summary>How often keys were read that were never recorded: such an answer of nothing is a guess.</summary>
    public long UnrecordedReads => _unrecorded.Values.Sum();

    public IEnumerable<string> UnrecordedKeys => _unrecorded.Keys.Order(StringComparer.Ordinal);

    public void Connected() => Interlocked.Increment(ref _connections);

    public void Refuse() => Interlocked.Increment(ref _refused);

    public void Drop(int connections) => Interlocked.Add(ref _dropped, connections);

    public void Notified() => Interlocked.Increment(ref _notifications);

    public void Mangle() => Interlocked.Increment(ref _mangled);

    public void Requested(string method) => _requests.AddOrUpdate(method, 1, (_, count) => count + 1);

    public void Unrecorded(string key)
    {
        // Maps have any number of keys: examples of each suffice.
        var known = _unrecorded.Count < ExamplesMax || _unrecorded.ContainsKey(key) ? key : "others";
        _unrecorded.AddOrUpdate(known, 1, (_, count) => count + 1);
    }

    public void Clear()
    {
        _requests.Clear();
        _unrecorded.Clear();
        (_connections, _refused, _dropped, _notifications, _mangled) = (0, 0, 0, 0, 0);
    }
}
