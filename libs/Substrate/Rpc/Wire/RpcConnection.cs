using System.Net.WebSockets;
using System.Threading.Channels;

namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>
/// One WebSocket, from opened to closed. A thread of control reads, another writes; neither ever waits for a caller or
/// a subscription's reader, so no answer can be held up by somebody who does not listen.
/// </summary>
internal sealed class RpcConnection : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly WebSocket _socket;
    private readonly RpcOptions _options;
    private readonly Func<long> _nextId;
    private readonly Action<RpcConnection> _closing;
    private readonly Channel<OutgoingFrame> _outgoing = Channel.CreateUnbounded<OutgoingFrame>(new() { SingleReader = true });
    private readonly ReplyTable _replies = new();
    private readonly SubscriptionTable _subscriptions;
    private readonly MessageRouter _router;
    private readonly CancellationTokenSource _ended = new();
    private readonly TaskCompletionSource<Fault> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _writing = Task.CompletedTask;
    private Task _reading = Task.CompletedTask;
    private Fault? _fault;
    private long _arrived;
    private int _silentTimeouts;

    public RpcConnection(WebSocket socket, RpcEndpoint endpoint, RpcOptions options, Func<long> nextId, Action<RpcConnection> closing)
    {
        _socket = socket;
        Endpoint = endpoint;
        _options = options;
        _nextId = nextId;
        _closing = closing;
        _subscriptions = new(options.MaxMessageBytes);
        _router = new(this, _replies, _subscriptions);
    }

    public RpcEndpoint Endpoint { get; }

    /// <summary>Whether it is over, or about to be.</summary>
    public bool HasEnded => Volatile.Read(ref _fault) is not null;

    /// <summary>Completes when the connection has ended, with the reason.</summary>
    public Task<Fault> Closed => _closed.Task;

    public void Start()
    {
        _writing = Task.Run(WriteAsync);
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>Queues a frame. False when the connection has ended: then none of its answers will end either.</summary>
    public bool TrySend(OutgoingFrame frame) => _replies.TryAdd(frame) && Enqueue(frame);

    /// <summary>Nobody waits for the frame's answers any more.</summary>
    public void Abandon(OutgoingFrame frame, bool timedOut)
    {
        if (!_replies.Abandon(frame))
        {
            Close(new(Endpoint, FaultKind.Connection, $"more than {ReplyTable.AbandonedMax} requests were never answered"));
        }

        if (timedOut && frame.WasSent && frame.ArrivedBefore == Interlocked.Read(ref _arrived)
            && Interlocked.Increment(ref _silentTimeouts) >= _options.SilentTimeoutsMax)
        {
            Close(new(Endpoint, FaultKind.Connection, $"{_options.SilentTimeoutsMax} requests in a row got no answer"));
        }
    }

    /// <summary>Gives a subscription its id. Runs on the reading thread, so no notification can come in between.</summary>
    public void Attach(SubscriptionId id, Subscriber subscriber)
    {
        if (!subscriber.Attach(this, id))
        {
            Unsubscribe(id, subscriber.UnsubscribeMethod);
            return;
        }

        try
        {
            if (_subscriptions.TryAttach(id, subscriber, out var early))
            {
                foreach (var parameters in early)
                {
                    MessageRouter.Deliver(subscriber, parameters);
                }

                return;
            }
        }
        catch (FormatException e)
        {
            Close(new(Endpoint, FaultKind.Protocol, e.Message, e));
        }

        subscriber.ConnectionLost(this, _fault!);
    }

    /// <summary>Tells the server, without waiting for its answer.</summary>
    public void Unsubscribe(SubscriptionId id, string method)
    {
        if (_subscriptions.Leave(id))
        {
            TrySend(OutgoingFrame.Single(new IgnoredReply(method, () => _subscriptions.Remove(id)) { Id = _nextId() }, id.AddTo(new())));
        }
    }

    /// <summary>The server has ended the subscription itself.</summary>
    public void Forget(SubscriptionId id) => _subscriptions.Remove(id);

    /// <summary>Ends the connection, once, and with it everything that waits for it.</summary>
    public void Close(Fault fault)
    {
        if (TryEnd(fault))
        {
            _outgoing.Writer.TryComplete();
            _ended.Cancel();
            _closed.TrySetResult(fault);
        }
    }

    /// <summary>Ends it politely: what is queued, the unsubscribing above all, is still sent, but not waited for long.</summary>
    public async Task CloseGracefullyAsync(Fault fault)
    {
        if (!TryEnd(fault))
        {
            return;
        }

        _outgoing.Writer.TryComplete();
        try
        {
            // By the real clock: leaving must end even where a test has stopped the other one.
            using var patience = new CancellationTokenSource(Farewell, TimeProvider.System);
            await _writing.WaitAsync(patience.Token);
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token);
            // Until the server has left too: cutting the line with its words unread would take ours back.
            await _reading.WaitAsync(patience.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or InvalidOperationException or IOException)
        {
            // It was closed or dead already.
        }

        await _ended.CancelAsync();
        _closed.TrySetResult(fault);
    }

    /// <summary>Waits until both threads of control have left the socket, then frees it.</summary>
    public async ValueTask DisposeAsync()
    {
        Close(new(Endpoint, FaultKind.Disposed, "the client was closed"));
        _socket.Abort();
        await Task.WhenAll(_writing, _reading);
        _socket.Dispose();
        _ended.Dispose();
    }

    private bool TryEnd(Fault fault)
    {
        if (Interlocked.CompareExchange(ref _fault, fault, null) is not null)
        {
            return false;
        }

        // First, so that whoever is told below and tries again already waits for the next connection.
        _closing(this);
        foreach (var reply in _replies.Close())
        {
            reply.Break(fault);
        }

        foreach (var subscriber in _subscriptions.Close())
        {
            subscriber.ConnectionLost(this, fault);
        }

        return true;
    }

    private bool Enqueue(OutgoingFrame frame)
    {
        // Unbounded, yet small: callers hold a place each, and who leaves takes the bytes along.
        _outgoing.Writer.TryWrite(frame);
        return true;
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync(_ended.Token))
            {
                if (frame.Claim(Interlocked.Read(ref _arrived)) is { } bytes)
                {
                    await _socket.SendAsync(bytes.AsMemory(), WebSocketMessageType.Text, endOfMessage: true, _ended.Token);
                }
            }
        }
        catch (Exception e)
        {
            Close(SocketFault(e));
        }
    }

    private async Task ReadAsync()
    {
        using var message = new MessageBuffer(_options.MaxMessageBytes);
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(message.Room(), _ended.Token);
                Interlocked.Increment(ref _arrived);
                Volatile.Write(ref _silentTimeouts, 0);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    Close(new(Endpoint, FaultKind.Connection, $"the server closed the connection ({CloseReason()})"));
                    return;
                }

                message.Add(part.Count);
                var fault = part.MessageType == WebSocketMessageType.Binary ? new(Endpoint, FaultKind.Protocol, "a binary message came")
                    : message.IsTooLarge ? _router.TooLarge(message.Written.Span, _options.MaxMessageBytes)
                    : part.EndOfMessage ? _router.Dispatch(message.Written.Span)
                    : null;
                if (fault is not null)
                {
                    Close(fault);
                    return;
                }

                if (part.EndOfMessage)
                {
                    message.Reset();
                }
            }
        }
        catch (Exception e)
        {
            Close(SocketFault(e));
        }
    }

    private Fault SocketFault(Exception e) => e switch
    {
        WebSocketException { WebSocketErrorCode: WebSocketError.Faulted or WebSocketError.InvalidMessageType } =>
            new(Endpoint, FaultKind.Protocol, "the server broke the WebSocket protocol", e),
        _ => new(Endpoint, FaultKind.Connection, "the connection broke", e),
    };

    private string CloseReason() => string.IsNullOrEmpty(_socket.CloseStatusDescription)
        ? $"{_socket.CloseStatus}"
        : $"{_socket.CloseStatus}: {RpcErrorException.Shorten(_socket.CloseStatusDescription)}";
}
