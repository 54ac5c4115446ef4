namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>Keeps one connection open: endpoint after endpoint, round after round, until it is disposed.</summary>
internal sealed class ConnectionKeeper : IAsyncDisposable
{
    private readonly RpcOptions _options;
    private readonly RpcEndpoint[] _endpoints;
    private readonly Action<RpcState> _stateChanged;
    private readonly Action<RpcConnection> _connected;
    private readonly ConnectionOpener _opener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource<RpcConnection> _ready = NewReady();
    private CancellationTokenSource _moveOn = new();
    private RpcConnection? _current;
    private Task? _keeping;
    private RpcState _state = new(RpcStatus.Idle, null, 0, TimeSpan.Zero, null);
    private long _lastId;

    public ConnectionKeeper(RpcOptions options, Action<RpcState> stateChanged, Action<RpcConnection> connected)
    {
        _options = options;
        _endpoints = [.. options.Endpoints.Select((uri, index) => new RpcEndpoint(uri, index))];
        _stateChanged = stateChanged;
        _connected = connected;
        _opener = new(options, NextId);
    }

    public RpcEndpoint First => _endpoints[0];

    public RpcState State => Volatile.Read(ref _state);

    public RpcConnection? Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>Ids are never used twice, on whatever connection: a stale answer can then not meet a new request.</summary>
    public long NextId() => Interlocked.Increment(ref _lastId);

    /// <summary>The connection, once there is one. The first call starts the keeping.</summary>
    public Task<RpcConnection> ConnectedAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (!_stop.IsCancellationRequested)
            {
                _keeping ??= Task.Run(KeepAsync, CancellationToken.None);
            }

            return _ready.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Leaves the present endpoint, or the wait for one, for the next.</summary>
    public void FailOver()
    {
        RpcConnection? current;
        lock (_gate)
        {
            current = _current;
            if (current is null && !_stop.IsCancellationRequested)
            {
                // In the background, since the keeping itself would go on here, inside the lock.
                _ = _moveOn.CancelAsync();
            }
        }

        current?.Close(new(current.Endpoint, FaultKind.Deliberate, "the caller moved on to the next endpoint"));
    }

    public async ValueTask DisposeAsync()
    {
        Task? keeping;
        Task stopping;
        RpcConnection? current;
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return;
            }

            stopping = _stop.CancelAsync();
            (keeping, current) = (_keeping, _current);
        }

        if (current is not null)
        {
            await current.CloseGracefullyAsync(new(current.Endpoint, FaultKind.Disposed, "the client was closed"));
        }

        await stopping;
        await (keeping ?? Task.CompletedTask);
        TaskCompletionSource<RpcConnection> ready;
        lock (_gate)
        {
            ready = _ready;
        }

        ready.Fail(new ObjectDisposedException(nameof(RpcClient)));
        Change(new(RpcStatus.Closed, null, 0, TimeSpan.Zero, State.LastError));
        _stop.Dispose();
    }

    private async Task KeepAsync()
    {
        var failures = 0; // In a row, since the last connection that was stable.
        var turn = 0;
        var hurry = false; // Told to move on: no wait before the next attempt.
        RpcException? lastError = null;
        while (!_stop.IsCancellationRequested)
        {
            var endpoint = _endpoints[turn % _endpoints.Length];
            var moveOn = RenewMoveOn();
            try
            {
                if (failures > 0 && failures % _endpoints.Length == 0 && !hurry)
                {
                    var wait = _options.Backoff.WaitAfter(failures / _endpoints.Length, Random.Shared.NextDouble());
                    Change(new(RpcStatus.Waiting, endpoint, failures + 1, wait, lastError));
                    using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, moveOn.Token);
                    await Task.Delay(wait, _options.Time, either.Token);
                }

                hurry = false;
                turn++;
                Change(new(RpcStatus.Connecting, endpoint, failures + 1, TimeSpan.Zero, lastError));
                await using var connection = await _opener.OpenAsync(endpoint, Leave, _stop.Token, moveOn.Token);
                var opened = _options.Time.GetTimestamp();
                if (!Publish(connection))
                {
                    return;
                }

                Change(new(RpcStatus.Connected, endpoint, failures + 1, TimeSpan.Zero, lastError));
                _connected(connection);
                var fault = await connection.Closed;
                lastError = fault.ToException();
                hurry = fault.Kind == FaultKind.Deliberate;
                failures = _options.Time.GetElapsedTime(opened) >= _options.Backoff.StableAfter ? 0 : failures + (hurry ? 0 : 1);
            }
            catch (RpcException e)
            {
                lastError = e;
                failures++;
            }
            catch (OperationCanceledException)
            {
                hurry = true;
            }
        }
    }

    private CancellationTokenSource RenewMoveOn()
    {
        lock (_gate)
        {
            // Not disposed: it has no timer, and a caller may hold on to the last one.
            _moveOn = new();
            return _moveOn;
        }
    }

    private bool Publish(RpcConnection connection)
    {
        lock (_gate)
        {
            if (_stop.IsCancellationRequested)
            {
                return false;
            }

            // Told to move on while the handshake ended.
            _moveOn.Token.ThrowIfCancellationRequested();
            if (!connection.HasEnded)
            {
                _current = connection;
                _ready.TrySetResult(connection);
            }

            return true;
        }
    }

    /// <summary>The connection is ending: whoever asks from now on waits for the next one.</summary>
    private void Leave(RpcConnection connection)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_current, connection))
            {
                _current = null;
                _ready = NewReady();
            }
        }
    }

    private void Change(RpcState state)
    {
        Volatile.Write(ref _state, state);
        _stateChanged(state);
    }

    private static TaskCompletionSource<RpcConnection> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
