namespace CoretimeDesk.ReplayNode.Rpc;

/// <summary>How an answer is spoilt.</summary>
internal enum GarbageKind
{
    /// <summary>Half of the JSON.</summary>
    TruncatedJson,

    /// <summary>A binary message.</summary>
    Binary,

    /// <summary>A message that is larger than anybody should read.</summary>
    HugeMessage,

    /// <summary>The answer to a request that was never made.</summary>
    WrongId,

    /// <summary>Hex with something in it that is no digit.</summary>
    WrongHex,

    /// <summary>Events that no runtime can decode, in an answer that is fine otherwise.</summary>
    WrongEvents,

    /// <summary>An error as a busy node gives.</summary>
    Error,

    /// <summary>No answer at all.</summary>
    Silence,
}

/// <summary>An order to spoil answers.</summary>
/// <param name="Kind">How.</param>
/// <param name="Count">How many are left.</param>
/// <param name="Method">Only answers to this method; null for all.</param>
/// <param name="Bytes">With <see cref="GarbageKind.HugeMessage"/>: the size.</param>
internal sealed record Garbage(GarbageKind Kind, int Count, string? Method, long Bytes);

/// <summary>An order to answer late.</summary>
/// <param name="Time">How late.</param>
/// <param name="Count">How many are left; null for all.</param>
/// <param name="Method">Only answers to this method; null for all.</param>
internal sealed record Lateness(TimeSpan Time, int? Count, string? Method);

/// <summary>What this node does to its answers. First ordered, first used.</summary>
internal sealed class Mischief(Counters counters)
{
    private readonly Lock _gate = new();
    private readonly List<Garbage> _garbage = [];
    private Lateness? _late;

    public IReadOnlyList<Garbage> Waiting
    {
        get
        {
            lock (_gate)
            {
                return [.. _garbage];
            }
        }
    }

    public Lateness? Late
    {
        get
        {
            lock (_gate)
            {
                return _late;
            }
        }

        set
        {
            lock (_gate)
            {
                _late = value;
            }
        }
    }

    /// <summary>Takes an order; null takes all of them back.</summary>
    public void Order(Garbage? garbage)
    {
        lock (_gate)
        {
            if (garbage is null)
            {
                _garbage.Clear();
            }
            else
            {
                _garbage.Add(garbage);
            }
        }
    }

    public void Clear()
    {
        lock (_gate)
        {
            _garbage.Clear();
            _late = null;
        }
    }

    /// <summary>How the next answer is to be spoilt; null to leave it alone.</summary>
    /// <param name="methods">What it answers: several when it is a batch.</param>
    public Garbage? Next(IReadOnlyCollection<string> methods) => Take(g => g.Kind != GarbageKind.WrongEvents && (g.Method is null || methods.Contains(g.Method)));

    /// <summary>Whether the next events that are told are to be spoilt.</summary>
    public bool NextEvents() => Take(g => g.Kind == GarbageKind.WrongEvents) is not null;

    public TimeSpan NextDelay(IReadOnlyCollection<string> methods)
    {
        lock (_gate)
        {
            if (_late is not { } late || (late.Method is not null && !methods.Contains(late.Method)))
            {
                return TimeSpan.Zero;
            }

            _late = late.Count switch { null => late, 1 => null, var count => late with { Count = count - 1 } };
            return late.Time;
        }
    }

    private Garbage? Take(Predicate<Garbage> fits)
    {
        lock (_gate)
        {
            var at = _garbage.FindIndex(fits);
            if (at < 0)
            {
                return null;
            }

            var found = _garbage[at];
            if (found.Count == 1)
            {
                _garbage.RemoveAt(at);
            }
            else
            {
                _garbage[at] = found with { Count = found.Count - 1 };
            }

            counters.Mangle();
            return found;
        }
    }
}
