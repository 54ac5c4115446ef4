using CoretimeDesk.Substrate.Rpc.Wire;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>
/// Brings the events of operations, which arrive among those of the chain, to whoever started them. An operation is
/// known from the moment that the node names it; what overtakes its name is kept until then.
/// </summary>
internal sealed class ChainHeadOperations(Action<string, Operation> goOn, Action<string> stop)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Operation> _running = [];
    private readonly List<OperationEvent> _early = [];
    private int _starting;

    /// <summary>Runs on the reading thread, for each event of the follow subscription.</summary>
    public Delivery Sort(ChainHeadEvent happened)
    {
        switch (happened)
        {
            case ChainHeadEvent.Operation { Event: var e }:
                Route(e);
                return Delivery.Swallow;
            case ChainHeadEvent.Stopped:
                return Delivery.DeliverLast;
            default:
                return Delivery.Deliver;
        }
    }

    /// <summary>A request to start an operation is about to leave.</summary>
    public void Starting()
    {
        lock (_gate)
        {
            _starting++;
        }
    }

    /// <summary>It was answered, or will not be.</summary>
    public void NoLongerStarting()
    {
        lock (_gate)
        {
            if (--_starting == 0)
            {
                _early.Clear();
            }
        }
    }

    /// <summary>The node named an operation. Runs on the reading thread.</summary>
    public void Started(string id, Operation operation)
    {
        OperationEvent[] early;
        lock (_gate)
        {
            operation.Id = id;
            if (operation.IsAbandoned)
            {
                stop(id);
                return;
            }

            _running[id] = operation;
            early = [.. _early.Where(e => e.OperationId == id)];
            _early.RemoveAll(e => e.OperationId == id);
        }

        Array.ForEach(early, Route);
    }

    /// <summary>Nobody waits for it any more: if it still runs, the node is told.</summary>
    public void Forget(Operation operation)
    {
        lock (_gate)
        {
            operation.IsAbandoned = true;
            if (operation.Id is { } id && _running.Remove(id) && !operation.Last.IsCompleted)
            {
                stop(id);
            }
        }
    }

    /// <summary>The subscription ended or lost its connection, and the operations with it.</summary>
    public void EndAll(RpcException? error)
    {
        Operation[] all;
        lock (_gate)
        {
            all = [.. _running.Values];
            _running.Clear();
            _early.Clear();
        }

        foreach (var operation in all)
        {
            operation.Fail(error ?? new RpcOperationException("chainHead_v1_follow", "the subscription ended", mayPass: true));
        }
    }

    private void Route(OperationEvent e)
    {
        Operation? operation;
        lock (_gate)
        {
            if (!_running.TryGetValue(e.OperationId, out operation) && _starting > 0)
            {
                _early.Add(e);
                return;
            }
        }

        if (operation is null)
        {
            // One that nobody waits for must not hold its place at the node for ever.
            if (e.Step == OperationStep.WaitingForContinue)
            {
                stop(e.OperationId);
            }

            return;
        }

        if (operation.Accept(e))
        {
            goOn(e.OperationId, operation);
        }
    }
}

/// <summary>A running operation.</summary>
internal sealed class Operation
{
    private readonly TaskCompletionSource<OperationEvent> _last = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _steps;

    /// <summary>The node's name for it; null until it is started.</summary>
    public string? Id { get; set; }

    /// <summary>Its caller has left.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Filled on the reading thread; complete when the last event has come.</summary>
    public List<StorageQueryItem> Items { get; } = [];

    /// <summary>Grows with every event, to tell a long operation from a dead one.</summary>
    public int Steps => Volatile.Read(ref _steps);

    public Task<OperationEvent> Last => _last.Task;

    /// <summary>Takes an event. True when the node waits to be told to go on.</summary>
    public bool Accept(OperationEvent e)
    {
        Interlocked.Increment(ref _steps);
        Items.AddRange(e.Items ?? []);
        if (e.Step is OperationStep.Done or OperationStep.Error or OperationStep.Inaccessible)
        {
            _last.TrySetResult(e);
        }

        return e.Step == OperationStep.WaitingForContinue;
    }

    public void Fail(Exception error) => _last.Fail(error);
}
