using System.Runtime.CompilerServices;
using CoretimeDesk.Substrate.Rpc.Wire;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>The legacy methods, which every node serves. Reads are sent again after a drop, submissions never.</summary>
/// <remarks>
/// State is read at a block's hash always: what a node calls its best block may change between two reads, and with it
/// both storage and metadata.
/// </remarks>
public sealed class ChainRpc(RpcClient client)
{
    // Nodes refuse larger pages.
    private const int KeysPageMax = 1000;

    /// <summary>The client that everything goes through.</summary>
    public RpcClient Client { get; } = client;

    /// <summary>The hash of the block at a height; null above the best block. Above the finalized height it may change.</summary>
    public Task<H256?> GetBlockHashAsync(ulong number, CancellationToken cancellation = default) =>
        CallAsync("chain_getBlockHash", new RpcParams().Add(checked((long)number)), RpcDecode.HashOrNull, cancellation);

    /// <summary>The first block's hash: a chain's identity.</summary>
    /// <exception cref="RpcProtocolException">The node knows no first block.</exception>
    public Task<H256> GetGenesisHashAsync(CancellationToken cancellation = default) =>
        CallAsync("chain_getBlockHash", new RpcParams().Add(0), RpcDecode.Hash, cancellation);

    /// <summary>The newest final block. After a fail-over it may be older than one that was told before.</summary>
    public Task<H256> GetFinalizedHeadAsync(CancellationToken cancellation = default) =>
        CallAsync("chain_getFinalizedHead", RpcParams.None, RpcDecode.Hash, cancellation);

    /// <summary>A block's header; null for a block that the node does not know.</summary>
    public Task<BlockHeader?> GetHeaderAsync(H256 block, CancellationToken cancellation = default) =>
        CallAsync("chain_getHeader", new RpcParams().Add(block), BlockHeader.DecodeOrNull, cancellation);

    /// <summary>A block with its extrinsics; null for a block that the node does not know.</summary>
    public Task<Block?> GetBlockAsync(H256 block, CancellationToken cancellation = default) =>
        CallAsync("chain_getBlock", new RpcParams().Add(block), Block.DecodeOrNull, cancellation);

    /// <summary>Final heads as they come. Heights may be skipped, since finality moves in batches.</summary>
    public Task<RpcSubscription<BlockHeader>> SubscribeFinalizedHeadsAsync(SubscriptionOptions? options = null, CancellationToken cancellation = default) =>
        SubscribeHeadsAsync("FinalizedHeads", options, cancellation);

    /// <summary>Best heads as they come. A head may replace others of the same and of greater height.</summary>
    public Task<RpcSubscription<BlockHeader>> SubscribeNewHeadsAsync(SubscriptionOptions? options = null, CancellationToken cancellation = default) =>
        SubscribeHeadsAsync("NewHeads", options, cancellation);

    /// <summary>All heads as they come, those on other forks included.</summary>
    public Task<RpcSubscription<BlockHeader>> SubscribeAllHeadsAsync(SubscriptionOptions? options = null, CancellationToken cancellation = default) =>
        SubscribeHeadsAsync("AllHeads", options, cancellation);

    /// <summary>The runtime's metadata in its default version (14), with the <c>meta</c> prefix.</summary>
    public Task<byte[]> GetMetadataAsync(H256 at, CancellationToken cancellation = default) =>
        CallAsync("state_getMetadata", new RpcParams().Add(at), RpcDecode.HexBytes, cancellation);

    /// <summary>The runtime that is in the state after a block: it executes the next one.</summary>
    public Task<RuntimeVersion> GetRuntimeVersionAsync(H256 at, CancellationToken cancellation = default) =>
        CallAsync("state_getRuntimeVersion", new RpcParams().Add(at), RuntimeVersion.Decode, cancellation);

    /// <summary>The best block's runtime, now and whenever it changes.</summary>
    public Task<RpcSubscription<RuntimeVersion>> SubscribeRuntimeVersionAsync(SubscriptionOptions? options = null, CancellationToken cancellation = default) =>
        Client.SubscribeAsync(
            new RpcCall<RuntimeVersion>("state_subscribeRuntimeVersion", RpcParams.None, RuntimeVersion.Decode), "state_unsubscribeRuntimeVersion", options, cancellation);

    /// <summary>A storage value; null where there is none, which is not the same as an empty one.</summary>
    public Task<byte[]?> GetStorageAsync(ReadOnlyMemory<byte> key, H256 at, CancellationToken cancellation = default) =>
        CallAsync("state_getStorage", new RpcParams().AddHex(key.Span).Add(at), RpcDecode.HexBytesOrNull, cancellation);

    /// <summary>Storage values in the order of the keys; null where there is none.</summary>
    public Task<IReadOnlyList<byte[]?>> QueryStorageAtAsync(IReadOnlyList<ReadOnlyMemory<byte>> keys, H256 at, CancellationToken cancellation = default) =>
        CallAsync("state_queryStorageAt", new RpcParams().AddHexList(keys).Add(at), StorageChanges.DecoderFor(keys), cancellation);

