using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;

namespace CoretimeDesk.Commissions.Told;

/// <summary>Keeps who is who, and in which team: for names on statements, and for who may see them.</summary>
internal sealed class PeopleHandlers : IEventHandler<CommissionsDb, PersonCreated>, IEventHandler<CommissionsDb, TeamsChanged>
{
    public async Task HandleAsync(PersonCreated message, CloudEvent envelope, CommandScope<CommissionsDb> scope)
    {
        (await FindAsync(scope, message.PersonId)).Name = message.DisplayName;
        await TeamsAsync(scope, message.PersonId, message.TeamIds, envelope.Sequence);
    }

    public Task HandleAsync(TeamsChanged message, CloudEvent envelope, CommandScope<CommissionsDb> scope) => TeamsAsync(scope, message.PersonId, message.TeamIds, envelope.Sequence);

    private static async Task TeamsAsync(CommandScope<CommissionsDb> scope, string person, IEnumerable<string> teams, long sequence)
    {
        var row = await FindAsync(scope, person);
        if (row.TeamsTold < sequence)
        {
            (row.TeamIds, row.TeamsTold) = ([.. teams.Select(Guid.Parse)], sequence);
        }
    }

    private static async Task<PersonRow> FindAsync(CommandScope<CommissionsDb> scope, string person)
    {
        var id = Guid.Parse(person);

        // Two events of one person at once would each write what the other did not know.
        await scope.LockAsync($"person {id}");
        if (await scope.Db.People.FindAsync([id], scope.Stop) is { } known)
        {
            return known;
        }

        var row = new PersonRow { Id = id };
        scope.Db.People.Add(row);
        return row;
    }
}
