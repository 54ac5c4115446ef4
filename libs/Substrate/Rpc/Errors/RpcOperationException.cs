namespace CoretimeDesk.Substrate.Rpc;

/// <summary>The node took the request, began the work, and could not finish it: a runtime call that trapped, a state that is gone.</summary>
/// <param name="method">What was asked for.</param>
/// <param name="reason">The node's words.</param>
/// <param name="mayPass">Whether the same request may succeed later.</param>
public sealed class RpcOperationException(string method, string reason, bool mayPass)
    : RpcException($"{method} failed: {RpcErrorException.Shorten(reason)}{(mayPass ? " (may succeed later)" : "")}")
{
    /// <summary>What was asked for.</summary>
    public string Method { get; } = method;

    /// <summary>The node's words, in full. Meant for developers, not for end users.</summary>
    public string Reason { get; } = reason;

    /// <summary>Whether the same request may succeed later: the node was busy or could not reach its peers.</summary>
    public bool MayPass { get; } = mayPass;
}
