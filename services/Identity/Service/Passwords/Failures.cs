using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.People;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Identity.Passwords;

/// <summary>Records wrong passwords.</summary>
internal static class Failures
{
    /// <summary>Counts a wrong password; locks the person out when it is one too many, and not again while they are.</summary>
    public static async Task CountFailureAsync(this CommandScope<IdentityDb> scope, PersonManager manager, Data.Person person)
    {
        if (await manager.IsLockedOutAsync(person))
        {
            scope.Note(person, SignInFailed.Types.Cause.LockedOut);
            return;
        }

        await manager.AccessFailedAsync(person);
        scope.Note(person, SignInFailed.Types.Cause.WrongPassword);
        if (await manager.IsLockedOutAsync(person))
        {
            scope.Append(person, PersonChanges.Aggregate, [new LockedOut { Until = person.LockoutEnd!.Value.ToTimestamp() }]);
        }
    }

    /// <summary>Records a refused sign-in that no wrong password caused.</summary>
    public static void Note(this CommandScope<IdentityDb> scope, Data.Person person, SignInFailed.Types.Cause cause) =>
        scope.Append(person, PersonChanges.Aggregate, [new SignInFailed { Cause = cause }]);
}
