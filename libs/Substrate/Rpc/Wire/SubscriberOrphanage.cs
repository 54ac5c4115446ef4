using System.Collections.Concurrent;

namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>Subscriptions whose connection ended, until the next one takes them in.</summary>
internal sealed class SubscriberOrphanage(RpcOptions options) : ISubscriberOwner
{
    private readonly ConcurrentDictionary<Subscriber, bool> _orphans = [];
    private volatile bool _closed;

    public ConnectionKeeper Keeper { get; set; } = null!;

    public void Detached(Subscriber subscriber, RpcConnection from)
    {
        _orphans[subscriber] = true;
        if (subscriber.IsOver || _closed)
        {
            Ended(subscriber);
            subscriber.End(new ObjectDisposedException(nameof(RpcClient)));
        }
        else if (Keeper.Current is { } current && current != from)
        {
            // The next connection was ready first and found nobody here.
            _ = ResubscribeAsync(subscriber, current);
        }
    }

    public void Ended(Subscriber subscriber) => _orphans.TryRemove(subscriber, out _);

    /// <summary>A new connection takes in whoever waits. Returns at once.</summary>
    public void Resubscribe(RpcConnection connection)
    {
        foreach (var subscriber in _orphans.Keys)
        {
            _ = ResubscribeAsync(subscriber, connection);
        }
    }

    /// <summary>The client is closed: nobody will take in the rest.</summary>
    public void EndAll()
    {
        _closed = true;
        foreach (var subscriber in _orphans.Keys)
        {
            subscriber.End(new ObjectDisposedException(nameof(RpcClient)));
        }
    }

    private async Task ResubscribeAsync(Subscriber subscriber, RpcConnection connection)
    {
        // Whoever removes it acts; it comes back by losing its place again.
        if (!_orphans.TryRemove(subscriber, out _))
        {
            return;
        }

        var reply = new SubscribeReply(subscriber) { Id = Keeper.NextId() };
        var frame = OutgoingFrame.Single(reply, subscriber.Params);
        if (!connection.TrySend(frame))
        {
            Detached(subscriber, connection);
            return;
        }

        try
        {
            await reply.Task.WaitAsync(options.RequestTimeout, options.Time);
        }
        catch (BrokenException)
        {
            Detached(subscriber, connection);
        }
        catch (TimeoutException)
        {
            // An unanswered subscription is as good as a dead connection, and only a new one can mend it.
            connection.Close(new(connection.Endpoint, FaultKind.Connection, $"{subscriber.Method} got no answer"));
            Detached(subscriber, connection);
        }
        catch (RpcException e)
        {
            subscriber.End(e);
        }
    }
}
