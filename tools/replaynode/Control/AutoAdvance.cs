using CoretimeDesk.ReplayNode.Chain;

namespace CoretimeDesk.ReplayNode.Control;

/// <summary>Blocks that come by themselves.</summary>
internal sealed class AutoAdvance(ReplayChain chain, TimeProvider time, ILogger log) : IAsyncDisposable
{
    private CancellationTokenSource? _stop;
    private Task _running = Task.CompletedTask;

    public TimeSpan? Every { get; private set; }

    public ulong Blocks { get; private set; } = 1;

    /// <summary>From now on so many blocks each time this much has passed; null for none.</summary>
    public async Task SetAsync(TimeSpan? every, ulong blocks)
    {
        if (_stop is not null)
        {
            await _stop.CancelAsync();
            await _running;
            _stop.Dispose();
            _stop = null;
        }

        (Every, Blocks) = (every, blocks);
        if (every is { } period)
        {
            _stop = new();
            _running = RunAsync(period, blocks, _stop.Token);
        }
    }

    public async ValueTask DisposeAsync() => await SetAsync(null, 1);

    private async Task RunAsync(TimeSpan every, ulong blocks, CancellationToken stop)
    {
        using var timer = new PeriodicTimer(every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop))
            {
                chain.Advance(blocks);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
        catch (ChainRecording.RecordingException e)
        {
            log.LogError("No more blocks: {Why}", e.Message);
        }
    }
}
