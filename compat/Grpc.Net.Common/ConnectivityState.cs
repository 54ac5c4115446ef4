namespace Grpc.Core;

/// <summary>How the connection of a channel stands.</summary>
public enum ConnectivityState
{
    /// <summary>Not connected, and nobody asks for it.</summary>
    Idle = 0,

    /// <summary>Connecting.</summary>
    Connecting = 1,

    /// <summary>Connected.</summary>
    Ready = 2,

    /// <summary>Failed, and will be tried again.</summary>
    TransientFailure = 3,

    /// <summary>Closed for good.</summary>
    Shutdown = 4,
}
