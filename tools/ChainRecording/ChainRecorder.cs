using System.Globalization;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainRecording;

/// <summary>
/// Records final blocks of a chain from a node. It can be stopped at any instant and started again: each file is written whole or not at all, and one
/// that is there is checked against itself, its parent and the node before it is kept.
/// </summary>
public sealed class ChainRecorder(ChainRpc chain, RecorderOptions options)
{
    private const ulong IndexEvery = 100;
    private const string Subfolder = "blocks";

    private readonly List<BlockEntry> _entries = [];
    private readonly List<RuntimeEntry> _runtimes = [];
    private readonly SortedSet<string> _prefixes = new(StringComparer.Ordinal);
    private Dictionary<string, byte[]?> _state = [];
    private ulong? _stateAt;
    private RecordingIndex? _before;
    private ulong _kept;

    /// <summary>Records, and returns the index.</summary>
    /// <param name="progress">Told after each block.</param>
    /// <param name="cancellation">Stops behind the block at hand; what is there stays.</param>
    /// <exception cref="RecorderException">It cannot go on; the message says what to do.</exception>
    /// <exception cref="RecordingException">A file that is there already is damaged.</exception>
    /// <exception cref="RpcException">The node cannot be reached, or refuses.</exception>
    public async Task<RecordingIndex> RunAsync(Action<RecorderProgress>? progress = null, CancellationToken cancellation = default)
    {
        var to = await CheckRangeAsync(cancellation);
        Directory.CreateDirectory(Path.Combine(options.Folder, Subfolder));
        using var alone = Alone();
        var index = await BeginAsync(cancellation);
        var metadata = new RecordedMetadata(chain, options.Folder, cancellation);
        var fetch = new BlockFetch(chain, metadata, options.StorageItems, cancellation);
        var under = new Queue<Task<BlockFetch.Fetched?>>();
        var next = options.From;
        try
        {
            for (var number = options.From; number <= to; number++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (; next <= to && under.Count < options.Parallel; next++)
                {
                    under.Enqueue(ReadAsync(fetch, next));
                }

                await TakeAsync(number, await under.Dequeue(), index.Chain, fetch, metadata);
                progress?.Invoke(new(number - options.From + 1, to - options.From + 1, number, _kept));
                if (_entries.Count % (int)IndexEvery == 0)
                {
                    Save(index);
                }
            }

            Remember(await metadata.AtAsync(await fetch.HashAsync(to)), to + 1); // An upgrade in the last block shows in its state.
        }
        finally
        {
            if (_entries.Count > 0)
            {
                index = Save(index);
            }

            // What was asked for in advance is not needed any more; its failure is not the one to tell.
            await Task.WhenAll(under.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return index;
    }

    private async Task<ulong> CheckRangeAsync(CancellationToken cancellation)
    {
        if (options.From == 0)
        {
            throw new RecorderException("--from must be at least 1: a block is read with the runtime in its parent's state, and block 0 has no parent.");
        }

        var head = await chain.GetHeaderAsync(await chain.GetFinalizedHeadAsync(cancellation), cancellation)
            ?? throw new RecorderException("The node does not know its own finalised head.");
        var to = options.To ?? head.Number;
        return to > head.Number ? throw new RecorderException($"--to is {to}, but the newest final block is {head.Number}. Only final blocks are recorded.")
            : options.From > to ? throw new RecorderException($"--from is {options.From}, which is above the last block {to}.")
            : to;
    }

    /// <summary>The index as it is so far: a new one, or one that this recording continues.</summary>
    private async Task<RecordingIndex> BeginAsync(CancellationToken cancellation)
    {
        var properties = (await chain.GetPropertiesAsync(cancellation)).Raw;
        var index = new RecordingIndex
        {
            Format = RecordingIndex.CurrentFormat,
            Mode = RecordingIndex.Recorded,
            Chain = await chain.GetChainAsync(cancellation),
            GenesisHash = (await chain.GetGenesisHashAsync(cancellation)).ToString(),
            Properties = properties,
            StorageItems = options.StorageItems,
            Runtimes = [],
            Blocks = [],
        };
        if (!File.Exists(Path.Combine(options.Folder, Recording.IndexName)))
        {
            return index;
        }

        var before = Recording.Open(options.Folder);
        void Same(string what, string there, string here)
        {
            if (there != here)
            {
                throw new RecorderException($"{options.Folder} holds a recording with another {what}: {there}, not {here}. Continue it with the same, or use another folder (--out).");
            }
        }

        Same("chain", before.Genesis.ToString(), index.GenesisHash);
        Same("choice of storage", string.Join(", ", before.Index.StorageItems ?? []), string.Join(", ", options.StorageItems));
        Same("first block (--from)", $"{before.Index.Blocks[0].Number}", $"{options.From}");
        _before = before.Index;
        return index;
    }

    private async Task<BlockFetch.Fetched?> ReadAsync(BlockFetch fetch, ulong number) => File.Exists(FileOf(number)) ? null : await fetch.ReadAsync(number);

    private async Task TakeAsync(ulong number, BlockFetch.Fetched? fetched, string chainName, BlockFetch fetch, RecordedMetadata metadata)
    {
        RecordedBlock block;
        if (fetched is null)
        {
            block = await VerifyAsync(number, fetch);
            _kept++;
        }
        else
        {
            block = Linked(number, fetched.Block, "The node");
            if (_stateAt is null || !Equal(_state, fetched.State))
            {
                block = block with { Storage = fetched.State.Concat(block.Storage).ToDictionary(StringComparer.Ordinal) };
            }
            else
            {
                block = block with { StorageAt = _stateAt };
            }

            block.Save(FileOf(number), chainName, fetched.Runtime.SpecName, fetched.Runtime.Entry.Metadata.First().Value);
        }

        if (block.StorageAt is null)
        {
            _stateAt = number;
            _state = block.Storage.Where(s => !KnownKeys.PerBlock.Contains(s.Key)).ToDictionary(StringComparer.Ordinal);
        }

        var runtime = fetched?.Runtime ?? await metadata.AtAsync(block.Header!.ParentHash);
        Remember(runtime, number);
        _prefixes.UnionWith(fetch.PrefixesIn(runtime.Runtime));
        _entries.Add(new() { File = Path.GetRelativePath(options.Folder, FileOf(number)), Number = number, Hash = block.Hash.ToString() });
    }

    private async Task<RecordedBlock> VerifyAsync(ulong number, BlockFetch fetch)
    {
        var block = Linked(number, RecordedBlock.Load(FileOf(number)), FileOf(number));
        var hash = await fetch.HashAsync(number);
        return block.Hash == hash && (block.StorageAt is null || block.StorageAt == _stateAt)
            ? block
            : throw new RecorderException($"{FileOf(number)} is block {block.Hash}, but the node's block {number} is {hash}. Delete the file, or use another folder (--out).");
    }

    private RecordedBlock Linked(ulong number, RecordedBlock block, string whose) =>
        block.Header is { } header && header.Number == number && (_entries.Count == 0 || _entries[^1].Hash == header.ParentHash.ToString())
            ? block
            : throw new RecorderException($"{whose}: block {number} is no child of block {number - 1} as it was recorded.");

    private void Remember(RecordedMetadata.Known runtime, ulong executes)
    {
        if (_runtimes.Count == 0 || _runtimes[^1].SpecVersion != runtime.Entry.SpecVersion)
        {
            _runtimes.Add(runtime.Entry with { From = executes });
        }
    }

    // A run that was broken off early must not take blocks away that an earlier one had listed.
    private RecordingIndex Save(RecordingIndex index)
    {
        if (_entries.Count < (_before?.Blocks.Count ?? 0))
        {
            return _before!;
        }

        index = index with { Blocks = [.. _entries], Runtimes = [.. _runtimes], CompletePrefixes = [.. _prefixes] };
        Recording.SaveIndex(options.Folder, index);
        return index;
    }

    private string FileOf(ulong number) => Path.Combine(options.Folder, Subfolder, number.ToString("d10", CultureInfo.InvariantCulture) + ".json");

    private FileStream Alone()
    {
        var file = Path.Combine(options.Folder, ".recording.lock");
        try
        {
            return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e)
        {
            throw new RecorderException($"{options.Folder} is being recorded into by another process.", e);
        }
    }

    private static bool Equal(Dictionary<string, byte[]?> left, Dictionary<string, byte[]?> right) =>
        left.Count == right.Count && left.All(l => right.TryGetValue(l.Key, out var value) && (l.Value is null ? value is null : value is not null && l.Value.AsSpan().SequenceEqual(value)));
}
