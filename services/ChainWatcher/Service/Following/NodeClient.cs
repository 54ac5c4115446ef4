using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>
/// The nodes of a chain, one connection at a time. A <see cref="NodeVisit"/> lasts as long as a connection: it is over before the next node can answer anything, so
/// what is concluded from several answers of a visit is concluded from those of one node.
/// </summary>
internal sealed class NodeClient : IAsyncDisposable
{
    private readonly RpcClient _client;
    private CancellationTokenSource _visit = new();

    /// <param name="options">The nodes, and what is put up with.</param>
    /// <param name="changed">Told of every change of the connection, by the task that keeps it.</param>
    public NodeClient(RpcOptions options, Action<RpcState> changed)
    {
        _client = new(options);
        _client.StateChanged += (_, state) =>
        {
            if (state.Status != RpcStatus.Connected)
            {
                // The token is cancelled when this returns; who waits for it goes on elsewhere.
                _ = Interlocked.Exchange(ref _visit, new()).CancelAsync();
            }

            changed(state);
        };
    }

    /// <summary>Why the last connection or attempt ended, in words without secrets; empty when none has.</summary>
    public string LastProblem => _client.State.LastError?.Message ?? "";

    /// <summary>Waits for a connection.</summary>
    public async Task<NodeVisit> VisitAsync(CancellationToken stop)
    {
        while (true)
        {
            await _client.ConnectAsync(stop);
            var lasts = Volatile.Read(ref _visit).Token;
            if (_client.CurrentEndpoint is { } endpoint && !lasts.IsCancellationRequested)
            {
                return new(new(_client), endpoint, lasts, stop);
            }
        }
    }

    /// <summary>Leaves the node of a visit, if it is not over, for the next one.</summary>
    public void Leave(NodeVisit visit)
    {
        if (!visit.IsOver)
        {
            _client.FailOver();
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}

/// <summary>One connection to one node.</summary>
internal sealed class NodeVisit : IDisposable
{
    private readonly CancellationToken _lasts;
    private readonly CancellationTokenSource _either;

    public NodeVisit(ChainRpc rpc, RpcEndpoint endpoint, CancellationToken lasts, CancellationToken stop)
    {
        (Rpc, Endpoint, _lasts) = (rpc, endpoint, lasts);
        _either = CancellationTokenSource.CreateLinkedTokenSource(lasts, stop);
    }

    public ChainRpc Rpc { get; }

    public RpcEndpoint Endpoint { get; }

    /// <summary>Ends with the connection, and when everything is to stop.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>True once the connection has ended.</summary>
    public bool IsOver => _lasts.IsCancellationRequested;

    public void Dispose() => _either.Dispose();
}
