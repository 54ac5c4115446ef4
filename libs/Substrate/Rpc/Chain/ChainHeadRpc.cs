namespace CoretimeDesk.Substrate.Rpc;

/// <summary>The <c>chainHead_v1</c> methods: the head of the chain with its forks, blocks pinned as long as they are needed. Got from <see cref="RpcCapabilities"/>.</summary>
public sealed class ChainHeadRpc
{
    private readonly RpcClient _client;

    internal ChainHeadRpc(RpcClient client) => _client = client;

    /// <summary>Follows the head. A node need not allow more than two at a time per connection.</summary>
    /// <param name="withRuntime">Whether to be told of runtimes, which <see cref="ChainHeadFollow.CallRuntimeAsync"/> needs. Events may then come later.</param>
    /// <param name="options">How the subscription behaves; <see cref="Overflow.KeepLatest"/> would lose blocks and is refused.</param>
    /// <param name="cancellation">Gives up subscribing.</param>
    public async Task<ChainHeadFollow> FollowAsync(bool withRuntime, SubscriptionOptions? options = null, CancellationToken cancellation = default)
    {
        if (options?.Overflow == Overflow.KeepLatest)
        {
            throw new ArgumentException("Every event of the head counts: pins, and forks by their parents.", nameof(options));
        }

        var follow = new ChainHeadFollow(_client);
        await follow.StartAsync(withRuntime, options, cancellation);
        return follow;
    }
}
