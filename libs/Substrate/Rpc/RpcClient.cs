using System.Text.Json;
using CoretimeDesk.Substrate.Rpc.Wire;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>
/// JSON-RPC 2.0 over one WebSocket at a time: any number of requests at once, batches, subscriptions, and fail-over to
/// the next endpoint when one dies. Safe for use from many threads. Connects on first use.
/// </summary>
public sealed class RpcClient : IAsyncDisposable
{
    private readonly RpcOptions _options;
    private readonly ConnectionKeeper _keeper;
    private readonly SemaphoreSlim _places;
    private readonly SubscriberOrphanage _orphans;
    private volatile bool _disposed;

    /// <summary>A client that is not connected yet.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message holds nothing secret.</exception>
    public RpcClient(RpcOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _places = new(options.MaxInFlight);
        _orphans = new(options);
        _keeper = new(options, Tell, _orphans.Resubscribe);
        _orphans.Keeper = _keeper;
    }

    /// <summary>
    /// Told of each change, one after another, by the task that keeps the connection: a handler should be quick. What it
    /// throws is dropped, since there is nobody to tell.
    /// </summary>
    public event EventHandler<RpcState>? StateChanged;

    /// <summary>The state now.</summary>
    public RpcState State => _keeper.State;

    /// <summary>The endpoint of the open connection; null while there is none.</summary>
    public RpcEndpoint? CurrentEndpoint => _keeper.Current?.Endpoint;

    /// <summary>Waits until there is a connection. Calls do so by themselves; this is for showing a state at start.</summary>
    public async Task ConnectAsync(CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _keeper.ConnectedAsync(cancellation);
    }

    /// <summary>
    /// Moves on to the next endpoint, for example because this one lags behind. Reads under way are sent again there, and
    /// subscriptions are made anew.
    /// </summary>
    public void FailOver() => _keeper.FailOver();

    /// <summary>Calls a method and hands over its result as JSON.</summary>
    public Task<JsonElement> CallAsync(string method, RpcParams parameters, Retry retry = Retry.Safe, CancellationToken cancellation = default) =>
        CallAsync(new RpcCall<JsonElement>(method, parameters, RpcDecode.Json), retry, cancellation);

    /// <summary>Calls a method.</summary>
    /// <typeparam name="T">The result.</typeparam>
    /// <param name="call">What to call and how to read the answer.</param>
    /// <param name="retry">Whether it may be sent again. Methods that write, such as all of <c>author_</c>, never are.</param>
    /// <param name="cancellation">Leaves at once; the answer is dropped when it comes.</param>
    /// <exception cref="RpcErrorException">The node refused.</exception>
    /// <exception cref="RpcConnectionException">The connection broke, and the request must not or cannot be sent again.</exception>
    /// <exception cref="RpcTimeoutException">No answer in time.</exception>
    /// <exception cref="RpcProtocolException">The answer cannot be understood.</exception>
    public Task<T> CallAsync<T>(RpcCall<T> call, Retry retry = Retry.Safe, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(call);
        return RunAsync(call.Method, RetryRules.MaySendAgain(call.Method, retry), NewRequest(call), null, cancellation);
    }

    /// <summary>Sends many requests in one message. The outcomes are in the order of the calls.</summary>
    /// <remarks>Nodes limit batches, jsonrpsee's default by size only; some serve none, and the whole batch is then refused.</remarks>
    /// <typeparam name="T">The results.</typeparam>
    /// <exception cref="RpcConnectionException">The connection broke: no outcome at all is known.</exception>
    /// <exception cref="RpcTimeoutException">Not all answers came in time.</exception>
    public async Task<IReadOnlyList<RpcOutcome<T>>> BatchAsync<T>(
        IReadOnlyList<RpcCall<T>> calls, Retry retry = Retry.Safe, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (calls.Count == 0)
        {
            return []; // The specification forbids an empty batch.
        }

        var maySendAgain = calls.All(c => RetryRules.MaySendAgain(c.Method, retry));
        return await RunAsync($"a batch of {calls.Count}", maySendAgain, () =>
        {
            var replies = calls.Select(c => new BatchReply<T>(c.Method, c.Decode) { Id = _keeper.NextId() }).ToArray();
            var frame = OutgoingFrame.Batch([.. replies.Zip(calls, (reply, call) => ((Reply)reply, call.Params))]);
            return (frame, WhenAllAsync(replies));
        }, null, cancellation);
    }

    /// <summary>Subscribes. Returns when the node has agreed; dispose what is returned to unsubscribe.</summary>
    /// <typeparam name="T">The notifications.</typeparam>
    /// <param name="call">The subscribing method and how each notification is read.</param>
    /// <param name="unsubscribeMethod">The method that takes it back.</param>
    /// <param name="options">How it behaves; null for the defaults.</param>
    /// <param name="cancellation">Gives up subscribing. It does not end the subscription later.</param>
    /// <exception cref="RpcException">As for a call.</exception>
    public async Task<RpcSubscription<T>> SubscribeAsync<T>(
        RpcCall<T> call, string unsubscribeMethod, SubscriptionOptions? options = null, CancellationToken cancellation = default) =>
        new(await SubscribeAsync(call, unsubscribeMethod, options, null, null, cancellation));

