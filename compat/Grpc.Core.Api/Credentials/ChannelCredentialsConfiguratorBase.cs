namespace Grpc.Core;

/// <summary>Told by channel credentials what they are. Transports derive from it.</summary>
public abstract class ChannelCredentialsConfiguratorBase
{
    /// <summary>Cleartext.</summary>
    public abstract void SetInsecureCredentials(object? state);

    /// <summary>TLS.</summary>
    public abstract void SetSslCredentials(object? state, string? rootCertificates, KeyCertificatePair? keyCertificatePair, VerifyPeerCallback? verifyPeerCallback);

    /// <summary>Channel credentials whose calls carry call credentials.</summary>
    public abstract void SetCompositeCredentials(object? state, ChannelCredentials channelCredentials, CallCredentials callCredentials);
}
