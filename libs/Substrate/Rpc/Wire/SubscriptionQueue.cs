using System.Diagnostics.CodeAnalysis;

namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>Items between the reading thread, which never waits, and one reader, which does.</summary>
internal sealed class SubscriptionQueue<T>(Overflow overflow, int capacity)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<SubscriptionItem<T>> _items = [];
    private TaskCompletionSource? _changed;
    private Exception? _error;
    private bool _ended;
    private int _notifications;
    private long _skipped;

    public int Capacity { get; } = overflow == Overflow.KeepLatest ? 1 : capacity;

    /// <summary>False when it is full.</summary>
    public bool TryAdd(T value)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return true;
            }

            if (_notifications == Capacity)
            {
                if (overflow == Overflow.Fail)
                {
                    return false;
                }

                DropWaiting();
            }

            _items.AddLast(new SubscriptionItem<T>.Notification(value, _skipped));
            _notifications++;
            _skipped = 0;
            Signal();
            return true;
        }
    }

    /// <summary>Always has room: at most one marker stands between two notifications.</summary>
    public void AddMarker(RpcEndpoint endpoint)
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            if (overflow == Overflow.KeepLatest)
            {
                DropWaiting();
            }

            if (_items.Last?.Value is SubscriptionItem<T>.Resubscribed)
            {
                _items.RemoveLast();
            }

            _items.AddLast(new SubscriptionItem<T>.Resubscribed(endpoint));
            Signal();
        }
    }

    /// <summary>Nothing more will come. What waits can still be read; then the error is thrown, if there is one.</summary>
    public void End(Exception? error)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                (_ended, _error) = (true, error);
                Signal();
            }
        }
    }

    /// <summary>The next item. False with a task to wait for; false without one at the end.</summary>
    public bool TryTake([NotNullWhen(true)] out SubscriptionItem<T>? item, out Task? changed)
    {
        lock (_gate)
        {
            (item, changed) = (_items.First?.Value, null);
            if (item is not null)
            {
                _items.RemoveFirst();
                _notifications -= item is SubscriptionItem<T>.Notification ? 1 : 0;
                return true;
            }

            if (_ended)
            {
                return _error is null ? false : throw _error;
            }

            _changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            changed = _changed.Task;
            return false;
        }
    }

    /// <summary>Of the two things that wait at most when only the newest is kept, the notification comes last.</summary>
    private void DropWaiting()
    {
        if (_items.Last?.Value is SubscriptionItem<T>.Notification dropped)
        {
            _items.RemoveLast();
            _notifications--;
            _skipped += dropped.Skipped + 1;
        }
    }

    private void Signal()
    {
        _changed?.TrySetResult();
        _changed = null;
    }
}
