using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Passwords;
using CoretimeDesk.Identity.People;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Identity.Sessions;

/// <summary>A try to sign in: how, and from where.</summary>
internal readonly record struct SignInTry(SignInMethod Method, Caller Caller);

/// <summary>Records tries to sign in: in the list, and where the person is known in the journal.</summary>
internal static class SignInLog
{
    private const int DigestCharacters = 8;

    /// <summary>Records a try that was refused, or that goes on with a code.</summary>
    public static void Note(this CommandScope<IdentityDb> scope, Data.Person person, SignInTry tried, SignInOutcome outcome)
    {
        scope.List(tried, outcome, person.Id);
        if (CauseOf(outcome) is { } cause)
        {
            scope.Append(person, PersonChanges.Aggregate, [new SignInFailed { Cause = cause }]);
        }
    }

    /// <summary>Records a try by which nobody is known.</summary>
    /// <param name="scope">The command.</param>
    /// <param name="tried">How.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="normalizedEmail">What was given for an e-mail; only the beginning of its digest is kept.</param>
    public static void NoteNobody(this CommandScope<IdentityDb> scope, SignInTry tried, SignInOutcome outcome, string normalizedEmail = "") => scope.List(
        tried, outcome, digest: normalizedEmail.Length == 0 ? "" : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(normalizedEmail)))[..DigestCharacters]);

    /// <summary>Records that a session was opened.</summary>
    public static void NoteSignedIn(this CommandScope<IdentityDb> scope, Data.Person person, SignInTry tried, Guid session)
    {
        scope.List(tried, SignInOutcome.SignedIn, person.Id, session: session);
        scope.Append(person, PersonChanges.Aggregate, [new SignedIn { SessionId = session.ToString(), Method = tried.Method }]);
    }

    /// <summary>Counts a wrong password or code; locks the person out when it is one too many, and not again while they are.</summary>
    public static async Task CountFailureAsync(this CommandScope<IdentityDb> scope, PersonManager manager, Data.Person person, SignInTry tried, SignInOutcome outcome)
    {
        if (await manager.IsLockedOutAsync(person))
        {
            scope.Note(person, tried, SignInOutcome.LockedOut);
            return;
        }

        await manager.AccessFailedAsync(person);
        scope.Note(person, tried, outcome);
        if (await manager.IsLockedOutAsync(person))
        {
            scope.List(tried, SignInOutcome.LockoutBegan, person.Id);
            scope.Append(person, PersonChanges.Aggregate, [new LockedOut { Until = person.LockoutEnd!.Value.ToTimestamp() }]);
        }
    }

    private static void List(this CommandScope<IdentityDb> scope, SignInTry tried, SignInOutcome outcome, Guid? person = null, string digest = "", Guid? session = null) => scope.Db.SignIns.Add(new()
    {
        Id = Guid.CreateVersion7(scope.Now),
        At = scope.Now,
        PersonId = person,
        EmailDigest = digest,
        Outcome = (short)outcome,
        Method = (short)tried.Method,
        Device = tried.Caller.Device,
        Address = tried.Caller.Address,
        SessionId = session,
    });

    private static SignInFailed.Types.Cause? CauseOf(SignInOutcome outcome) => outcome switch
    {
        SignInOutcome.WrongPassword => SignInFailed.Types.Cause.WrongPassword,
        SignInOutcome.LockedOut => SignInFailed.Types.Cause.LockedOut,
        SignInOutcome.Disabled => SignInFailed.Types.Cause.Disabled,
        SignInOutcome.PasswordExpired => SignInFailed.Types.Cause.PasswordExpired,
        SignInOutcome.WrongCode => SignInFailed.Types.Cause.WrongCode,
        SignInOutcome.CodeUsedBefore => SignInFailed.Types.Cause.CodeUsedBefore,
        SignInOutcome.PasskeyRefused => SignInFailed.Types.Cause.PasskeyRefused,
        _ => null,
    };
}
