using System.Collections.Immutable;
using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.Passwords;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Person = CoretimeDesk.Identity.Data.Person;

namespace CoretimeDesk.Identity.People;

/// <summary>Commands about people. Each takes effect in this process at once, elsewhere when the bus has told it.</summary>
internal sealed class PeopleDesk(CommandRunner<IdentityDb> commands, PersonManagers managers, RevocationList revocations)
{
    private delegate Task<Decision<PersonEvent>> Decide(CommandScope<IdentityDb> scope, Person person);

    /// <summary>Creates a person with a one-time password.</summary>
    public async Task<CreatePersonResponse> CreateAsync(Command command, NewPerson asked, CancellationToken stop)
    {
        var password = "";
        var outcome = await commands.RunAsync<CreatePersonResponse>(command, async scope =>
        {
            if (await scope.Db.MissingTeamAsync(asked.Teams, scope.Stop) is { } missing)
            {
                return missing;
            }

            password = Secrets.OneTimePassword();
            var person = asked.ToRow(scope.Now);
            (person.MustChangePassword, person.PasswordExpiresAt) = (true, scope.Now + PasswordSettings.OneTimeLife);
            using var manager = managers.Over(scope.Db);
            if ((await manager.CreateAsync(person, password)).ToRefusal("email") is { } refusal)
            {
                return refusal;
            }

            scope.Append(person, PersonChanges.Aggregate, [asked.ToEvent(person)]);
            return new CreatePersonResponse { Person = person.ToMessage() };
        }, stop);

        var response = outcome.OrThrow();
        if (outcome.IsRepeat)
        {
            throw new RefusedException(new(
                RefusalKind.AlreadyExists, "PERSON_ALREADY_CREATED", "This request was carried out before, and the one-time password was shown then. Reset the password for another one.")
            {
                Facts = new Dictionary<string, string> { ["person_id"] = response.Person.PersonId },
            });
        }

        // Only now: the stored answer is without it.
        response.OneTimePassword = password;
        return response;
    }

    /// <summary>Replaces all roles.</summary>
    public async Task<SetRolesResponse> SetRolesAsync(Command command, Guid id, ImmutableHashSet<Role> roles, CancellationToken stop) => await ChangeAsync(
        command, id,
        async (scope, person) => PersonRules.SetRoles(person.State, roles, await OtherAdministratorsAsync(scope, person, person.State.IsActiveAdministrator && !roles.Contains(Role.Administrator))),
        person => new SetRolesResponse { Person = person.ToMessage() }, stop);

    /// <summary>Replaces all teams.</summary>
    public async Task<SetTeamsResponse> SetTeamsAsync(Command command, Guid id, ImmutableHashSet<Guid> teams, CancellationToken stop) => await ChangeAsync(
        command, id,
        async (scope, person) => await scope.Db.MissingTeamAsync(teams, scope.Stop) is { } missing
            ? missing
            : PersonRules.SetTeams(person.State, teams, await scope.Db.Teams.Where(t => t.LeadId == id).Select(t => t.Id).ToListAsync(scope.Stop)),
        person => new SetTeamsResponse { Person = person.ToMessage() }, stop);

    /// <summary>Closes the door.</summary>
    public async Task<DisablePersonResponse> DisableAsync(Command command, Guid id, CancellationToken stop) => await ChangeAsync(
        command, id,
        async (scope, person) => PersonRules.Disable(person.State, scope.Actor.Id, await OtherAdministratorsAsync(scope, person, person.State.IsActiveAdministrator)),
        person => new DisablePersonResponse { Person = person.ToMessage() }, stop);

    /// <summary>Opens it again.</summary>
    public async Task<EnablePersonResponse> EnableAsync(Command command, Guid id, CancellationToken stop) => await ChangeAsync(
        command, id,
        (_, person) => Task.FromResult(PersonRules.Enable(person.State)),
        person => new EnablePersonResponse { Person = person.ToMessage() }, stop);

    /// <summary>Signs a person out everywhere, but for one session where one is named.</summary>
    public async Task<RevokeSessionsResponse> RevokeSessionsAsync(Command command, Guid id, Guid? spared, CancellationToken stop)
    {
        // Whoever may not do it learns nothing of who exists.
        if (command.Actor.Id != id && !command.Actor.Is(Role.Administrator))
        {
            throw new RefusedException(PersonRules.OnlyAdministrators("ends other people's sessions"));
        }

        var open = 0;
        spared = command.Actor.Id == id ? spared : null;
        return await ChangeAsync(
            command, id,
            async (scope, person) =>
            {
                open = await scope.Db.Sessions.CountAsync(s => s.PersonId == id && s.Id != spared && s.EndedAt == null && s.ExpiresAt > scope.Now, scope.Stop);
                return PersonRules.RevokeSessions(person.State, scope.Actor);
            },
            _ => new RevokeSessionsResponse { Ended = open }, stop, spared);
    }

    private async Task<TResponse> ChangeAsync<TResponse>(Command command, Guid id, Decide decide, Func<Person, TResponse> respond, CancellationToken stop, Guid? spared = null)
        where TResponse : class, Google.Protobuf.IMessage<TResponse>, new()
    {
        Person? changed = null;
        var outcome = await commands.RunAsync<TResponse>(command, async scope =>
        {
            changed = null;
            if (await scope.Db.People.SingleOrDefaultAsync(p => p.Id == id, scope.Stop) is not { } person)
            {
                return Refusal.NotFound("person", id);
            }

            var decision = await decide(scope, person);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            await scope.ApplyAsync(person, decision.Events, spared);
            changed = decision.Events.Any(e => e is PersonEvent.AccessRevoked) ? person : null;
            return respond(person);
        }, stop);
        if (changed is not null && outcome is { IsRepeat: false, Refusal: null })
        {
            revocations.RevokePerson(id, changed.TokensRevokedBefore);
        }

        return outcome.OrThrow();
    }

    /// <summary>How many others could manage people. A command that lessens them meets every other one of its kind.</summary>
    private static async Task<int> OtherAdministratorsAsync(CommandScope<IdentityDb> scope, Person person, bool lessens)
    {
        if (!lessens)
        {
            return 0;
        }

        // First the lock, then the count: whoever commits in between makes this attempt fail and be decided again.
        (await scope.Db.Administration.SingleAsync(scope.Stop)).Changes++;
        var administrator = Role.Administrator.ToName();
        return await scope.Db.People.CountAsync(p => p.Id != person.Id && !p.Disabled && p.Roles.Contains(administrator), scope.Stop);
    }
}
