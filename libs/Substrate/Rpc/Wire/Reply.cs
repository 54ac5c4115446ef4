using System.Text.Json;

namespace CoretimeDesk.Substrate.Rpc.Wire;

/// <summary>One awaited answer. Ends exactly once, whatever comes first; what comes later is dropped.</summary>
internal abstract class Reply(string method)
{
    /// <summary>What was called.</summary>
    public string Method { get; } = method;

    /// <summary>The id it was sent with.</summary>
    public long Id { get; init; }

    /// <summary>Nobody waits any more, but the answer is still to come. Guarded by the connection's gate.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>A result came. Runs on the reading thread and never throws.</summary>
    public abstract void Complete(ReadOnlySpan<byte> json, RpcConnection connection);

    /// <summary>The server refused this request, or its answer cannot be read.</summary>
    public abstract void Refuse(RpcException error);

    /// <summary>The connection ended before the answer.</summary>
    public abstract void Break(Fault fault);

    /// <summary>A result came after the caller had left.</summary>
    public virtual void CompleteLate(ReadOnlySpan<byte> json, RpcConnection connection)
    {
    }

    protected RpcProtocolException Unreadable(Exception e) => new(Method, e.Message, e);
}

internal static class Sources
{
    /// <summary>Ends a wait with an error. Where the waiter has left, nobody sees it, and that is no forgotten error.</summary>
    public static void Fail<T>(this TaskCompletionSource<T> source, Exception error)
    {
        source.TrySetException(error);
        _ = source.Task.Exception;
    }
}

/// <summary>An answer with a value.</summary>
internal sealed class CallReply<T>(string method, RpcDecoder<T> decode) : Reply(method)
{
    // Continuations elsewhere: a caller's code must not run on the thread that reads the socket.
    private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Task => _source.Task;

    public override void Complete(ReadOnlySpan<byte> json, RpcConnection connection)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            _source.TrySetResult(decode(ref reader));
        }
        catch (Exception e)
        {
            // Whatever a decoder throws is its caller's affair, not the connection's.
            _source.Fail(Unreadable(e));
        }
    }

    public override void Refuse(RpcException error) => _source.Fail(error);

    public override void Break(Fault fault) => _source.Fail(new BrokenException(fault));
}

/// <summary>One answer of a batch. It ends with an outcome always: an error of one must not hide the others.</summary>
internal sealed class BatchReply<T>(string method, RpcDecoder<T> decode) : Reply(method)
{
    private readonly TaskCompletionSource<RpcOutcome<T>> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<RpcOutcome<T>> Task => _source.Task;

    public override void Complete(ReadOnlySpan<byte> json, RpcConnection connection)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            reader.Read();
            _source.TrySetResult(new(decode(ref reader)));
        }
        catch (Exception e)
        {
            _source.TrySetResult(new(Unreadable(e)));
        }
    }

    public override void Refuse(RpcException error) => _source.TrySetResult(new(error));

    public override void Break(Fault fault) => _source.TrySetResult(new(new BrokenException(fault)));
}

/// <summary>An answer that nobody waits for: to an unsubscribe request.</summary>
internal sealed class IgnoredReply(string method, Action answered) : Reply(method)
{
    public override void Complete(ReadOnlySpan<byte> json, RpcConnection connection) => answered();

    public override void Refuse(RpcException error) => answered();

    public override void Break(Fault fault)
    {
    }
}

/// <summary>An answer that names a subscription, which is attached before the next message is read.</summary>
internal sealed class SubscribeReply(Subscriber subscriber) : Reply(subscriber.Method)
{
    private readonly TaskCompletionSource<bool> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<bool> Task => _source.Task;

    public override void Complete(ReadOnlySpan<byte> json, RpcConnection connection)
    {
        try
        {
            connection.Attach(ReadId(json), subscriber);
            _source.TrySetResult(true);
        }
        catch (FormatException e)
        {
            _source.Fail(Unreadable(e));
        }
    }

    public override void CompleteLate(ReadOnlySpan<byte> json, RpcConnection connection)
    {
        try
        {
            connection.Unsubscribe(ReadId(json), subscriber.UnsubscribeMethod);
        }
        catch (FormatException)
        {
            // Whatever it was, there is nothing to unsubscribe.
        }
    }

    public override void Refuse(RpcException error) => _source.Fail(error);

    public override void Break(Fault fault) => _source.Fail(new BrokenException(fault));

    private static SubscriptionId ReadId(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return SubscriptionId.Read(ref reader);
    }
}