    /// <summary>
    /// Up to <paramref name="count"/> (at most 1000) keys that begin with the prefix, behind <paramref name="startKey"/>
    /// unless that is empty.
    /// </summary>
    public Task<IReadOnlyList<byte[]>> GetKeysPagedAsync(
        ReadOnlyMemory<byte> prefix, int count, ReadOnlyMemory<byte> startKey, H256 at, CancellationToken cancellation = default)
    {
        var parameters = new RpcParams().AddHex(prefix.Span).Add(count);
        parameters = startKey.IsEmpty ? parameters.AddNull() : parameters.AddHex(startKey.Span);
        return CallAsync("state_getKeysPaged", parameters.Add(at), RpcDecode.HexBytesList, cancellation);
    }

    /// <summary>All keys that begin with the prefix, page by page.</summary>
    /// <exception cref="RpcProtocolException">A page does not move on, or has keys of another prefix.</exception>
    public async IAsyncEnumerable<byte[]> GetKeysAsync(
        ReadOnlyMemory<byte> prefix, H256 at, int pageSize = KeysPageMax, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pageSize, 1);
        byte[] last = [];
        while (true)
        {
            var page = await GetKeysPagedAsync(prefix, Math.Min(pageSize, KeysPageMax), last, at, cancellation);
            foreach (var key in page)
            {
                if (!key.AsSpan().StartsWith(prefix.Span))
                {
                    throw new RpcProtocolException("state_getKeysPaged", "a key does not begin with the prefix");
                }

                yield return key;
            }

            // A short page need not be the last one, since proxies cut pages too; an empty one is.
            if (page.Count == 0)
            {
                yield break;
            }

            if (page[^1].AsSpan().SequenceCompareTo(last) <= 0)
            {
                throw new RpcProtocolException("state_getKeysPaged", "a page does not lie behind the one before");
            }

            last = page[^1];
        }
    }

    /// <summary>Calls a runtime API in the state after a block. Arguments and result are SCALE.</summary>
    public Task<byte[]> CallRuntimeAsync(string api, ReadOnlyMemory<byte> arguments, H256 at, CancellationToken cancellation = default) =>
        CallAsync("state_call", new RpcParams().Add(api).AddHex(arguments.Span).Add(at), RpcDecode.HexBytes, cancellation);

    /// <summary>Hands an extrinsic to the pool. Sent once: see <see cref="RpcException.MayHaveBeenSent"/> when it fails.</summary>
    /// <returns>Its hash.</returns>
    public Task<H256> SubmitExtrinsicAsync(ReadOnlyMemory<byte> extrinsic, CancellationToken cancellation = default) =>
        Client.CallAsync(new RpcCall<H256>("author_submitExtrinsic", new RpcParams().AddHex(extrinsic.Span), RpcDecode.Hash), Retry.Never, cancellation);

    /// <summary>Hands an extrinsic to the pool, once, and watches it. The watching ends with its last word or its connection.</summary>
    public async Task<RpcSubscription<ExtrinsicStatus>> SubmitAndWatchExtrinsicAsync(ReadOnlyMemory<byte> extrinsic, CancellationToken cancellation = default) =>
        new(await Client.SubscribeAsync(
            new RpcCall<ExtrinsicStatus>("author_submitAndWatchExtrinsic", new RpcParams().AddHex(extrinsic.Span), ExtrinsicStatus.Decode),
            "author_unwatchExtrinsic",
            new() { Resubscribe = false },
            status => status.IsLast ? Delivery.DeliverLast : Delivery.Deliver,
            null,
            cancellation));

    /// <summary>The chain's name: <c>Polkadot Coretime</c>.</summary>
    public Task<string> GetChainAsync(CancellationToken cancellation = default) => CallAsync("system_chain", RpcParams.None, RpcDecode.Text, cancellation);

    /// <summary>The node software's name.</summary>
    public Task<string> GetNodeNameAsync(CancellationToken cancellation = default) => CallAsync("system_name", RpcParams.None, RpcDecode.Text, cancellation);

    /// <summary>The node software's version.</summary>
    public Task<string> GetNodeVersionAsync(CancellationToken cancellation = default) => CallAsync("system_version", RpcParams.None, RpcDecode.Text, cancellation);

    /// <summary>What the chain specification says for wallets.</summary>
    public Task<ChainProperties> GetPropertiesAsync(CancellationToken cancellation = default) =>
        CallAsync("system_properties", RpcParams.None, ChainProperties.Decode, cancellation);

    /// <summary>How the node fares.</summary>
    public Task<NodeHealth> GetHealthAsync(CancellationToken cancellation = default) => CallAsync("system_health", RpcParams.None, NodeHealth.Decode, cancellation);

    private Task<T> CallAsync<T>(string method, RpcParams parameters, RpcDecoder<T> decode, CancellationToken cancellation) =>
        Client.CallAsync(new RpcCall<T>(method, parameters, decode), Retry.Safe, cancellation);

    private Task<RpcSubscription<BlockHeader>> SubscribeHeadsAsync(string which, SubscriptionOptions? options, CancellationToken cancellation) =>
        Client.SubscribeAsync(new RpcCall<BlockHeader>($"chain_subscribe{which}", RpcParams.None, BlockHeader.Decode), $"chain_unsubscribe{which}", options, cancellation);
}
