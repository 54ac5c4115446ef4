using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.Data;
using CoretimeDesk.Identity.Domain;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Substrate;
using Microsoft.EntityFrameworkCore;
using PersonAccount = CoretimeDesk.Identity.Data.PersonAccount;

namespace CoretimeDesk.Identity.People;

/// <summary>Commands and questions about the chain accounts that people control.</summary>
internal sealed class PersonAccountDesk(CommandRunner<IdentityDb> commands, IDbContextFactory<IdentityDb> contexts)
{
    /// <summary>Says that a person controls an account; the same again changes nothing.</summary>
    public async Task<AddPersonAccountResponse> AddAsync(Command command, Guid id, AccountId32 account, string note, CancellationToken stop)
    {
        // Whoever may not do it learns nothing of who exists.
        PersonAccountRules.WhyNotAdd(command.Actor, id).ThrowIfRefused();
        var text = account.ToString();
        return (await commands.RunAsync<AddPersonAccountResponse>(command, async scope =>
        {
            if (await scope.Db.PersonAccounts.AsNoTracking().SingleOrDefaultAsync(a => a.Account == text, scope.Stop) is { } known)
            {
                return known.PersonId == id ? new AddPersonAccountResponse { Account = known.ToMessage() } : PersonAccountRules.OfAnother(scope.Actor, text, known.PersonId);
            }

            // The person's version makes two additions meet, so that the limit holds.
            if (await scope.Db.People.SingleOrDefaultAsync(p => p.Id == id, scope.Stop) is not { } person)
            {
                return Refusal.NotFound("person", id);
            }

            if (PersonAccountRules.WhyNotMore(await scope.Db.PersonAccounts.CountAsync(a => a.PersonId == id, scope.Stop)) is { } full)
            {
                return full;
            }

            var added = new PersonAccount { Account = text, PersonId = id, Note = note, AddedById = scope.Actor.Id, AddedAt = scope.Now };
            scope.Db.PersonAccounts.Add(added);
            scope.Append(person, PersonChanges.Aggregate, [new PersonAccountAdded { PersonId = id.ToString(), Account = text }]);
            return new AddPersonAccountResponse { Account = added.ToMessage() };
        }, stop)).OrThrow();
    }

    /// <summary>Takes back a mistake. What was judged by it stays judged.</summary>
    public async Task<RemovePersonAccountResponse> RemoveAsync(Command command, Guid id, AccountId32 account, CancellationToken stop)
    {
        PersonAccountRules.WhyNotRemove(command.Actor).ThrowIfRefused();
        var text = account.ToString();
        return (await commands.RunAsync<RemovePersonAccountResponse>(command, async scope =>
        {
            if (await scope.Db.People.SingleOrDefaultAsync(p => p.Id == id, scope.Stop) is not { } person)
            {
                return Refusal.NotFound("person", id);
            }

            if (await scope.Db.PersonAccounts.SingleOrDefaultAsync(a => a.Account == text && a.PersonId == id, scope.Stop) is not { } known)
            {
                return new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"{person.DisplayName} has no account {text}.") { Facts = new Dictionary<string, string> { ["account"] = text } };
            }

            scope.Db.PersonAccounts.Remove(known);
            scope.Append(person, PersonChanges.Aggregate, [new PersonAccountRemoved { PersonId = id.ToString(), Account = text }]);
            return new RemovePersonAccountResponse();
        }, stop)).OrThrow();
    }

    /// <summary>A person's accounts, oldest first.</summary>
    public async Task<ListPersonAccountsResponse> ListAsync(Actor actor, Guid id, CancellationToken stop)
    {
        PersonAccountRules.WhyNotSee(actor, id).ThrowIfRefused();
        await using var db = await contexts.CreateDbContextAsync(stop);
        var rows = await db.PersonAccounts.AsNoTracking().Where(a => a.PersonId == id).OrderBy(a => a.AddedAt).ThenBy(a => a.Account).ToListAsync(stop);
        return rows.Count == 0 && id != actor.Id && !await db.People.AnyAsync(p => p.Id == id, stop)
            ? throw new RefusedException(Refusal.NotFound("person", id))
            : new() { Accounts = { rows.Select(r => r.ToMessage()) } };
    }
}
