namespace CoretimeDesk.Sidecar.Log;

/// <summary>Keeps the log from growing for ever: removes files that nobody needs and empties files that few events hold back.</summary>
internal sealed class Compactor : IDisposable
{
    private readonly EventStore _store;
    private readonly SegmentedLog _log;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _wanted = new(0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;
    private int _wakes;

    public Compactor(EventStore store, SegmentedLog log, ILogger logger)
    {
        (_store, _log, _logger) = (store, log, logger);
        _running = Task.Run(RunAsync);
    }

    /// <summary>Something may have become removable. Cheap; may be called at any rate.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _wakes, 1) == 0)
        {
            _wanted.Release();
        }
    }

    /// <summary>Ends the work. It may still be woken afterwards, in vain, until it is disposed of.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await _running;
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _wanted.Dispose();
    }

    private async Task RunAsync()
    {
        var looked = -1L;
        while (true)
        {
            try
            {
                await _wanted.WaitAsync(_stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            Volatile.Write(ref _wakes, 0);
            try
            {
                // A new file was begun: the moment to look at the older ones.
                var active = _store.Locked(() => _log.Active.Id);
                if (active != looked)
                {
                    looked = active;
                    Compact();
                }
            }
            catch (IOException e)
            {
                _logger.LogError(e, "the log was not compacted; it is tried again with the next file");
            }
        }
    }

    private void Compact()
    {
        var sealedFiles = _store.Locked(() => _log.Segments.Where(s => s != _log.Active).ToList());
        if (sealedFiles.Count == 0)
        {
            return;
        }

        foreach (var segment in sealedFiles.Where(s => _store.Locked(() => s.LiveBytes < s.Length / 4)))
        {
            Empty(segment);
        }

        // The snapshot must be on disk before a file goes whose acknowledgements only it repeats; moved events must be
        // on disk before their old copy goes. One flush serves both.
        var (snapshot, empty) = _store.Locked(() => (_store.TakeSnapshot(), sealedFiles.Where(s => s.Live.Count == 0).ToList()));
        _log.FlushNow();
        _store.SaveSnapshot(snapshot);
        foreach (var segment in empty)
        {
            _log.Remove(segment);
        }
    }

    private void Empty(Segment segment)
    {
        foreach (var stored in _store.Locked(() => segment.Live.Values.ToList()))
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            var body = _store.Read(stored);
            _store.Locked(() => stored.Segment == segment && segment.Live.ContainsKey(stored.Sequence) ? _store.Move(stored, body) : 0);
        }
    }
}
