using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainRecording;

/// <summary>Reads one block and its state from a node, and believes nothing that can be checked.</summary>
internal sealed class BlockFetch(ChainRpc chain, RecordedMetadata metadata, IReadOnlyList<string> items, CancellationToken cancellation)
{
    private const int KeysAtOnce = 500;
    private const string Discarded = "State already discarded";

    /// <param name="Block">The block, its own small values in its storage.</param>
    /// <param name="Runtime">The runtime that executed it.</param>
    /// <param name="State">The chosen items: null for what is not there.</param>
    public sealed record Fetched(RecordedBlock Block, RecordedMetadata.Known Runtime, Dictionary<string, byte[]?> State);

    /// <exception cref="RecorderException">The node does not have it, or not any more.</exception>
    public async Task<Fetched> ReadAsync(ulong number)
    {
        try
        {
            var hash = await HashAsync(number);
            var block = await chain.GetBlockAsync(hash, cancellation) ?? throw new RecorderException(
                $"The node has discarded the body of block {number}. Record from an archive node, or from a later block (--from).");
            if (HeaderCodec.Hash(block.Header) is var computed && computed != hash)
            {
                throw new RecorderException($"The node says that block {number} is {hash}, but the header that it gives has the hash {computed}.");
            }

            var runtime = await metadata.AtAsync(block.Header.ParentHash);
            var own = await QueryAsync(hash, [KnownKeys.Events, .. KnownKeys.PerBlock]);
            own.Remove(KnownKeys.Events, out var events);
            return new(
                new()
                {
                    Id = $"block-{number}",
                    SpecVersion = runtime.Entry.SpecVersion,
                    Header = block.Header,
                    Hash = hash,
                    TimestampMs = own[KnownKeys.Now] is { Length: 8 } now ? BitConverter.ToUInt64(now) : null,
                    RelayParentNumber = own[KnownKeys.ValidationData] is { } data ? RelayParentIn(data) : null,
                    Extrinsics = block.Extrinsics,
                    Events = events,
                    Storage = own,
                },
                runtime,
                await StateAsync(runtime.Runtime, hash));
        }
        catch (RpcErrorException e) when (e.ServerMessage.Contains(Discarded, StringComparison.OrdinalIgnoreCase))
        {
            throw new RecorderException(
                $"The node has discarded the state of block {number} or of the one before (pruned). Record from an archive node, or from a later block (--from).", e);
        }
        catch (ScaleException e)
        {
            throw new RecorderException($"Block {number}: the node's answer cannot be decoded: {e.Message}", e);
        }
    }

    /// <summary>The hash of a final block.</summary>
    public async Task<H256> HashAsync(ulong number) => await chain.GetBlockHashAsync(number, cancellation)
        ?? throw new RecorderException($"The node does not know block {number}.");

    /// <summary>Prefixes below which a runtime's chosen items are recorded whole.</summary>
    public IEnumerable<string> PrefixesIn(Runtime runtime) => ItemsIn(runtime).Select(item => Hex.Encode(item.Prefix));

    private async Task<Dictionary<string, byte[]?>> StateAsync(Runtime runtime, H256 hash)
    {
        var keys = new List<string>();
        foreach (var item in ItemsIn(runtime))
        {
            if (item.KeyParts == 0)
            {
                keys.Add(Hex.Encode(item.Prefix));
                continue;
            }

            await foreach (var key in chain.GetKeysAsync(item.Prefix.ToArray(), hash, cancellation: cancellation))
            {
                keys.Add(Hex.Encode(key));
            }
        }

        return await QueryAsync(hash, keys);
    }

    private async Task<Dictionary<string, byte[]?>> QueryAsync(H256 hash, IReadOnlyList<string> keys)
    {
        var found = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        foreach (var page in keys.Chunk(KeysAtOnce))
        {
            var values = await chain.QueryStorageAtAsync([.. page.Select(key => (ReadOnlyMemory<byte>)Hex.Decode(key))], hash, cancellation);
            foreach (var (key, value) in page.Zip(values))
            {
                found[key] = value;
            }
        }

        return found;
    }

    private IEnumerable<StorageItem> ItemsIn(Runtime runtime)
    {
        foreach (var name in items)
        {
            var (pallet, entry) = (name.Split('.')[0], name.Split('.')[^1]);
            if (runtime.Metadata.Pallet(pallet)?.Storage.Any(s => s.Name == entry) == true)
            {
                yield return runtime.Storage(pallet, entry);
            }
        }
    }

    // PersistedValidationData begins with the parent's head, of any length; the number follows.
    private static uint RelayParentIn(byte[] validationData)
    {
        var reader = new ScaleReader(validationData);
        reader.ReadByteVector();
        return reader.ReadUInt32();
    }
}
