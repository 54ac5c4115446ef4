using System.Collections.Concurrent;
using CoretimeDesk.ChainWatcher.Market;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.Watching;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>
/// Reads final blocks from a node: header, events and what else the facts need, at that block's hash and never at "best". A header must hash to the hash that
/// it was asked for by, so a node can leave a block out but not slip in another.
/// </summary>
internal sealed class ChainSource(ChainProfile profile, ChainSettings settings, ChainRpc rpc)
{
    private const int ExtractorsMax = 4;
    private readonly ConcurrentDictionary<uint, Lazy<Task<FactExtractor>>> _extractors = new();
    private readonly RuntimeCache _runtimes = new((_, at, stop) => rpc.GetMetadataAsync(at, stop), ExtractorsMax);

    public ChainRpc Rpc => rpc;

    public ChainProfile Profile => profile;

    /// <summary>A header; null when the node does not have it, or gives another.</summary>
    public async Task<HeaderRef?> HeaderAsync(H256 hash, CancellationToken stop) =>
        await rpc.GetHeaderAsync(hash, stop) is { } header && header.ComputeHash() == hash ? new(new(checked((uint)header.Number), hash), header.ParentHash) : null;

    /// <summary>Reads one block.</summary>
    /// <param name="header">The block.</param>
    /// <param name="watched">What is wanted besides facts of coretime.</param>
    /// <param name="opening">Accounts whose balance is told in any case; null for none.</param>
    /// <param name="withMarket">Read the state of the market after it, too.</param>
    /// <param name="withLists">With the market, read all regions and renewals, too; they are read in any case when the block touches them.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>The block, and its events as this node told them.</returns>
    /// <exception cref="FactException">The block cannot be turned into facts.</exception>
    /// <exception cref="ScaleException">The same, found outside its events.</exception>
    /// <exception cref="SourceFaultException">It is of another chain.</exception>
    /// <exception cref="ForgottenException">The node has no body of it any more.</exception>
    /// <exception cref="RpcException">The node fails, or has forgotten the block: see <see cref="Pruning"/>.</exception>
    public async Task<(ReadBlock Block, byte[] Events)> ReadAsync(
        HeaderRef header, Watched watched, IReadOnlySet<AccountId32>? opening, bool withMarket, bool withLists, CancellationToken stop)
    {
        // The runtime that executed a block is the code at its parent.
        var version = await rpc.GetRuntimeVersionAsync(header.Parent, stop);
        if (settings.SpecName is { } spec && version.SpecName != spec)
        {
            throw new SourceFaultException(SourceFaultException.WrongChain, $"The node's runtime at block {header} is {version.SpecName}; {settings.Name} should run {spec}.");
        }

        var extractor = await ExtractorAsync(version.SpecVersion, header.Parent, stop);
        var head = new BlockHead(header.Block, header.Parent, version.SpecVersion);
        var storage = await StorageAsync(extractor.EveryBlock, head, stop);
        var scan = extractor.Scan(head, storage, watched.List);
        var body = scan.Needs.Body ? await BodyAsync(header.Block, stop) : null;
        var facts = extractor.Extract(scan, body, await StorageAsync(scan.Needs.Storage, head, stop), opening);
        var market = withMarket ? await MarketReader.ReadAsync(rpc, extractor.Runtime, profile, facts, withLists || ListTouches.By(facts), stop) : null;
        var events = storage.TryGet(StorageRead.Of(EventsOf(extractor).Prefix, StorageSide.Block), out var told) ? told : null;
        return (new(facts, version.SpecName, watched.Version, market), events ?? []);
    }

    /// <summary>The events of a block, as this node tells them.</summary>
    public async Task<byte[]?> EventsAsync(HeaderRef header, CancellationToken stop)
    {
        var version = await rpc.GetRuntimeVersionAsync(header.Parent, stop);
        var extractor = await ExtractorAsync(version.SpecVersion, header.Parent, stop);
        return await rpc.GetStorageAsync(EventsOf(extractor).Key(), header.Hash, stop);
    }

    private static StorageItem EventsOf(FactExtractor extractor) => extractor.Runtime.Storage("System", "Events");

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> BodyAsync(BlockRef block, CancellationToken stop) =>
        (await rpc.GetBlockAsync(block.Hash, stop))?.Extrinsics.Select(e => (ReadOnlyMemory<byte>)e).ToList()
        ?? throw new ForgottenException($"the node has forgotten the extrinsics of block {block}");

    private async Task<StorageValues> StorageAsync(IReadOnlyList<StorageRead> reads, BlockHead head, CancellationToken stop)
    {
        var values = new List<KeyValuePair<StorageRead, byte[]?>>();
        foreach (var side in reads.GroupBy(r => r.Side))
        {
            var keys = side.ToList();
            var found = await rpc.QueryStorageAtAsync([.. keys.Select(r => (ReadOnlyMemory<byte>)Hex.Decode(r.Key))], side.Key == StorageSide.Block ? head.Block.Hash : head.Parent, stop);
            values.AddRange(keys.Select((read, i) => KeyValuePair.Create(read, found[i].OrNone())));
        }

        return StorageValues.Of(values);
    }

    private async Task<FactExtractor> ExtractorAsync(uint version, H256 at, CancellationToken stop)
    {
        var extractor = _extractors.GetOrAdd(version, v => new(async () => new FactExtractor(profile, await _runtimes.GetAsync(v, at, CancellationToken.None))));
        foreach (var past in _extractors.Count > ExtractorsMax ? _extractors.Keys.Order().SkipLast(ExtractorsMax) : [])
        {
            _extractors.TryRemove(past, out _); // Each holds its runtime's metadata, and a catch-up may pass a hundred of them.
        }

        try
        {
            return await extractor.Value.WaitAsync(stop);
        }
        catch when (extractor.Value.IsFaulted)
        {
            _extractors.TryRemove(new(version, extractor)); // A failure is not remembered: the next block tries again.
            throw;
        }
    }
}
