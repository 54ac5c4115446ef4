using System.Collections.Concurrent;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainWatcher.Calls;

/// <summary>
/// A connection to each chain for those who encode calls, in every replica: the follower's own is where the chain's lease is, and is left as soon as it is slow. Opened at
/// the first question.
/// </summary>
internal sealed class CallNodes(TimeProvider time) : IAsyncDisposable
{
    private const int RuntimesMax = 2;
    private readonly ConcurrentDictionary<string, Lazy<CallNode>> _nodes = new();

    public CallNode Of(ChainSettings chain) => _nodes.GetOrAdd(chain.Name, _ => new(() => new(new RpcClient(chain.FirstNodes(time)), RuntimesMax))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values.Where(n => n.IsValueCreated))
        {
            await node.Value.Rpc.Client.DisposeAsync();
        }
    }
}

/// <summary>One chain's connection and runtimes.</summary>
internal sealed class CallNode
{
    public CallNode(RpcClient client, int runtimes)
    {
        Rpc = new(client);
        Runtimes = new((_, at, stop) => Rpc.GetMetadataAsync(at, stop), runtimes);
    }

    public ChainRpc Rpc { get; }

    /// <summary>By spec version.</summary>
    public RuntimeCache Runtimes { get; }
}
