using System.Collections.Immutable;

namespace CoretimeDesk.Identity.Domain;

/// <summary>Who may become what. Pure: the caller brings the facts and keeps the events.</summary>
public static class PersonRules
{
    /// <summary>Replaces all roles.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="roles">All of them.</param>
    /// <param name="otherAdministrators">How many other people may manage people at this moment.</param>
    public static Decision<PersonEvent> SetRoles(PersonState person, ImmutableHashSet<Role> roles, int otherAdministrators)
    {
        if (person.Roles.SetEquals(roles))
        {
            return Decision<PersonEvent>.Nothing;
        }

        if (person.IsActiveAdministrator && !roles.Contains(Role.Administrator) && otherAdministrators == 0)
        {
            return LastAdministrator(person);
        }

        return Decision<PersonEvent>.Emit(new PersonEvent.RolesChanged(roles), new PersonEvent.AccessRevoked(RevocationCause.RolesChanged));
    }

    /// <summary>Replaces all teams.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="teams">All of them; they exist.</param>
    /// <param name="led">The teams that the person leads.</param>
    public static Decision<PersonEvent> SetTeams(PersonState person, ImmutableHashSet<Guid> teams, IReadOnlyCollection<Guid> led)
    {
        if (person.Teams.SetEquals(teams))
        {
            return Decision<PersonEvent>.Nothing;
        }

        foreach (var team in led.Order())
        {
            if (!teams.Contains(team))
            {
                return new Refusal(RefusalKind.Precondition, "LEADS_TEAM", "A person who leads a team belongs to it. Give the team another lead first.")
                {
                    Facts = new Dictionary<string, string> { ["team_id"] = team.ToString() },
                };
            }
        }

        return Decision<PersonEvent>.Emit(new PersonEvent.TeamsChanged(teams), new PersonEvent.AccessRevoked(RevocationCause.TeamsChanged));
    }

    /// <summary>Closes the door.</summary>
    public static Decision<PersonEvent> Disable(PersonState person, Guid actor, int otherAdministrators)
    {
        if (person.Id == actor)
        {
            return new Refusal(RefusalKind.Precondition, "DISABLES_ONESELF", "Nobody disables themselves; ask another administrator.");
        }

        if (person.Disabled)
        {
            return Decision<PersonEvent>.Nothing;
        }

        return person.IsActiveAdministrator && otherAdministrators == 0
            ? LastAdministrator(person)
            : Decision<PersonEvent>.Emit(new PersonEvent.Disabled(), new PersonEvent.AccessRevoked(RevocationCause.PersonDisabled));
    }

    /// <summary>Opens it again.</summary>
    public static Decision<PersonEvent> Enable(PersonState person) =>
        person.Disabled ? Decision<PersonEvent>.Emit(new PersonEvent.Enabled()) : Decision<PersonEvent>.Nothing;

    /// <summary>Signs the person out everywhere: oneself, or anyone for an administrator.</summary>
    public static Decision<PersonEvent> RevokeSessions(PersonState person, Actor actor) =>
        actor.Id == person.Id || actor.Is(Role.Administrator)
            ? Decision<PersonEvent>.Emit(new PersonEvent.AccessRevoked(RevocationCause.OnRequest))
            : OnlyAdministrators("ends other people's sessions");

    /// <summary>May this caller see that person?</summary>
    /// <param name="actor">The caller.</param>
    /// <param name="person">The person.</param>
    /// <param name="led">The teams that the caller leads.</param>
    public static bool MaySee(Actor actor, PersonState person, IReadOnlySet<Guid> led) =>
        actor.Id == person.Id || SeesEverybody(actor) || (actor.Is(Role.TeamLead) && person.Teams.Overlaps(led));

    /// <summary>Runs the desk or is a part of it; a partner or a rep sees only themselves.</summary>
    public static bool SeesEverybody(Actor actor) => actor.Is(Role.Administrator, Role.HeadOfSales, Role.Leadership, Role.Service);

    /// <summary>The refusal for callers who reach for what is not theirs.</summary>
    public static Refusal OnlyAdministrators(string does) =>
        new(RefusalKind.Forbidden, "ONLY_ADMINISTRATORS", $"Only an administrator {does}.");

    private static Refusal LastAdministrator(PersonState person) =>
        new(RefusalKind.Precondition, "LAST_ADMINISTRATOR", "Nobody would be left to manage people. Make somebody else an administrator first.")
        {
            Facts = new Dictionary<string, string> { ["person_id"] = person.Id.ToString() },
        };
}
