using System.Globalization;

namespace CoretimeDesk.Hosting;

/// <summary>The refusals for callers who did not prove who they are.</summary>
internal static class Unauthenticated
{
    public static Refusal Missing { get; } = Because(
        ErrorReasons.TokenMissing, "This call needs an access token. Sign in and send \"authorization: Bearer TOKEN\".");

    private static readonly Refusal Invalid = Because(
        ErrorReasons.TokenInvalid, "The access token is not one of this desk, or it was changed. Sign in again.");

    private static readonly Refusal Revoked = Because(
        ErrorReasons.TokenRevoked, "The access token was revoked. Sign in again.");

    public static Refusal For(TokenReading reading) => reading.Fault switch
    {
        TokenFault.Missing => Missing,
        TokenFault.Expired when reading.Token is { } token => Expired(token.ExpiresAt),
        TokenFault.Revoked => Revoked,
        _ => Invalid,
    };

    private static Refusal Expired(DateTimeOffset at)
    {
        var text = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return Because(ErrorReasons.TokenExpired, $"The access token expired at {text}. Refresh it.") with
        {
            Facts = new Dictionary<string, string> { ["expired_at"] = text },
        };
    }

    private static Refusal Because(string reason, string message) => new(RefusalKind.Unauthenticated, reason, message);
}
