namespace CoretimeDesk.Sidecar.Delivery;

/// <summary>Holds deliveries back while an app is unhealthy.</summary>
internal sealed class PauseGate
{
    private volatile TaskCompletionSource? _closed;

    public bool IsOpen => _closed is null;

    public Task WaitAsync(CancellationToken cancel) => _closed is { } closed ? closed.Task.WaitAsync(cancel) : Task.CompletedTask;

    public void Close() => _closed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open()
    {
        var closed = _closed;
        _closed = null;
        closed?.TrySetResult();
    }
}
