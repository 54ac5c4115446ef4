namespace Grpc.Core;

/// <summary>What every kind of call can be asked beside its messages, with or without a state object to ask it of.</summary>
/// <remarks>The form with a state spares the transport one closure per question and call.</remarks>
internal readonly struct CallCallbacks
{
    // Either a finished question (the task) or a question to ask of the state; the other delegates follow suit.
    private readonly Task<Metadata>? _headersTask;
    private readonly Func<object, Task<Metadata>>? _headers;
    private readonly Delegate _status;
    private readonly Delegate _trailers;
    private readonly Delegate _dispose;
    private readonly object? _state;

    public CallCallbacks(Task<Metadata> headers, Func<Status> status, Func<Metadata> trailers, Action dispose)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(trailers);
        ArgumentNullException.ThrowIfNull(dispose);
        _headersTask = headers;
        _status = status;
        _trailers = trailers;
        _dispose = dispose;
    }

    public CallCallbacks(
        Func<object, Task<Metadata>> headers,
        Func<object, Status> status,
        Func<object, Metadata> trailers,
        Action<object> dispose,
        object state)
    {
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(trailers);
        ArgumentNullException.ThrowIfNull(dispose);
        _headers = headers;
        _status = status;
        _trailers = trailers;
        _dispose = dispose;
        _state = state;
    }

    public Task<Metadata> HeadersAsync => _headersTask ?? _headers!(_state!);

    public Status Status() => _headersTask is null ? ((Func<object, Status>)_status)(_state!) : ((Func<Status>)_status)();

    public Metadata Trailers() => _headersTask is null ? ((Func<object, Metadata>)_trailers)(_state!) : ((Func<Metadata>)_trailers)();

    public void Dispose()
    {
        if (_headersTask is null)
        {
            ((Action<object>)_dispose)(_state!);
        }
        else
        {
            ((Action)_dispose)();
        }
    }
}
