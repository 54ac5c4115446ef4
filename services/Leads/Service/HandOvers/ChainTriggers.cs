using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Capacity;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.HandOvers;

/// <summary>What a finalised fact, once matched to an account, does to who works it. Nothing else closes a lead as won or opens a hand-over to a CSM.</summary>
public sealed class ChainTriggers(CommandRunner<LeadsDb> commands, HandOverBook book, RegistrationBook registrations)
{
    /// <summary>As a call of whoever matches facts to accounts.</summary>
    public Task<Outcome<ReportChainFactResponse>> ReportAsync(Command command, Guid accountId, ChainFact fact, CancellationToken stop) =>
        commands.RunAsync<ReportChainFactResponse>(command, async scope =>
        {
            // A fact about an account that was merged is one about the account that it is part of.
            if (await AccountBook.LiveIdAsync(scope.Db, accountId, scope.Stop) is not { } live)
            {
                return Refusal.NotFound("account", accountId);
            }

            var account = await scope.Db.Accounts.SingleAsync(a => a.Id == live, scope.Stop);
            return new ReportChainFactResponse { HandOver = (await ApplyAsync(scope, account, fact))?.ToMessage() };
        }, stop);

    /// <summary>The same inside another command, or while an event is applied. Any number of facts, in any order and repeated, opens one hand-over.</summary>
    public async Task<HandOverRow?> ApplyAsync(CommandScope<LeadsDb> scope, AccountRow account, ChainFact fact)
    {
        await scope.LockAsync($"chain facts of {account.Id}");
        var sender = await SenderAsync(scope, account.Id);
        if (fact.Kind == ChainFactKind.FirstPurchase)
        {
            // A final assignment alone is none: a sponsor may have paid for it.
            foreach (var lead in await scope.Db.Leads.Include(l => l.Account).Where(l => l.AccountId == account.Id && l.ClosedAt == null).ToListAsync(scope.Stop))
            {
                LeadBook.Record(scope, lead, LeadMoves.Win(lead.ToLead(), fact.FactId, scope.Now).Events);
            }

            await EnrolmentBook.EndOfAccountAsync(scope, account.Id, EndCause.Purchase);
        }

        if (await scope.Db.HandOvers.Include(h => h.Account)
            .SingleOrDefaultAsync(h => h.AccountId == account.Id && h.Step == HandOverStep.AeToCsm && h.State != Data.HandOverState.Returned, scope.Stop) is { } open)
        {
            return open.State == Data.HandOverState.Accepted ? null : open;
        }

        return sender is null || await scope.Db.Care.AnyAsync(c => c.AccountId == account.Id, scope.Stop)
            ? null
            : await book.BeginAsync(scope, account, null, new HandOverEvent.FellDue(Guid.CreateVersion7(scope.Now), account.Id, sender, fact, scope.Now));
    }

    // Who registered the customer, else who works it.
    private async Task<Owner?> SenderAsync(CommandScope<LeadsDb> scope, Guid accountId)
    {
        if ((await registrations.ActiveOfAsync(scope, accountId)).Find(r => r.Keeping != Keeping.House) is { } registration)
        {
            return new(registration.OwnerId, registration.OwnerName);
        }

        return await scope.Db.Leads.AsNoTracking().Where(l => l.AccountId == accountId && l.OwnerId != null).OrderBy(l => l.ClosedAt != null).ThenByDescending(l => l.ClaimedAt)
            .Select(l => new Owner(l.OwnerId!.Value, l.OwnerName!)).FirstOrDefaultAsync(scope.Stop);
    }
}
