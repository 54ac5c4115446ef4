using System.Collections.Concurrent;
using CoretimeDesk.ChainWatcher.Market;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainWatcher.Following;

/// <summary>
/// Reads finalised blocks from a node: header, events and what else the facts need, at that block's hash and never at "best". A header must hash to the hash
/// that it was asked for by, so a node can leave a block out but not slip in another.
/// </summary>
internal sealed class ChainSource(ChainProfile profile, ChainSettings settings, ChainRpc rpc, WatchList watch)
{
    private readonly ConcurrentDictionary<uint, Lazy<Task<FactExtractor>>> _extractors = new();
    private readonly RuntimeCache _runtimes = new((_, at, stop) => rpc.GetMetadataAsync(at, stop));

    public ChainRpc Rpc => rpc;

    public ChainProfile Profile => profile;

    /// <summary>Hashes of consecutive heights, which must be at or below the finalised one.</summary>
    public async Task<H256[]> HashesAsync(uint from, uint to, CancellationToken stop)
    {
        var asked = new List<Task<H256?>>();
        for (var number = from; number <= to; number++)
        {
            asked.Add(rpc.GetBlockHashAsync(number, stop));
        }

        var hashes = await Task.WhenAll(asked);
        var missing = Array.FindIndex(hashes, h => h is null);
        return missing < 0
            ? [.. hashes.Select(h => h!.Value)]
            : throw new SourceFaultException(StopReason.SourceContradictsItself, $"The node has no block {from + missing}, although it calls a later one final.");
    }

    /// <summary>Reads one block.</summary>
    /// <param name="block">Number and hash.</param>
    /// <param name="parent">The hash that its parent must have; null when that is not known yet.</param>
    /// <param name="withMarket">Read the state of the market after it, too.</param>
    /// <param name="withLists">Read all regions and renewals, too.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="SourceFaultException">The node tells something that cannot be.</exception>
    public async Task<ReadBlock> ReadAsync(BlockRef block, H256? parent, bool withMarket, bool withLists, CancellationToken stop)
    {
        try
        {
            var header = await HeaderAsync(block, stop);
            if (parent is { } expected && header.ParentHash != expected)
            {
                throw new SourceFaultException(
                    StopReason.SourceContradictsItself, $"Block {block} does not descend from block {block.Number - 1} ({expected}), which was final. Its parent is {header.ParentHash}.");
            }

            // The runtime that executed a block is the code at its parent.
            var version = await rpc.GetRuntimeVersionAsync(header.ParentHash, stop);
            if (settings.SpecName is { } spec && version.SpecName != spec)
            {
                throw new SourceFaultException(StopReason.WrongChain, $"The node's runtime at block {block} is {version.SpecName}; {settings.Name} should run {spec}.");
            }

            var extractor = await ExtractorAsync(version.SpecVersion, header.ParentHash, stop);
            var head = new BlockHead(block, header.ParentHash, version.SpecVersion);
            var scan = extractor.Scan(head, await StorageAsync(extractor.EveryBlock, head, stop), watch);
            var body = scan.Needs.Body ? await BodyAsync(block, stop) : null;
            var facts = extractor.Extract(scan, body, await StorageAsync(scan.Needs.Storage, head, stop));
            var market = withMarket ? await MarketReader.ReadAsync(rpc, extractor.Runtime, profile, facts, withLists, stop) : null;
            return new(facts, version.SpecName, market);
        }
        catch (FactException e)
        {
            throw new SourceFaultException(StopReason.UnreadableBlock, e.Message, e);
        }
        catch (ScaleException e)
        {
            throw new SourceFaultException(StopReason.UnreadableBlock, $"block {block}: {e.Message}", e);
        }
        catch (RpcErrorException e) when (Pruning.IsSaidBy(e))
        {
            throw new SourceFaultException(StopReason.HistoryPruned, $"The node has forgotten the state of block {block.Number}: {e.Message} Use an archive node, or begin later.", e);
        }
    }

    /// <summary>What a second node says of the block, to be compared: its events, or null when it does not have the block.</summary>
    public async Task<byte[]?> EventsAsync(BlockRef block, CancellationToken stop)
    {
        if (await rpc.GetBlockHashAsync(block.Number, stop) != block.Hash)
        {
            return null;
        }

        var header = await HeaderAsync(block, stop);
        var version = await rpc.GetRuntimeVersionAsync(header.ParentHash, stop);
        var extractor = await ExtractorAsync(version.SpecVersion, header.ParentHash, stop);
        return await rpc.GetStorageAsync(extractor.Runtime.Storage("System", "Events").Key(), block.Hash, stop) ?? [];
    }

    private async Task<BlockHeader> HeaderAsync(BlockRef block, CancellationToken stop)
    {
        var header = await rpc.GetHeaderAsync(block.Hash, stop)
            ?? throw new SourceFaultException(StopReason.SourceContradictsItself, $"The node names block {block} and does not have it.");
        return header.Number == block.Number && header.ComputeHash() == block.Hash
            ? header
            : throw new SourceFaultException(StopReason.SourceContradictsItself, $"The header that the node gives for block {block} is that of block {header.Number} ({header.ComputeHash()}).");
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<byte>>> BodyAsync(BlockRef block, CancellationToken stop)
    {
        var found = await rpc.GetBlockAsync(block.Hash, stop)
            ?? throw new SourceFaultException(StopReason.SourceContradictsItself, $"The node has the header of block {block} and not its extrinsics.");
        return [.. found.Extrinsics.Select(e => (ReadOnlyMemory<byte>)e)];
    }

    private async Task<StorageValues> StorageAsync(IReadOnlyList<StorageRead> reads, BlockHead head, CancellationToken stop)
    {
        var values = new List<KeyValuePair<StorageRead, byte[]?>>();
        foreach (var side in reads.GroupBy(r => r.Side))
        {
            var keys = side.ToList();
            var found = await rpc.QueryStorageAtAsync([.. keys.Select(r => (ReadOnlyMemory<byte>)Hex.Decode(r.Key))], side.Key == StorageSide.Block ? head.Block.Hash : head.Parent, stop);
            values.AddRange(keys.Select((read, i) => KeyValuePair.Create(read, found[i])));
        }

        return StorageValues.Of(values);
    }

    private async Task<FactExtractor> ExtractorAsync(uint version, H256 at, CancellationToken stop)
    {
        // A failure must not be remembered: the next block tries again.
        var extractor = _extractors.GetOrAdd(version, v => new(async () => new FactExtractor(profile, await _runtimes.GetAsync(v, at, CancellationToken.None))));
        try
        {
            return await extractor.Value.WaitAsync(stop);
        }
        catch when (extractor.Value.IsFaulted)
        {
            _extractors.TryRemove(new(version, extractor));
            throw;
        }
    }
}
