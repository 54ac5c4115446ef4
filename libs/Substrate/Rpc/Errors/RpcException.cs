namespace CoretimeDesk.Substrate.Rpc;

/// <summary>
/// Everything that can go wrong between a caller and a node. Messages name an endpoint only as
/// <see cref="RpcEndpoint.Name"/> does, so they may be logged.
/// </summary>
public abstract class RpcException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>
    /// False when the request certainly never left this process. True leaves open whether the node has acted on it: a
    /// transaction may then be in the pool, and must be looked for before it is sent again.
    /// </summary>
    public bool MayHaveBeenSent { get; internal init; } = true;
}
