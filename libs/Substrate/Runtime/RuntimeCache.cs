using System.Collections.Concurrent;

namespace CoretimeDesk.Substrate;

/// <summary>
/// The runtimes of a chain by spec version: metadata is fetched and parsed once for each, also when many ask at the same time. Key it by the
/// version at the <em>parent</em> of the block to decode. Safe for any number of threads.
/// </summary>
/// <param name="fetch">Fetches the metadata of a spec version at a block that has it. A failure is not remembered: the next caller tries again.</param>
/// <param name="capacity">Runtimes to keep; the one that was not asked for the longest goes first.</param>
public sealed class RuntimeCache(Func<uint, H256, CancellationToken, Task<byte[]>> fetch, int capacity = 16)
{
    private readonly ConcurrentDictionary<uint, Entry> _entries = new();
    private long _clock;

    /// <summary>The runtime of that spec version.</summary>
    /// <param name="specVersion">The version at the parent of the block to decode.</param>
    /// <param name="at">A block whose state has that runtime: that parent.</param>
    /// <param name="cancellation">Ends this caller's waiting, not the fetch.</param>
    /// <exception cref="ScaleException">What was fetched is no metadata.</exception>
    public async Task<Runtime> GetAsync(uint specVersion, H256 at, CancellationToken cancellation = default)
    {
        var entry = _entries.GetOrAdd(specVersion, version => new(new(() => LoadAsync(version, at))));
        entry.LastUse = Interlocked.Increment(ref _clock);
        Evict();
        try
        {
            return await entry.Runtime.Value.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch when (entry.Runtime.Value.IsCompleted && !entry.Runtime.Value.IsCompletedSuccessfully)
        {
            _entries.TryRemove(new(specVersion, entry));
            throw;
        }
    }

    // One caller's cancellation must not fail the others, so the fetch has none.
    private async Task<Runtime> LoadAsync(uint version, H256 at) => Runtime.Parse(await fetch(version, at, CancellationToken.None).ConfigureAwait(false));

    private void Evict()
    {
        while (_entries.Count > capacity)
        {
            var oldest = _entries.MinBy(e => e.Value.LastUse);
            _entries.TryRemove(oldest);
        }
    }

    private sealed class Entry(Lazy<Task<Runtime>> runtime)
    {
        public Lazy<Task<Runtime>> Runtime { get; } = runtime;

        public long LastUse { get; set; }
    }
}
