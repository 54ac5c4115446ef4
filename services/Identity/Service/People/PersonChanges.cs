using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Person = CoretimeDesk.Identity.Data.Person;

namespace CoretimeDesk.Identity.People;

/// <summary>Carries decided events out on the row, and records them.</summary>
internal static class PersonChanges
{
    /// <summary>The aggregate's name in the journal.</summary>
    public const string Aggregate = "person";

    /// <summary>Applies events to a tracked person.</summary>
    /// <param name="scope">The command.</param>
    /// <param name="person">The row.</param>
    /// <param name="events">What was decided.</param>
    /// <param name="spared">A session that goes on although others end.</param>
    public static async Task ApplyAsync(this CommandScope<IdentityDb> scope, Person person, IEnumerable<PersonEvent> events, Guid? spared = null)
    {
        foreach (var decided in events)
        {
            var message = decided is PersonEvent.AccessRevoked revoked
                ? await RevokeAsync(scope, person, revoked.Cause, spared)
                : Apply(person, decided);
            scope.Append(person, Aggregate, [message]);
        }
    }

    private static IMessage Apply(Person person, PersonEvent decided)
    {
        switch (decided)
        {
            case PersonEvent.RolesChanged changed:
                person.Roles = RoleSet.Write(changed.Roles);
                return new RolesChanged { PersonId = person.Id.ToString(), Roles = { changed.Roles.ToMessage() } };
            case PersonEvent.TeamsChanged changed:
                person.Teams = [.. changed.Teams.Order()];
                return new TeamsChanged { PersonId = person.Id.ToString(), TeamIds = { person.Teams.Select(t => t.ToString()) } };
            case PersonEvent.Disabled:
                person.Disabled = true;
                return new PersonDisabled { PersonId = person.Id.ToString() };
            case PersonEvent.Enabled:
                person.Disabled = false;
                return new PersonEnabled { PersonId = person.Id.ToString() };
            default:
                throw new System.Diagnostics.UnreachableException($"{decided} is not known here");
        }
    }

    private static async Task<IMessage> RevokeAsync(CommandScope<IdentityDb> scope, Person person, RevocationCause cause, Guid? spared)
    {
        person.Clock = person.Clock.Revoke(scope.Now);
        if (cause.EndsSessions())
        {
            var open = await scope.Db.Sessions.Where(s => s.PersonId == person.Id && s.EndedAt == null && s.Id != spared).ToListAsync(scope.Stop);
            open.ForEach(s => s.EndedAt = scope.Now);
        }

        return new SessionsRevoked
        {
            PersonId = person.Id.ToString(),
            RevokedBefore = person.TokensRevokedBefore.ToTimestamp(),
            Reason = cause.ToMessage(),
            RefreshAllowed = !cause.EndsSessions() || spared is not null,
        };
    }
}
