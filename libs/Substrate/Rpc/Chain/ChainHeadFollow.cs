using System.Text.Json;
using CoretimeDesk.Substrate.Rpc.Wire;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>
/// A running <c>chainHead_v1_follow</c>: its events, and what may be asked of its pinned blocks. After a
/// <see cref="SubscriptionItem{T}.Resubscribed"/> marker all old pins are gone and a new
/// <see cref="ChainHeadEvent.Initialized"/> comes; operations under way then end with a <see cref="RpcConnectionException"/>.
/// </summary>
public sealed class ChainHeadFollow : IAsyncEnumerable<SubscriptionItem<ChainHeadEvent>>, IAsyncDisposable
{
    private readonly RpcClient _client;
    private readonly ChainHeadOperations _operations;
    private Subscriber<ChainHeadEvent> _subscriber = null!;
    private RpcSubscription<ChainHeadEvent> _events = null!;

    internal ChainHeadFollow(RpcClient client)
    {
        _client = client;
        _operations = new((id, operation) => _ = GoOnAsync(id, operation), id => _ = StopAsync(id));
    }

    /// <inheritdoc cref="RpcSubscription{T}.GetAsyncEnumerator"/>
    public IAsyncEnumerator<SubscriptionItem<ChainHeadEvent>> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        _events.GetAsyncEnumerator(cancellationToken);

    /// <summary>Stops following; the pins go with it.</summary>
    public ValueTask DisposeAsync() => _events.DisposeAsync();

    /// <summary>A pinned block's SCALE-encoded header; null if the node gave up following.</summary>
    /// <exception cref="RpcErrorException">Code -32801: the block is not pinned.</exception>
    public Task<byte[]?> GetHeaderAsync(H256 block, CancellationToken cancellation = default) =>
        CallAsync("chainHead_v1_header", parameters => parameters.Add(block), RpcDecode.HexBytesOrNull, cancellation);

    /// <summary>A pinned block's extrinsics.</summary>
    /// <exception cref="RpcOperationException">The node cannot give them, now or ever.</exception>
    public async Task<IReadOnlyList<byte[]>> GetBodyAsync(H256 block, CancellationToken cancellation = default)
    {
        var (_, last, _) = await RunAsync("chainHead_v1_body", parameters => parameters.Add(block), cancellation);
        return last.Body ?? throw new RpcProtocolException("chainHead_v1_body", "the event has no extrinsics");
    }

    /// <summary>Calls a runtime API in the state of a pinned block. Needs <c>withRuntime</c>.</summary>
    /// <exception cref="RpcOperationException">The call failed, or the node cannot run it now.</exception>
    public async Task<byte[]> CallRuntimeAsync(H256 block, string function, ReadOnlyMemory<byte> arguments, CancellationToken cancellation = default)
    {
        var (_, last, _) = await RunAsync("chainHead_v1_call", parameters => parameters.Add(block).Add(function).AddHex(arguments.Span), cancellation);
        return last.Output ?? throw new RpcProtocolException("chainHead_v1_call", "the event has no output");
    }

    /// <summary>
    /// Reads storage in the state of a pinned block, of the main trie unless a child trie's key is given. The items come in
    /// no particular order; what does not exist is not there.
    /// </summary>
    /// <exception cref="RpcOperationException">The node cannot read it, now or ever.</exception>
    public async Task<IReadOnlyList<StorageQueryItem>> GetStorageAsync(
        H256 block, IReadOnlyList<StorageQuery> queries, ReadOnlyMemory<byte> childTrie = default, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(queries);
        var items = new List<StorageQueryItem>();
        var left = queries.ToList();
        while (left.Count > 0)
        {
            var (operation, _, discarded) = await RunAsync(
                "chainHead_v1_storage",
                parameters =>
                {
                    parameters.Add(block).Add(writer => StorageQuery.WriteAll(writer, left));
                    return childTrie.IsEmpty ? parameters.AddNull() : parameters.AddHex(childTrie.Span);
                },
                cancellation);
            items.AddRange(operation.Items);
            // A busy node leaves out the last ones, to be asked for again.
            left = discarded < left.Count
                ? left[^discarded..]
                : throw new RpcOperationException("chainHead_v1_storage", "every query was discarded", mayPass: true);
        }

        return items;
    }

