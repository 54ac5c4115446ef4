using CoretimeDesk.Sidecar.Log;

namespace CoretimeDesk.Sidecar.Delivery;

/// <summary>What may be delivered now, for one app and topic. The lowest sequence number is taken first, unless disorder is asked for.</summary>
internal sealed class DeliveryQueue(Disturbance disturbance, TimeProvider time, CancellationToken stopping) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<StoredEvent, (double Rank, long Sequence)> _ready = new();
    private readonly SemaphoreSlim _count = new(0);

    /// <summary>Takes note of an event; never blocks.</summary>
    public void Add(StoredEvent stored)
    {
        var hold = disturbance.HoldOf(stored.Sequence);
        if (hold > TimeSpan.Zero)
        {
            _ = AddAfterAsync(stored, hold);
        }
        else
        {
            AddNow(stored);
        }
    }

    /// <summary>Offers an event again after a while.</summary>
    public async Task AddAfterAsync(StoredEvent stored, TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, time, stopping);
            AddNow(stored);
        }
        catch (OperationCanceledException)
        {
            // It stays pending in the store.
        }
    }

    public async Task<StoredEvent> TakeAsync(CancellationToken cancel)
    {
        await _count.WaitAsync(cancel);
        lock (_gate)
        {
            return _ready.Dequeue();
        }
    }

    public void Dispose() => _count.Dispose();

    private void AddNow(StoredEvent stored)
    {
        lock (_gate)
        {
            _ready.Enqueue(stored, (disturbance.Reorder ? disturbance.Draw(stored.Sequence, 7) : 0, stored.Sequence));
        }

        _count.Release();
    }
}
