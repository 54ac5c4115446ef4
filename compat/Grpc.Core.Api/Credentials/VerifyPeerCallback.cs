namespace Grpc.Core;

/// <summary>Accepts (true) or refuses a peer after the usual checks passed.</summary>
public delegate bool VerifyPeerCallback(VerifyPeerContext context);