    /// <summary>Lets go of blocks. Each may be named once only; if one of them is not pinned, none is unpinned.</summary>
    public Task UnpinAsync(IReadOnlyCollection<H256> blocks, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        return blocks.Count == 0 ? Task.CompletedTask : CallAsync(
            "chainHead_v1_unpin",
            parameters => parameters.Add(writer =>
            {
                writer.WriteStartArray();
                foreach (var block in blocks)
                {
                    writer.WriteStringValue(block.ToString());
                }

                writer.WriteEndArray();
            }),
            RpcDecode.Ignore,
            cancellation);
    }

    internal async Task StartAsync(bool withRuntime, SubscriptionOptions? options, CancellationToken cancellation)
    {
        _subscriber = await _client.SubscribeAsync(
            new RpcCall<ChainHeadEvent>("chainHead_v1_follow", new RpcParams().Add(withRuntime), ChainHeadEvent.Decode),
            "chainHead_v1_unfollow",
            options,
            _operations.Sort,
            _operations.EndAll,
            cancellation);
        _events = new(_subscriber);
    }

    private Task<T> CallAsync<T>(string method, Func<RpcParams, RpcParams> arguments, RpcDecoder<T> decode, CancellationToken cancellation) =>
        _client.CallBesideAsync(_subscriber, id => new RpcCall<T>(method, arguments(id.AddTo(new())), decode), method, cancellation);

    private async Task<(Operation Operation, OperationEvent Last, int Discarded)> RunAsync(
        string method, Func<RpcParams, RpcParams> arguments, CancellationToken cancellation)
    {
        var operation = new Operation();
        int discarded;
        _operations.Starting();
        try
        {
            discarded = await CallAsync(method, arguments, StartDecoder(operation), cancellation);
        }
        catch
        {
            _operations.Forget(operation);
            throw;
        }
        finally
        {
            _operations.NoLongerStarting();
        }

        if (operation.Id is null)
        {
            throw new RpcOperationException(method, "the node is busy, or gave up following", mayPass: true);
        }

        var last = await WaitAsync(method, operation, cancellation);
        return last.Step == OperationStep.Done
            ? (operation, last, discarded)
            : throw new RpcOperationException(method, last.Error ?? "the node could not reach the data", mayPass: last.Step == OperationStep.Inaccessible);
    }

    private async Task<OperationEvent> WaitAsync(string method, Operation operation, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var steps = operation.Steps;
                try
                {
                    return await operation.Last.WaitAsync(_client.Options.RequestTimeout, _client.Options.Time, cancellation);
                }
                catch (TimeoutException) when (operation.Steps != steps)
                {
                    // Slow, not dead.
                }
                catch (TimeoutException)
                {
                    throw new RpcTimeoutException(method, _client.Options.RequestTimeout);
                }
            }
        }
        finally
        {
            _operations.Forget(operation);
        }
    }

    /// <summary>Registers the operation before the next message is read, and so before its first event.</summary>
    private RpcDecoder<int> StartDecoder(Operation operation) => (ref reader) =>
    {
        string? result = null, id = null;
        uint discarded = 0;
        RpcDecode.Members(ref reader, (name, ref value) =>
        {
            switch (name)
            {
                case "result":
                    result = RpcDecode.Text(ref value);
                    break;
                case "operationId":
                    id = RpcDecode.Text(ref value);
                    break;
                case "discardedItems":
                    discarded = RpcDecode.U32(ref value);
                    break;
                default:
                    value.Skip();
                    break;
            }
        });
        if (result == "started")
        {
            _operations.Started(RpcDecode.Present(id, "operationId"), operation);
        }
        else if (result != "limitReached")
        {
            throw new FormatException($"there is no result {result}");
        }

        return (int)Math.Min(discarded, int.MaxValue);
    };

    private async Task GoOnAsync(string id, Operation operation)
    {
        try
        {
            await CallAsync("chainHead_v1_continue", parameters => parameters.Add(id), RpcDecode.Ignore, CancellationToken.None);
        }
        catch (Exception e)
        {
            operation.Fail(e);
        }
    }

    private async Task StopAsync(string id)
    {
        try
        {
            await CallAsync("chainHead_v1_stopOperation", parameters => parameters.Add(id), RpcDecode.Ignore, CancellationToken.None);
        }
        catch (Exception e) when (e is RpcException or ObjectDisposedException)
        {
            // It ends with the subscription at the latest.
        }
    }
}
