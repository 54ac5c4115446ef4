using CoretimeDesk.ReplayNode.Blocks;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ReplayNode.Chain;

/// <summary>
/// The chain as this node sees it: how far it has come, what is final, and what is wrong with it on purpose. Everything happens under one lock, in the
/// order of the calls, and announcements are made within it: who subscribes misses none and gets none twice.
/// </summary>
internal sealed partial class ReplayChain
{
    private readonly Lock _gate = new();
    private readonly IBlockSource _source;
    private readonly ServedRuntimes _recordedRuntimes;
    private readonly IHeadListener _listener;
    private readonly ulong _start;
    private readonly ulong _lag;
    private readonly List<Branch> _branches = [];
    private readonly HashSet<H256> _forgotten = [];
    private ChainSettings _settings;
    private Branch? _branch;
    private ulong _best;
    private ulong _finalized;
    private ulong _seenRecorded;

    public ReplayChain(IBlockSource source, ServedRuntimes runtimes, H256 genesis, ulong start, ulong lag, IHeadListener listener)
    {
        (_source, _recordedRuntimes, Genesis, _start, _lag, _listener) = (source, runtimes, genesis, start, lag, listener);
        ParentOfFirst = source.At(source.First).Header.ParentHash;
        _settings = new(runtimes, lag);
        Rewind();
    }

    public H256 Genesis { get; }

    public string Mode => _source.Mode;

    public ulong First => _source.First;

    public ulong Last => _source.Last;

    public ReplayBlock Best => Locked(() => At(_best));

    public ReplayBlock Finalized => Locked(() => At(_finalized));

    /// <summary>Does something while nothing about the chain changes: for reading several things that belong together, and for subscribing.</summary>
    public T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    /// <summary>The block before the first one: its hash is known, and the runtime in its state, but nothing else.</summary>
    public H256 ParentOfFirst { get; }

    /// <summary>The hash at a height of the best chain; null where there is none, or this node misses the block.</summary>
    public H256? HashAt(ulong height) => Locked<H256?>(() =>
        height == 0 ? Genesis
        : height == First - 1 ? ParentOfFirst
        : height < First || height > _best || _settings.Missing.Contains(height) ? null
        : BranchAt(height) is { } branch ? branch.At(height).Hash
        : _source.HashAt(height));

    /// <summary>The block of a hash, on whatever fork; null when this node was never on it, or misses it.</summary>
    public ReplayBlock? ByHash(H256 hash) => Locked(() =>
    {
        if (_forgotten.Contains(hash))
        {
            return null;
        }

        if (_source.HeightOf(hash) is { } height)
        {
            return height <= _seenRecorded && !_settings.Missing.Contains(height) ? _source.At(height) : null;
        }

        var branch = _branches.Find(b => b.HeightOf(hash) is { } at && at <= b.Seen && !_settings.Missing.Contains(at));
        return branch?.At(branch.HeightOf(hash)!.Value);
    });

    /// <summary>The blocks of a height that are not known to have lost: one up to the finalized height, none or several above it.</summary>
    public IReadOnlyList<H256> HashesAt(ulong height) => Locked<IReadOnlyList<H256>>(() =>
    {
        if (HashAt(height) is not { } best)
        {
            return [];
        }

        List<H256> found = [best];
        if (height > _finalized)
        {
            found.AddRange(_branches.Where(b => height >= b.From && height <= b.Seen).Select(b => b.At(height).Hash));
            if (height >= First && height <= _seenRecorded)
            {
                found.Add(_source.HashAt(height));
            }
        }

        return [.. found.Distinct().Where(h => !_forgotten.Contains(h))];
    });

    /// <summary>The state after a block may still be read.</summary>
    public bool HasState(ReplayBlock block) => Locked(() => block.Number >= _settings.Pruned.Below);

    /// <summary>The block's extrinsics are still there.</summary>
    public bool HasBody(ReplayBlock block) => Locked(() => !_settings.Pruned.Bodies || block.Number >= _settings.Pruned.Below);

    /// <summary>The runtime in the state after a block.</summary>
    public ServedRuntime RuntimeAfter(ReplayBlock block) => Locked(() => _settings.Runtimes).InStateAfter(block.Number);

    /// <summary>The runtime that executed the first block; null when the state before it is gone as well.</summary>
    public ServedRuntime? RuntimeBeforeFirst => Locked(() => _settings.Pruned.Below < First ? _settings.Runtimes.Executing(First) : null);

    /// <summary>The events that this node tells of a block: the right ones, unless it was told to disagree.</summary>
    public byte[]? EventsOf(ReplayBlock block) => Locked(() => _settings.OtherEvents.TryGetValue(block.Number, out var other) ? other : block.Events);

    /// <summary>A value that was ordered; null where there is none, and the recording is asked.</summary>
    public byte[]? Added(string key) => Locked(() => _settings.Added.GetValueOrDefault(key));

    /// <summary>How it stands, for an order's answer.</summary>
    public (ReplayBlock Best, ReplayBlock Finalized, Branch? Branch, ChainSettings Settings) Read() => (At(_best), At(_finalized), _branch, _settings);

    private ReplayBlock At(ulong height) => BranchAt(height)?.At(height) ?? _source.At(height);

    private Branch? BranchAt(ulong height)
    {
        var branch = _branch;
        while (branch is not null && height < branch.From)
        {
            branch = branch.Below;
        }

        return branch;
    }
}
