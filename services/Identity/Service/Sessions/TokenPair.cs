using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.V1;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Identity.Sessions;

/// <summary>Gives a session its next pair of tokens.</summary>
internal sealed class TokenPair(AccessTokens access)
{
    /// <summary>Moves the person's clock, keeps the refresh token's hash, and returns what only the caller may see.</summary>
    public Tokens Issue(IdentityDb db, Data.Person person, Session session, DateTimeOffset now)
    {
        person.Clock = person.Clock.Issue(now);
        session.RefreshedAt = now;
        session.ExpiresAt = SessionRules.RefreshEnd(session.SignedInAt, now);
        var refresh = Secrets.RefreshToken();
        db.RefreshTokens.Add(new() { Hash = Secrets.Hash(refresh), SessionId = session.Id, ExpiresAt = session.ExpiresAt });

        // With a one-time password one may do nothing but change it.
        var actor = person.As(person.MustChangePassword ? [] : person.State.Roles);
        var (token, expires) = access.Issue(actor, session.Id, issuedAt: person.Clock.LastIssued);
        return new()
        {
            AccessToken = token,
            AccessExpiresAt = expires.ToTimestamp(),
            RefreshToken = refresh,
            RefreshExpiresAt = session.ExpiresAt.ToTimestamp(),
        };
    }
}
