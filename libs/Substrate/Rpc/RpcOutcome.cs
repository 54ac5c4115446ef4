namespace CoretimeDesk.Substrate.Rpc;

/// <summary>One answer of a batch: a value or an error. <c>default</c> is neither and must not be read.</summary>
/// <typeparam name="T">The answer.</typeparam>
public readonly struct RpcOutcome<T>
{
    private readonly T? _value;

    internal RpcOutcome(T value) => (_value, Error) = (value, null);

    internal RpcOutcome(Exception error) => (_value, Error) = (default, error);

    /// <summary>Why there is no value; null when there is one.</summary>
    public Exception? Error { get; }

    /// <summary>Whether the node answered with a value.</summary>
    public bool IsValue => Error is null;

    /// <summary>The value.</summary>
    /// <exception cref="RpcException">The node refused this request, or its answer cannot be read.</exception>
    public T Value => Error is null ? _value! : throw Error;
}
