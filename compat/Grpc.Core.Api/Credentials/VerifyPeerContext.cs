namespace Grpc.Core;

/// <summary>The peer to accept or refuse.</summary>
public class VerifyPeerContext
{
    internal VerifyPeerContext(string targetName, string peerPem)
    {
        TargetName = targetName;
        PeerPem = peerPem;
    }

    /// <summary>The name that was connected to.</summary>
    public string TargetName { get; }

    /// <summary>The certificate of the peer, PEM.</summary>
    public string PeerPem { get; }
}
