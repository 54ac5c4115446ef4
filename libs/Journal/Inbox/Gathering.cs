namespace CoretimeDesk.Journal;

/// <summary>Gathers what comes while something is under way, and does it together then: under load much is done at once, and a single one never waits for company.</summary>
/// <typeparam name="T">What comes.</typeparam>
/// <typeparam name="TDone">What became of it.</typeparam>
/// <param name="do">Does it; the results are in the order of the items.</param>
/// <param name="most">How many are done together at most.</param>
internal sealed class Gathering<T, TDone>(Func<IReadOnlyList<T>, Task<IReadOnlyList<TDone>>> @do, int most)
{
    private readonly Lock _lock = new();
    private readonly Queue<(T Item, TaskCompletionSource<TDone> Done)> _waiting = [];
    private bool _isBusy;

    /// <summary>Does one; with others, if others wait.</summary>
    public Task<TDone> AddAsync(T item)
    {
        var done = new TaskCompletionSource<TDone>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _waiting.Enqueue((item, done));
            if (!_isBusy)
            {
                _isBusy = true;
                _ = Task.Run(WorkAsync);
            }
        }

        return done.Task;
    }

    private async Task WorkAsync()
    {
        while (Take() is { Count: > 0 } taken)
        {
            try
            {
                var results = await @do(taken.ConvertAll(t => t.Item));
                foreach (var (one, result) in taken.Zip(results))
                {
                    one.Done.SetResult(result);
                }
            }
            catch (Exception e)
            {
                foreach (var (_, done) in taken)
                {
                    _ = done.TrySetException(e);
                }
            }
        }
    }

    private List<(T Item, TaskCompletionSource<TDone> Done)> Take()
    {
        lock (_lock)
        {
            List<(T, TaskCompletionSource<TDone>)> taken = [];
            while (taken.Count < most && _waiting.TryDequeue(out var next))
            {
                taken.Add(next);
            }

            _isBusy = taken.Count > 0;
            return taken;
        }
    }
}
