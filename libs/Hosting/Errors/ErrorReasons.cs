namespace CoretimeDesk.Hosting;

/// <summary>
/// The reasons that every service may answer, beside those of its own domain. They stand in ErrorInfo.reason.
/// </summary>
public static class ErrorReasons
{
    /// <summary>Stands in ErrorInfo.domain.</summary>
    public const string Domain = "coretimedesk";

    /// <summary>UNAUTHENTICATED: the call carries no bearer token. Sign in.</summary>
    public const string TokenMissing = "TOKEN_MISSING";

    /// <summary>UNAUTHENTICATED: the token was not issued by this desk, or was changed on the way. Sign in again.</summary>
    public const string TokenInvalid = "TOKEN_INVALID";

    /// <summary>UNAUTHENTICATED: the token is too old. Refresh it. Facts: <c>expired_at</c>.</summary>
    public const string TokenExpired = "TOKEN_EXPIRED";

    /// <summary>UNAUTHENTICATED: the session was ended or the person locked out. Sign in again.</summary>
    public const string TokenRevoked = "TOKEN_REVOKED";

    /// <summary>PERMISSION_DENIED: none of the caller's roles may call. Facts: <c>method</c>, <c>roles_allowed</c>, <c>roles_held</c>.</summary>
    public const string RoleMissing = "ROLE_MISSING";

    /// <summary>RESOURCE_EXHAUSTED: too many calls; RetryInfo says when to go on.</summary>
    public const string RateLimited = "RATE_LIMITED";

    /// <summary>UNAVAILABLE: the database does not answer; RetryInfo says when to try again.</summary>
    public const string DatabaseUnavailable = "DATABASE_UNAVAILABLE";

    /// <summary>UNAVAILABLE: another part of the desk does not answer.</summary>
    public const string PeerUnavailable = "PEER_UNAVAILABLE";

    /// <summary>UNAVAILABLE: the process ends and takes its open streams with it. Connect again.</summary>
    public const string ShuttingDown = "SHUTTING_DOWN";

    /// <summary>ABORTED: others changed the same thing at the same moment. Try again.</summary>
    public const string Contended = "CONTENDED";

    /// <summary>INTERNAL: a fault of ours. Facts: <c>trace_id</c>, to find it in the logs.</summary>
    public const string Internal = "INTERNAL";
}
