using CoretimeDesk.ChainRecording;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Blocks;

/// <summary>The blocks of a recording as they were. Files are read when asked for, and the last ones kept.</summary>
internal sealed class RecordedSource : IBlockSource
{
    private const int KeptMax = 256;

    private readonly Lock _gate = new();
    private readonly Recording _recording;
    private readonly ServedRuntimes _runtimes;
    private readonly H256[] _hashes;
    private readonly Dictionary<H256, ulong> _heights;
    private readonly Dictionary<ulong, BlockEntry> _siblings = [];
    private readonly Dictionary<ulong, Dictionary<string, byte[]?>> _snapshots;
    private readonly Dictionary<ulong, RecordedBlock> _kept = [];
    private readonly Queue<ulong> _keptOrder = [];

    /// <exception cref="RecordingException">Heights have a gap, blocks do not link, or a file cannot be read.</exception>
    public RecordedSource(Recording recording, ServedRuntimes runtimes)
    {
        (_recording, _runtimes) = (recording, runtimes);
        var entries = recording.Index.Blocks;
        _hashes = new H256[entries.Count];
        for (var i = 0; i < entries.Count; i++)
        {
            var (number, hash) = Identify(entries[i]);
            First = i == 0 ? number : First;
            _hashes[i] = number == First + (ulong)i
                ? hash
                : throw new RecordingException(recording.File, $"blocks[{i}] has the height {number}, and should have {First + (ulong)i}");
        }

        _heights = Enumerable.Range(0, _hashes.Length).ToDictionary(i => _hashes[i], i => First + (ulong)i);
        _snapshots = recording.LoadSnapshots();
        foreach (var entry in recording.Index.Forks ?? [])
        {
            _siblings[Identify(entry).Number] = entry;
        }
    }

    public string Mode => _recording.Index.Mode;

    public ulong First { get; }

    public ulong Last => First + (ulong)_hashes.Length - 1;

    public H256 HashAt(ulong height) => _hashes[checked((int)(height - First))];

    public ulong? HeightOf(H256 hash) => _heights.TryGetValue(hash, out var height) ? height : null;

    public ReplayBlock At(ulong height) => Serve(Recorded(height), height);

    public ReplayBlock? SiblingAt(ulong height) => _siblings.TryGetValue(height, out var entry) ? Serve(_recording.Load(entry), height) : null;

    /// <summary>The file's content.</summary>
    public RecordedBlock Recorded(ulong height)
    {
        lock (_gate)
        {
            if (!_kept.TryGetValue(height, out var block))
            {
                var entry = _recording.Index.Blocks[checked((int)(height - First))];
                block = _recording.Load(entry);
                if (height > First && block.Header!.ParentHash != HashAt(height - 1))
                {
                    throw new RecordingException(_recording.File, $"{entry.File} is no child of the block before it: its parent is {block.Header.ParentHash}");
                }

                Keep(height, block);
            }

            return block;
        }
    }

    private void Keep(ulong height, RecordedBlock block)
    {
        if (_keptOrder.Count == KeptMax)
        {
            _kept.Remove(_keptOrder.Dequeue());
        }

        _kept[height] = block;
        _keptOrder.Enqueue(height);
    }

    private ReplayBlock Serve(RecordedBlock block, ulong height)
    {
        var layers = _recording.StorageOf(block, Recorded).ToList();
        if (_snapshots.TryGetValue(height, out var snapshot))
        {
            layers.Add(snapshot);
        }

        layers.Add(new DerivedStorage(block.Header!, _runtimes.Executing(height), block.TimestampMs, block.RelayParentNumber, block.Extrinsics));
        return new(block.Header!, block.Hash)
        {
            Extrinsics = block.Extrinsics,
            Events = block.Events,
            Storage = new(layers, _recording.Index.CompletePrefixes ?? []),
        };
    }

    private (ulong Number, H256 Hash) Identify(BlockEntry entry)
    {
        if (entry is { Number: { } number, Hash: { } text } && H256.TryParse(text, out var hash))
        {
            return (number, hash);
        }

        var block = _recording.Load(entry);
        return block.Header is { } header
            ? (header.Number, block.Hash)
            : throw new RecordingException(_recording.File, $"{entry.File} has events alone, without a block: the mode must be '{RecordingIndex.Relinked}'");
    }
}
