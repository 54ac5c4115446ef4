using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Passwords;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;

namespace CoretimeDesk.Identity.Sessions;

/// <summary>The last step of every way to sign in.</summary>
internal sealed class SessionOpening(TokenPair tokens)
{
    /// <summary>Why this person may not sign in at this moment, whatever they have proved; null when they may.</summary>
    public static async Task<SignInOutcome?> WhyNotAsync(PersonManager manager, Data.Person person, DateTimeOffset now) =>
        person.Disabled ? SignInOutcome.Disabled
        : person.PasswordExpiresAt <= now ? SignInOutcome.PasswordExpired
        : await manager.IsLockedOutAsync(person) ? SignInOutcome.LockedOut
        : null;

    /// <summary>Opens a session for somebody who has proved who they are.</summary>
    public SignInResponse Open(CommandScope<IdentityDb> scope, Data.Person person, SignInTry tried)
    {
        var session = new Session
        {
            Id = Guid.CreateVersion7(scope.Now),
            PersonId = person.Id,
            SignedInAt = scope.Now,
            RefreshedAt = scope.Now,
            ExpiresAt = scope.Now,
            Method = (short)tried.Method,
            Device = tried.Caller.Device,
            Address = tried.Caller.Address,
        };
        scope.Db.Sessions.Add(session);
        (person.AccessFailedCount, person.LastSignInAt) = (0, scope.Now);
        var pair = tokens.Issue(scope.Db, person, session, scope.Now);
        scope.NoteSignedIn(person, tried, session.Id);
        return new() { Tokens = pair, Person = person.ToMessage() };
    }
}
