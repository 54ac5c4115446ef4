namespace CoretimeDesk.Substrate.Rpc;

/// <summary>No answer within <see cref="RpcOptions.RequestTimeout"/>, reconnecting included.</summary>
/// <param name="method">What was called.</param>
/// <param name="after">How long the caller waited.</param>
/// <param name="inner">The last connection error, where there was no connection to wait on.</param>
public sealed class RpcTimeoutException(string method, TimeSpan after, Exception? inner = null)
    : RpcException($"{method} got no answer within {after.TotalSeconds:0.###} s{(inner is null ? "" : "; last error: " + inner.Message)}", inner)
{
    /// <summary>The method that was called.</summary>
    public string Method { get; } = method;
}
