namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>
/// The answers that one connection still owes. Abandoned ones stay listed until they come, so a late answer can be told
/// from an answer to nothing.
/// </summary>
internal sealed class ReplyTable
{
    // A server that leaves so many requests unanswered while answering others has lost track of them.
    public const int AbandonedMax = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<long, (Reply Reply, OutgoingFrame Frame)> _owed = [];
    private int _abandoned;
    private int _subscribing;
    private bool _closed;

    /// <summary>Whether an answer is owed that will name a subscription.</summary>
    public bool AwaitsSubscription => Volatile.Read(ref _subscribing) > 0;

    /// <summary>Lists the answers that the frame will cause; false when the connection has ended.</summary>
    public bool TryAdd(OutgoingFrame frame)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            foreach (var reply in frame.Replies)
            {
                _owed.Add(reply.Id, (reply, frame));
                _subscribing += reply is SubscribeReply ? 1 : 0;
            }

            return true;
        }
    }

    /// <summary>The answer with this id, which is then no longer owed; null if it never was, or came before.</summary>
    public (Reply Reply, OutgoingFrame Frame)? Take(long id)
    {
        lock (_gate)
        {
            return TakeLocked(id);
        }
    }

    /// <summary>Those of a frame that are still owed, which then are no longer.</summary>
    public IReadOnlyList<Reply> TakeAll(OutgoingFrame frame)
    {
        lock (_gate)
        {
            return [.. frame.Replies.Where(r => TakeLocked(r.Id) is not null && !r.IsAbandoned)];
        }
    }

    /// <summary>The frames with answers owed, the abandoned ones included: the server may be speaking of them.</summary>
    public IReadOnlyList<OutgoingFrame> Outstanding()
    {
        lock (_gate)
        {
            return [.. _owed.Values.Select(o => o.Frame).Distinct()];
        }
    }

    /// <summary>The caller has left. False when too many have.</summary>
    public bool Abandon(OutgoingFrame frame)
    {
        lock (_gate)
        {
            var neverSent = frame.TryWithdraw();
            foreach (var reply in frame.Replies)
            {
                if (neverSent)
                {
                    TakeLocked(reply.Id);
                }
                else if (_owed.ContainsKey(reply.Id) && !reply.IsAbandoned)
                {
                    reply.IsAbandoned = true;
                    _abandoned++;
                }
            }

            return _abandoned <= AbandonedMax;
        }
    }

    /// <summary>Ends it. What is returned will never be answered.</summary>
    public IReadOnlyList<Reply> Close()
    {
        lock (_gate)
        {
            _closed = true;
            var left = _owed.Values.Select(o => o.Reply).ToArray();
            _owed.Clear();
            _subscribing = 0;
            return left;
        }
    }

    private (Reply Reply, OutgoingFrame Frame)? TakeLocked(long id)
    {
        if (!_owed.Remove(id, out var owed))
        {
            return null;
        }

        _abandoned -= owed.Reply.IsAbandoned ? 1 : 0;
        _subscribing -= owed.Reply is SubscribeReply ? 1 : 0;
        return owed;
    }
}