    /// <summary>Ends everything: calls and subscriptions end with an exception, what was unsubscribed is still told to the node.</summary>
    public async ValueTask DisposeAsync()
    {
        _disposed = true;
        await _keeper.DisposeAsync();
        _orphans.EndAll();
    }

    internal RpcOptions Options => _options;

    internal async Task<Subscriber<T>> SubscribeAsync<T>(
        RpcCall<T> call, string unsubscribeMethod, SubscriptionOptions? options, Func<T, Delivery>? sort, Action<RpcException?>? interrupted,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentException.ThrowIfNullOrEmpty(unsubscribeMethod);
        options ??= new();
        var buffer = options.Buffer ?? _options.SubscriptionBuffer;
        RpcOptions.Require(buffer > 0, nameof(options.Buffer));
        var subscriber = new Subscriber<T>(_orphans, call.Method, unsubscribeMethod, call.Params, call.Decode, options, buffer, sort, interrupted);
        await RunAsync(call.Method, RetryRules.MaySendAgain(call.Method, Retry.Safe), () =>
        {
            var reply = new SubscribeReply(subscriber) { Id = _keeper.NextId() };
            return (OutgoingFrame.Single(reply, call.Params), reply.Task);
        }, null, cancellation);
        return subscriber;
    }

    /// <summary>Calls on the connection that a subscription lives on, once, since its id means nothing on another.</summary>
    internal Task<T> CallBesideAsync<T>(Subscriber subscriber, Func<SubscriptionId, RpcCall<T>> call, string method, CancellationToken cancellation)
    {
        var place = subscriber.Place
            ?? throw new RpcConnectionException(State.Endpoint ?? _keeper.First, $"{subscriber.Method} has no connection at present") { MayHaveBeenSent = false };
        return RunAsync(method, false, NewRequest(call(place.Id)), place.Connection, cancellation);
    }

    private Func<(OutgoingFrame, Task<T>)> NewRequest<T>(RpcCall<T> call) => () =>
    {
        var reply = new CallReply<T>(call.Method, call.Decode) { Id = _keeper.NextId() };
        return (OutgoingFrame.Single(reply, call.Params), reply.Task);
    };

    /// <summary>Sends a request, again if need be and allowed, until it ends one way or another.</summary>
    private async Task<T> RunAsync<T>(
        string method, bool maySendAgain, Func<(OutgoingFrame Frame, Task<T> Result)> newRequest, RpcConnection? only, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        await _places.WaitAsync(cancellation);
        try
        {
            using var deadline = new CancellationTokenSource(_options.RequestTimeout, _options.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
            var (broken, garbled) = (0, 0);
            while (true)
            {
                RpcConnection connection;
                try
                {
                    connection = only ?? await _keeper.ConnectedAsync(either.Token);
                }
                catch (OperationCanceledException)
                {
                    cancellation.ThrowIfCancellationRequested();
                    throw new RpcTimeoutException(method, _options.RequestTimeout, State.LastError) { MayHaveBeenSent = broken + garbled > 0 };
                }

                var (frame, result) = newRequest();
                if (!connection.TrySend(frame))
                {
                    if (only is not null)
                    {
                        throw (await only.Closed).ToException(sent: false);
                    }

                    continue;
                }

                try
                {
                    return await result.WaitAsync(either.Token);
                }
                catch (BrokenException e)
                {
                    // Taken back before the question is decided, so that a dying connection cannot still send it.
                    var sent = !frame.TryWithdraw();
                    ObjectDisposedException.ThrowIf(e.Fault.Kind == FaultKind.Disposed, this);

                    var again = only is null && (!sent || (maySendAgain && (e.Fault.Kind is FaultKind.Protocol or FaultKind.TooLarge
                        ? garbled++ < 1
                        : broken++ < _options.RetriesMax)));
                    if (!again)
                    {
                        throw e.Fault.ToException(sent);
                    }
                }
                catch (OperationCanceledException) when (either.IsCancellationRequested)
                {
                    connection.Abandon(frame, timedOut: !cancellation.IsCancellationRequested);
                    cancellation.ThrowIfCancellationRequested();
                    throw new RpcTimeoutException(method, _options.RequestTimeout) { MayHaveBeenSent = frame.WasSent || broken + garbled > 0 };
                }
            }
        }
        finally
        {
            _places.Release();
        }
    }

    private static async Task<IReadOnlyList<RpcOutcome<T>>> WhenAllAsync<T>(BatchReply<T>[] replies)
    {
        var outcomes = await Task.WhenAll(replies.Select(r => r.Task));
        return Array.Find(outcomes, o => o.Error is BrokenException) is { Error: BrokenException broken } ? throw broken : outcomes;
    }

    private void Tell(RpcState state)
    {
        try
        {
            StateChanged?.Invoke(this, state);
        }
        catch (Exception)
        {
            // See the event's documentation.
        }
    }
}
