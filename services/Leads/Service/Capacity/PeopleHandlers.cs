using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Registrations;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Capacity;

using Role = CoretimeDesk.Identity.V1.Role;

/// <summary>
/// Keeps what Leads must know of people: names, teams, and who has left. Identity's events come in any order, so each fact
/// keeps the sequence of the event that told it, and an older event changes nothing.
/// </summary>
internal sealed class PeopleHandlers(RegistrationBook registrations, RulesBook rulebook) :
    IEventHandler<LeadsDb, PersonCreated>,
    IEventHandler<LeadsDb, RolesChanged>,
    IEventHandler<LeadsDb, TeamsChanged>,
    IEventHandler<LeadsDb, PersonDisabled>,
    IEventHandler<LeadsDb, PersonEnabled>
{
    public async Task HandleAsync(PersonCreated message, CloudEvent envelope, CommandScope<LeadsDb> scope)
    {
        var person = await PersonAsync(scope, message.PersonId);
        person.Name = message.DisplayName;
        SetRoles(person, message.Roles, envelope.Sequence);
        SetTeams(person, message.TeamIds, envelope.Sequence);
    }

    public async Task HandleAsync(RolesChanged message, CloudEvent envelope, CommandScope<LeadsDb> scope) =>
        SetRoles(await PersonAsync(scope, message.PersonId), message.Roles, envelope.Sequence);

    public async Task HandleAsync(TeamsChanged message, CloudEvent envelope, CommandScope<LeadsDb> scope) =>
        SetTeams(await PersonAsync(scope, message.PersonId), message.TeamIds, envelope.Sequence);

    public async Task HandleAsync(PersonDisabled message, CloudEvent envelope, CommandScope<LeadsDb> scope)
    {
        var person = await PersonAsync(scope, message.PersonId);
        if (SetDisabled(person, true, envelope.Sequence))
        {
            await LeaveAsync(scope, person);
        }
    }

    public async Task HandleAsync(PersonEnabled message, CloudEvent envelope, CommandScope<LeadsDb> scope) =>
        SetDisabled(await PersonAsync(scope, message.PersonId), false, envelope.Sequence);

    /// <summary>What somebody who left was working waits where everybody sees it. An approved registration stays until it lapses, or a lead takes it back.</summary>
    private async Task LeaveAsync(CommandScope<LeadsDb> scope, KnownPersonRow person)
    {
        // An assignment on its way to them ends first; the next one sees that they have left.
        await scope.LockAsync(LeadBook.LockOf(person.Id));
        var rules = await rulebook.CurrentAsync(scope.Db, scope.Stop);
        foreach (var lead in await scope.Db.Leads.Include(l => l.Account).Where(l => l.OwnerId == person.Id && l.ClosedAt == null).ToListAsync(scope.Stop))
        {
            var desk = new Authority(new(Actor.Desk.Id, Actor.Desk.Name), IsHead: true, MayLead: true);
            LeadBook.Record(scope, lead, LeadMoves.GiveBack(lead.ToLead(), desk, "they have left.", scope.Now, rules).Events);
        }

        foreach (var row in await scope.Db.Registrations.Include(r => r.Account).Include(r => r.Extensions)
            .Where(r => r.OwnerId == person.Id && r.State == RegistrationState.Pending).ToListAsync(scope.Stop))
        {
            var registration = await registrations.CatchUpAsync(scope, row, scope.Now);
            await registrations.RecordAsync(scope, row, RegistrationRules.OwnerLeft(registration, RegistrationBook.NowFor(row, scope.Now)).Events);
        }
    }

    private static void SetRoles(KnownPersonRow person, IEnumerable<Role> roles, long sequence)
    {
        if (sequence > person.RolesSequence)
        {
            (person.MaySell, person.RolesSequence) = (roles.Any(r => r is Role.Rep or Role.TeamLead), sequence);
        }
    }

    private static void SetTeams(KnownPersonRow person, IEnumerable<string> teams, long sequence)
    {
        if (sequence > person.TeamsSequence)
        {
            (person.TeamIds, person.TeamsSequence) = ([.. teams.Select(Guid.Parse).Order()], sequence);
        }
    }

    private static bool SetDisabled(KnownPersonRow person, bool disabled, long sequence)
    {
        if (sequence <= person.DisabledSequence)
        {
            return false;
        }

        (person.Disabled, person.DisabledSequence) = (disabled, sequence);
        return true;
    }

    private static async Task<KnownPersonRow> PersonAsync(CommandScope<LeadsDb> scope, string personId)
    {
        var id = Guid.Parse(personId);
        // Two of the person's events at once would both make the row, and one of them would have to come again.
        await scope.LockAsync($"person {id}");
        var person = await scope.Db.KnownPeople.SingleOrDefaultAsync(p => p.Id == id, scope.Stop);
        if (person is null)
        {
            person = new() { Id = id };
            scope.Db.KnownPeople.Add(person);
        }

        return person;
    }
}
