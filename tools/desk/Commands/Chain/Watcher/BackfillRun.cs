using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Commands.Chain.Watcher;

/// <summary>A backfill that is started, or found running, and watched to its end. The chain watcher does the work, and remembers how far it is.</summary>
internal sealed class BackfillRun(WatcherClient client, StartBackfillRequest request)
{
    /// <summary>How long the chain watcher may be away: it is started again when it dies.</summary>
    private static readonly TimeSpan AwayMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private Backfill? _last;
    private bool _isBegun;
    private bool _hadNothingToDo;

    /// <summary>In words, after it is done.</summary>
    public string Done => _last is not { } b ? ""
        : _hadNothingToDo ? $"{b.Chain}: from block {b.FromBlock} on everything was read before."
        : $"{b.Chain}: blocks {b.FromBlock} to {b.ToBlock} are read; {b.Facts} facts.";

    /// <summary>In words, when nobody watches any more.</summary>
    public string LeftAt => !_isBegun
        ? "Stopped before it began. The same command begins it."
        : $"No longer watched{(_last is { } b ? $", at block {Position(b)} of {b.FromBlock} to {b.ToBlock}" : "")}. The chain watcher goes on with it by itself, also after a restart; the same command shows it again.";

    /// <summary>Starts it; one that is running already is watched instead.</summary>
    public async Task BeginAsync(Screen? screen, CancellationToken cancellation)
    {
        try
        {
            _last = (await client.CallAsync((c, o) => c.StartBackfillAsync(request, o), cancellation)).Backfill;
            _hadNothingToDo = _last.IsDone;
        }
        catch (DeskException e) when (CallFailure.ReasonOf(e) == "BACKFILL_RUNNING")
        {
            screen?.Note($"{e.Message} It goes on from there; when it is done, the same command reads what is still missing.");
        }

        _isBegun = true;
    }

    /// <summary>Watches it until it ends.</summary>
    /// <param name="tell">Gets how much is done, of how much, and where it is.</param>
    /// <exception cref="DeskException">The chain watcher is away for too long.</exception>
    public async Task<Backfill> WatchAsync(Action<ulong, ulong, string> tell, CancellationToken cancellation)
    {
        var away = new Patience(AwayMax);
        while (true)
        {
            try
            {
                await foreach (var answer in client.StreamAsync((c, o) => c.WatchBackfill(new() { Chain = request.Chain }, o), cancellation))
                {
                    away.Reset();
                    var b = _last = answer.Backfill;
                    tell(Position(b) + 1UL - b.FromBlock, b.ToBlock + 1UL - b.FromBlock, $"at block {Position(b)}, {b.Facts} facts");
                    if (b.IsDone || b.StopMessage.Length > 0)
                    {
                        return b;
                    }
                }
            }
            catch (DeskException e) when (CallFailure.IsPassing(e) && !away.IsOver)
            {
                // It is started again, and goes on from the last block that it saved.
            }
            catch (DeskException e) when (CallFailure.IsPassing(e))
            {
                throw new DeskException($"{e.Message} {LeftAt}", e);
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    /// <exception cref="DeskException">It stopped before its end.</exception>
    public void ThrowIfStopped()
    {
        if (_last is { StopMessage.Length: > 0 } b)
        {
            var saved = Position(b) < b.FromBlock ? "Nothing was read" : $"Blocks {b.FromBlock} to {Position(b)} are read ({b.Facts} facts)";
            throw new DeskException($"{b.Chain}: stopped before block {Position(b) + 1UL} of {b.FromBlock} to {b.ToBlock}: {b.StopMessage.TrimEnd('.')}. {saved}. With a node that has the history, the same command reads the rest; or begin later.");
        }
    }

    // The last block that was read; before the first one, the block before it.
    private static uint Position(Backfill b) => Math.Max(b.AtBlock, b.FromBlock - 1);

    private sealed class Patience(TimeSpan longest)
    {
        private long _since = TimeProvider.System.GetTimestamp();

        public bool IsOver => TimeProvider.System.GetElapsedTime(_since) > longest;

        public void Reset() => _since = TimeProvider.System.GetTimestamp();
    }
}
