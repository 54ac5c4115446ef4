using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Identity.Sessions;

/// <summary>Keeps sessions going, and ends them.</summary>
internal sealed class SessionDesk(CommandRunner<IdentityDb> commands, TokenPair tokens, RevocationList revocations, ILogger<SessionDesk> log)
{
    /// <summary>The aggregate's name in the journal.</summary>
    public const string Aggregate = "session";

    private static readonly Refusal Refused = new(
        RefusalKind.Unauthenticated, "REFRESH_TOKEN_REFUSED", "The refresh token is unknown, used, or over. Sign in again.");

    /// <summary>Exchanges a refresh token for the next pair.</summary>
    /// <exception cref="RefusedException">It is no longer good; if it was used before, its session has ended now.</exception>
    public async Task<RefreshResponse> RefreshAsync(string refreshToken, CancellationToken stop)
    {
        var hash = Secrets.Hash(refreshToken);
        Session? ended = null;
        var response = await commands.RecordAsync(Actor.Desk, async scope =>
        {
            ended = null;
            var db = scope.Db;
            if (await db.RefreshTokens.SingleOrDefaultAsync(t => t.Hash == hash, scope.Stop) is not { } token)
            {
                return null;
            }

            var session = await db.Sessions.SingleAsync(s => s.Id == token.SessionId, scope.Stop);
            var person = await db.People.SingleAsync(p => p.Id == session.PersonId, scope.Stop);
            var shut = person.Disabled || person.PasswordExpiresAt <= scope.Now;
            switch (SessionRules.Judge(new(token.UsedAt is not null, session.EndedAt is not null, shut, token.ExpiresAt), scope.Now))
            {
                case RefreshVerdict.Rotate:
                    token.UsedAt = scope.Now;
                    return new RefreshResponse { Tokens = tokens.Issue(db, person, session, scope.Now), Person = person.ToMessage() };
                case RefreshVerdict.Reused:
                    End(scope, session, RevocationCause.RefreshTokenReused);
                    ended = session;
                    return null;
                default:
                    return null;
            }
        }, stop);

        if (ended is not null)
        {
            revocations.RevokeSession(ended.Id, ended.EndedAt!.Value);
            log.LogWarning("Session {Session} ended: a refresh token of it was used twice.", ended.Id);
        }

        return response ?? throw new RefusedException(Refused);
    }

    /// <summary>Ends the caller's session.</summary>
    public async Task<SignOutResponse> SignOutAsync(Command command, Guid id, CancellationToken stop)
    {
        Session? ended = null;
        var outcome = await commands.RunAsync<SignOutResponse>(command, async scope =>
        {
            ended = null;
            if (await scope.Db.Sessions.SingleOrDefaultAsync(s => s.Id == id && s.PersonId == scope.Actor.Id, scope.Stop) is not { } session)
            {
                return new Refusal(RefusalKind.Precondition, "NO_SESSION", "The token came of an API key, which has no session to end. Revoke the key instead.");
            }

            if (session.EndedAt is null)
            {
                End(scope, session, RevocationCause.SignedOut);
                ended = session;
            }

            return new SignOutResponse();
        }, stop);
        if (ended is not null && outcome is { IsRepeat: false, Refusal: null })
        {
            revocations.RevokeSession(id, ended.EndedAt!.Value);
        }

        return outcome.OrThrow();
    }

    /// <summary>Ends one session: the caller's own, or anyone's for an administrator.</summary>
    public async Task<RevokeSessionResponse> RevokeAsync(Command command, Guid id, CancellationToken stop)
    {
        Session? ended = null;
        var outcome = await commands.RunAsync<RevokeSessionResponse>(command, async scope =>
        {
            ended = null;

            // One that is another's is not there, for whoever may not see it.
            if (await scope.Db.Sessions.SingleOrDefaultAsync(s => s.Id == id, scope.Stop) is not { } session
                || (session.PersonId != scope.Actor.Id && !scope.Actor.Is(Role.Administrator)))
            {
                return Refusal.NotFound("session", id);
            }

            if (session.EndedAt is null)
            {
                End(scope, session, RevocationCause.OnRequest);
                ended = session;
            }

            return new RevokeSessionResponse();
        }, stop);
        if (ended is not null && outcome is { IsRepeat: false, Refusal: null })
        {
            revocations.RevokeSession(id, ended.EndedAt!.Value);
        }

        return outcome.OrThrow();
    }

    private static void End(CommandScope<IdentityDb> scope, Session session, RevocationCause cause)
    {
        session.EndedAt = scope.Now;
        scope.Append(session, Aggregate, [Messages.Revoked(session.Id, session.PersonId, scope.Now, cause)]);
    }
}
