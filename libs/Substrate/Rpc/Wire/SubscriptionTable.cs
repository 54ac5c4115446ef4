namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>
/// Who gets the notifications of one connection. A server may send the first ones before the answer that names their
/// subscription: they are kept until it comes.
/// </summary>
internal sealed class SubscriptionTable(int earlyBytesMax)
{
    public const int EarlyMax = 4096;

    private readonly Lock _gate = new();

    // Null: being unsubscribed, its notifications are dropped.
    private readonly Dictionary<SubscriptionId, Subscriber?> _subscribers = [];
    private readonly Dictionary<SubscriptionId, List<byte[]>> _early = [];
    private int _earlyCount;
    private long _earlyBytes;
    private bool _closed;

    /// <summary>Who gets this notification. False when nobody is known by that id; null for one that has just left.</summary>
    public bool TryFind(SubscriptionId id, out Subscriber? subscriber)
    {
        lock (_gate)
        {
            return _subscribers.TryGetValue(id, out subscriber);
        }
    }

    /// <summary>Keeps a notification for a subscription that is still to be named. False when there are too many.</summary>
    public bool TryKeep(SubscriptionId id, ReadOnlySpan<byte> parameters)
    {
        lock (_gate)
        {
            if (_earlyCount >= EarlyMax || _earlyBytes + parameters.Length > earlyBytesMax)
            {
                return false;
            }

            if (!_early.TryGetValue(id, out var kept))
            {
                _early[id] = kept = [];
            }

            kept.Add(parameters.ToArray());
            _earlyCount++;
            _earlyBytes += parameters.Length;
            return true;
        }
    }

    /// <summary>No subscription is awaited any more, so what was kept belongs to none.</summary>
    public void ForgetEarly()
    {
        lock (_gate)
        {
            _early.Clear();
            (_earlyCount, _earlyBytes) = (0, 0);
        }
    }

    /// <summary>Gives the id to a subscriber, with what came before. False when the connection has ended.</summary>
    /// <exception cref="FormatException">Another subscription bears this id.</exception>
    public bool TryAttach(SubscriptionId id, Subscriber subscriber, out IReadOnlyList<byte[]> early)
    {
        lock (_gate)
        {
            early = [];
            if (_closed)
            {
                return false;
            }

            if (_subscribers.TryGetValue(id, out var other))
            {
                // Null: it was unsubscribed between the answer and this line.
                return other is null ? true : throw new FormatException("two subscriptions were given the same id");
            }

            _subscribers[id] = subscriber;
            if (_early.Remove(id, out var kept))
            {
                early = kept;
                _earlyCount -= kept.Count;
                _earlyBytes -= kept.Sum(k => (long)k.Length);
            }

            return true;
        }
    }

    /// <summary>The subscriber has left; false when the connection has ended and there is nobody to tell.</summary>
    public bool Leave(SubscriptionId id)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            _subscribers[id] = null;
            return true;
        }
    }

    /// <summary>The id is free: the server confirmed, or ended the subscription itself.</summary>
    public void Remove(SubscriptionId id)
    {
        lock (_gate)
        {
            _subscribers.Remove(id);
        }
    }

    /// <summary>Ends it. What is returned gets no more notifications from here.</summary>
    public IReadOnlyList<Subscriber> Close()
    {
        lock (_gate)
        {
            _closed = true;
            var left = _subscribers.Values.OfType<Subscriber>().ToArray();
            _subscribers.Clear();
            _early.Clear();
            return left;
        }
    }
}
