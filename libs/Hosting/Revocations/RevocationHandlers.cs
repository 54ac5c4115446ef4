using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Hosting;

/// <summary>Notes that a person's tokens are void, in the inbox's transaction and at once in this process.</summary>
internal sealed class SessionsRevokedHandler<TDb>(RevocationList revocations) : IEventHandler<TDb, SessionsRevoked>
    where TDb : JournalDbContext
{
    public async Task HandleAsync(SessionsRevoked message, CloudEvent envelope, CommandScope<TDb> scope)
    {
        var (person, upTo) = (Guid.Parse(message.PersonId), message.RevokedBefore.ToDateTimeOffset());
        await scope.Db.Database.ExecuteSqlRawAsync(RevocationsSchema.Note(scope.Db.Schema), ["person", person, upTo], scope.Stop);

        // Before the commit: should that fail, the event comes again, and until then a token too many is refused.
        revocations.RevokePerson(person, upTo);
    }
}

/// <summary>Notes that a session or a key is void, in the inbox's transaction and at once in this process.</summary>
internal sealed class SessionRevokedHandler<TDb>(RevocationList revocations) : IEventHandler<TDb, SessionRevoked>
    where TDb : JournalDbContext
{
    public async Task HandleAsync(SessionRevoked message, CloudEvent envelope, CommandScope<TDb> scope)
    {
        var (session, at) = (Guid.Parse(message.SessionId), message.RevokedAt.ToDateTimeOffset());
        await scope.Db.Database.ExecuteSqlRawAsync(RevocationsSchema.Note(scope.Db.Schema), ["session", session, at], scope.Stop);
        revocations.RevokeSession(session, at);
    }
}
