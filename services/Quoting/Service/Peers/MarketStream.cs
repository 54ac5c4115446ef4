using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Quoting.Quotes;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Quoting.Peers;

/// <summary>Follows one chain's market as the chain watcher tells it after every block, and begins anew whenever that ends.</summary>
internal sealed class MarketStream : IAsyncDisposable
{
    private readonly ChainWatcherService.ChainWatcherServiceClient _watcher;
    private readonly string _chain;
    private readonly MarketViewSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _ends = new();
    private readonly Lock _gate = new();
    private readonly Task _following;
    private CancellationTokenSource? _connection;
    private Heard? _heard;

    public MarketStream(ChainWatcherService.ChainWatcherServiceClient watcher, string chain, MarketViewSettings settings, TimeProvider time, ILogger log)
    {
        (_watcher, _chain, _settings, _time, _log) = (watcher, chain, settings, time, log);
        _following = Task.Run(FollowAsync);
    }

    /// <summary>The newest market that was told; null while nobody tells, or when so long nothing was told that nobody may be there any more.</summary>
    public MarketState? Newest() => Volatile.Read(ref _heard) is { } heard && _time.GetElapsedTime(heard.At) < _settings.Silence ? heard.Market : null;

    /// <summary>What the watcher answered when it was asked. The same block: it is still there. Another one, of which it should have told: the stream is dead, and nobody noticed.</summary>
    public void Confirm(MarketState asked)
    {
        lock (_gate)
        {
            if (_heard is { } heard)
            {
                _heard = heard.Market.BlockHash == asked.BlockHash ? heard with { At = _time.GetTimestamp() } : null;
                if (_heard is null)
                {
                    _connection?.Cancel();
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _following;
        _ends.Dispose();
    }

    private async Task FollowAsync()
    {
        var pause = _settings.PauseFirst;
        while (!_ends.IsCancellationRequested)
        {
            try
            {
                using var connection = CancellationTokenSource.CreateLinkedTokenSource(_ends.Token);
                await ListenAsync(connection, () => pause = _settings.PauseFirst);
            }
            catch (Exception e) when (!_ends.IsCancellationRequested)
            {
                // Whatever it is: prices are asked for one by one meanwhile, and the answer to that says what is wrong.
                _log.LogDebug(e, "The market of {Chain} is not told any more; it is listened for again in {Seconds:0.0} s.", _chain, pause.TotalSeconds);
            }
            catch (Exception) when (_ends.IsCancellationRequested)
            {
                return;
            }

            await PauseAsync(pause);
            pause = pause * 2 < _settings.PauseLongest ? pause * 2 : _settings.PauseLongest;
        }
    }

    private async Task ListenAsync(CancellationTokenSource connection, Action heard)
    {
        lock (_gate)
        {
            _connection = connection;
        }

        try
        {
            using var call = _watcher.WatchMarket(new() { Chain = _chain }, cancellationToken: connection.Token);
            await foreach (var told in call.ResponseStream.ReadAllAsync(connection.Token))
            {
                var market = WatcherPeer.ToState(told.Market);
                lock (_gate)
                {
                    // One that was under way when the stream was given up is no sign of life.
                    connection.Token.ThrowIfCancellationRequested();
                    _heard = new(market, _time.GetTimestamp());
                }

                heard();
            }
        }
        finally
        {
            lock (_gate)
            {
                (_connection, _heard) = (null, null);
            }
        }
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        try
        {
            // Replicas that lost the same watcher do not all come back at once.
            await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), _time, _ends.Token);
        }
        catch (OperationCanceledException)
        {
            // Stopping; the loop sees it.
        }
    }

    /// <param name="Market">What was told.</param>
    /// <param name="At">When: a timestamp of the clock that no one sets back.</param>
    private sealed record Heard(MarketState Market, long At);
}
