using System.Collections.Concurrent;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Quoting.Quotes;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Quoting.Peers;

/// <summary>How the market is listened for.</summary>
public sealed record MarketViewSettings
{
    /// <summary>After so long without a word the watcher is asked. A Coretime chain finalises blocks every few seconds, in bursts at worst a little later.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first pause after a stream has ended; each further one is twice as long.</summary>
    public TimeSpan PauseFirst { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest of them.</summary>
    public TimeSpan PauseLongest { get; init; } = TimeSpan.FromSeconds(15);
}

/// <summary>
/// The newest market of each chain, at hand: the chain watcher tells of it after every block, so a price costs no question. Whenever it does not tell, it is asked, as if
/// there were no view: what it refuses is refused here, in its words. How old a block may be is decided where prices are made, and is no business of this.
/// </summary>
internal sealed class MarketView(ChainWatcherService.ChainWatcherServiceClient watcher, WatcherPeer peer, MarketViewSettings settings, TimeProvider time, ILogger<MarketView> log) : IMarkets, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, MarketStream> _streams = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private OnlyChain? _only;
    private bool _isOver;

    public async Task<MarketState> NowAsync(string chain, CancellationToken stop)
    {
        var name = chain.Length > 0 ? chain : NameOfOnly();
        if (name is not null && _streams.TryGetValue(name, out var stream) && stream.Newest() is { } newest)
        {
            return newest;
        }

        // Followed is what the watcher has answered for: names that somebody made up begin nothing.
        var asked = await peer.NowAsync(chain, stop);
        _only = chain.Length == 0 ? new(asked.Chain, time.GetTimestamp()) : _only;
        StreamOf(asked.Chain)?.Confirm(asked);
        return asked;
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        foreach (var stream in _streams.Values)
        {
            await stream.DisposeAsync();
        }
    }

    /// <summary>Which chain is meant where none is named. A second one may be followed from some moment on, and then none is: so it is asked again now and then.</summary>
    private string? NameOfOnly() => _only is { } only && time.GetElapsedTime(only.At) < settings.Silence ? only.Chain : null;

    private MarketStream? StreamOf(string chain)
    {
        if (_streams.TryGetValue(chain, out var known))
        {
            return known;
        }

        lock (_gate)
        {
            return _isOver ? null : _streams.GetOrAdd(chain, name => new(watcher, name, settings, time, log));
        }
    }

    private sealed record OnlyChain(string Chain, long At);
}
