namespace CoretimeDesk.Substrate.Rpc.Wire;

internal enum FaultKind
{
    /// <summary>The transport failed.</summary>
    Connection,

    /// <summary>The server spoke nonsense.</summary>
    Protocol,

    /// <summary>The server spoke too long.</summary>
    TooLarge,

    /// <summary>The caller moved on to another endpoint.</summary>
    Deliberate,

    /// <summary>The client was disposed.</summary>
    Disposed,
}

/// <summary>Why a connection ended. Each caller gets an exception of its own, since a thrown one collects its thrower's stack.</summary>
internal sealed record Fault(RpcEndpoint Endpoint, FaultKind Kind, string What, Exception? Inner = null)
{
    public int MaxBytes { get; init; }

    public RpcException ToException(bool sent = true) => Kind switch
    {
        FaultKind.TooLarge => new RpcMessageTooLargeException(Endpoint, MaxBytes) { MayHaveBeenSent = sent },
        FaultKind.Protocol => new RpcProtocolException(Endpoint, What, Inner) { MayHaveBeenSent = sent },
        _ => new RpcConnectionException(Endpoint, What, Inner) { MayHaveBeenSent = sent },
    };
}

/// <summary>Tells the code around a request that its connection ended, as against an answer that says no. Never leaves the library.</summary>
internal sealed class BrokenException(Fault fault) : Exception
{
    public Fault Fault { get; } = fault;
}
