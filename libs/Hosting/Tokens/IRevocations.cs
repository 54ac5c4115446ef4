namespace CoretimeDesk.Hosting;

/// <summary>Asked on every call with a token: is it revoked although it has not expired? Must be fast and never throw.</summary>
public interface IRevocations
{
    /// <summary>True when the session was ended, or the person revoked at or after the token was issued.</summary>
    bool IsRevoked(Guid personId, Guid sessionId, DateTimeOffset issuedAt);
}
