using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>What a decoded notification means for the subscription that it came by.</summary>
internal enum Delivery
{
    /// <summary>It is for the reader.</summary>
    Deliver,

    /// <summary>It was for somebody else and is dealt with.</summary>
    Swallow,

    /// <summary>It is for the reader, and the server will send no more.</summary>
    DeliverLast,
}

/// <summary>Who cares for subscriptions that lost their connection.</summary>
internal interface ISubscriberOwner
{
    void Detached(Subscriber subscriber, RpcConnection from);

    void Ended(Subscriber subscriber);
}

/// <summary>One subscription over the connections that it outlives.</summary>
internal abstract class Subscriber(ISubscriberOwner owner, string method, string unsubscribeMethod, RpcParams parameters, bool resubscribes)
{
    private readonly Lock _gate = new();
    private (RpcConnection Connection, SubscriptionId Id)? _place;
    private bool _attachedBefore;
    private bool _ended;

    public string Method { get; } = method;

    public string UnsubscribeMethod { get; } = unsubscribeMethod;

    public RpcParams Params { get; } = parameters;

    /// <summary>The connection and the server's id on it, for calls that must go the same way; null while there is none.</summary>
    public (RpcConnection Connection, SubscriptionId Id)? Place
    {
        get
        {
            lock (_gate)
            {
                return _place;
            }
        }
    }

    /// <summary>Whether there is nobody left to make it anew for.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _ended;
            }
        }
    }

    /// <summary>The server gave it a place. False when it has ended meanwhile.</summary>
    public bool Attach(RpcConnection connection, SubscriptionId id)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return false;
            }

            _place = (connection, id);
            if (_attachedBefore)
            {
                AddMarker(connection.Endpoint);
            }

            _attachedBefore = true;
            return true;
        }
    }

    /// <summary>Its connection ended.</summary>
    public void ConnectionLost(RpcConnection connection, Fault fault)
    {
        lock (_gate)
        {
            if (_ended || _place?.Connection != connection)
            {
                return;
            }

            _place = null;
        }

        Interrupted(fault);
        if (resubscribes && fault.Kind != FaultKind.Disposed)
        {
            owner.Detached(this, connection);
        }
        else
        {
            End(fault.Kind == FaultKind.Disposed ? new ObjectDisposedException(nameof(RpcClient)) : fault.ToException());
        }
    }

    /// <summary>The server ended it with an error instead of a notification.</summary>
    public void Refused(ErrorObject error) => End(error.For(Method), serverKnows: true);

    /// <summary>Ends it, once, and tells the server unless that knows.</summary>
    public void End(Exception? error, bool serverKnows = false)
    {
        (RpcConnection Connection, SubscriptionId Id)? place;
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            _ended = true;
            (place, _place) = (_place, null);
        }

        if (serverKnows)
        {
            place?.Connection.Forget(place.Value.Id);
        }
        else
        {
            place?.Connection.Unsubscribe(place.Value.Id, UnsubscribeMethod);
        }

        Finish(error);
        owner.Ended(this);
    }

    /// <summary>A notification came. Runs on the reading thread and never throws.</summary>
    public abstract void Notify(ReadOnlySpan<byte> json);

    protected abstract void AddMarker(RpcEndpoint endpoint);

    protected abstract void Interrupted(Fault fault);

    protected abstract void Finish(Exception? error);
}

/// <summary>A subscription with typed notifications.</summary>
/// <remarks><paramref name="sort"/> sees each notification on the reading thread, before its reader does.</remarks>
internal sealed class Subscriber<T>(
    ISubscriberOwner owner, string method, string unsubscribeMethod, RpcParams parameters, RpcDecoder<T> decode, SubscriptionOptions options, int buffer,
    Func<T, Delivery>? sort, Action<RpcException?>? interrupted)
    : Subscriber(owner, method, unsubscribeMethod, parameters, options.Resubscribe)
{
    public SubscriptionQueue<T> Queue { get; } = new(options.Overflow, buffer);

    public override void Notify(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            var value = decode(ref reader);
            var delivery = sort?.Invoke(value) ?? Delivery.Deliver;
            if (delivery != Delivery.Swallow && !Queue.TryAdd(value))
            {
                End(new SubscriberTooSlowException(Method, Queue.Capacity));
            }
            else if (delivery == Delivery.DeliverLast)
            {
                End(null, serverKnows: true);
            }
        }
        catch (Exception e)
        {
            // Whatever a decoder throws is its subscription's affair, not the connection's.
            End(new RpcProtocolException(Method, e.Message, e));
        }
    }

    protected override void AddMarker(RpcEndpoint endpoint) => Queue.AddMarker(endpoint);

    protected override void Interrupted(Fault fault) => interrupted?.Invoke(fault.ToException());

    protected override void Finish(Exception? error)
    {
        Queue.End(error);
        interrupted?.Invoke(error as RpcException);
    }
}
