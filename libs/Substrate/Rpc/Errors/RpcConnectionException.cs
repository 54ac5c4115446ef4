namespace CoretimeDesk.Substrate.Rpc;

/// <summary>No connection, or the connection broke before the answer came.</summary>
/// <param name="endpoint">The endpoint, without anything secret.</param>
/// <param name="what">What happened, as a clause: <c>the connection broke</c>.</param>
/// <param name="inner">The cause.</param>
public sealed class RpcConnectionException(RpcEndpoint endpoint, string what, Exception? inner = null)
    : RpcException($"{endpoint.Name}: {what}.", inner)
{
    /// <summary>Which endpoint.</summary>
    public RpcEndpoint Endpoint { get; } = endpoint;
}
