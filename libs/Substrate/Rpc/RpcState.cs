namespace CoretimeDesk.Substrate.Rpc;

/// <summary>What an <see cref="RpcClient"/> is doing about its connection.</summary>
public enum RpcStatus
{
    /// <summary>Nothing was asked of it yet.</summary>
    Idle,

    /// <summary>Opening a connection.</summary>
    Connecting,

    /// <summary>Connected.</summary>
    Connected,

    /// <summary>Every endpoint failed; waiting before the next round.</summary>
    Waiting,

    /// <summary>Disposed.</summary>
    Closed,
}

/// <summary>A state of the connection.</summary>
/// <param name="Status">What it is doing.</param>
/// <param name="Endpoint">The endpoint in use, or the one to be tried next.</param>
/// <param name="Attempt">Attempts since the last stable connection, this one included; 0 before any.</param>
/// <param name="Wait">How long it waits before the attempt; zero unless waiting.</param>
/// <param name="LastError">Why the last attempt or connection ended.</param>
public sealed record RpcState(RpcStatus Status, RpcEndpoint? Endpoint, int Attempt, TimeSpan Wait, RpcException? LastError);
