namespace CoretimeDesk.Substrate.Rpc;

/// <summary>The node said something that is not JSON-RPC, or not what the method's answer looks like.</summary>
public class RpcProtocolException : RpcException
{
    /// <summary>What was wrong, said of a whole connection.</summary>
    public RpcProtocolException(RpcEndpoint endpoint, string what, Exception? inner = null)
        : base($"{endpoint.Name}: {what}.", inner)
    {
    }

    /// <summary>What was wrong with one method's answer.</summary>
    public RpcProtocolException(string method, string what, Exception? inner = null)
        : base($"The answer to {method} cannot be read: {what}", inner)
    {
    }
}
