using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Capacity;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Duplicates;
using CoretimeDesk.Substrate;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>Whoever bought without the desk is a lead: somebody who needs blockspace, pays for it, and has no rep.</summary>
internal sealed class UnknownBuyers(Assigner assigner)
{
    // What is known of their need is one core, and that they will not need less next month.
    private const uint PeriodsOfOneCore = 13;
    private const int ShortAddressEnds = 6;

    /// <summary>Held by whoever looks an unknown buyer up: two purchases at once make one account.</summary>
    public static string LockOf(string publicKey) => $"buyer {publicKey}";

    /// <summary>
    /// Makes an account of the buyer, proven by the fact itself, and opens a lead on it with the evidence and a score. A buyer whom somebody has typed for a customer
    /// becomes a lead of that customer: it is to be verified, not to be doubled.
    /// </summary>
    /// <returns>The account.</returns>
    public async Task<AccountRow> OpenAsync(CommandScope<LeadsDb> scope, string publicKey, Sighting seen, string what, BuyerSighting sighting)
    {
        AccountAddress.TryRead(publicKey, out var address);
        var account = await SuspectedAsync(scope, publicKey) ?? await EnterAsync(scope, address, seen, what, sighting);
        var lead = new LeadRow
        {
            Id = Guid.CreateVersion7(scope.Now),
            Number = await scope.Db.NextNumberAsync('L', scope.Now, scope.Stop),
            AccountId = account.Id,
            Title = $"{what}, without us",
            Source = LeadSource.Chain,
            OpenedAt = scope.Now,
            Account = account,
        };
        scope.Db.Leads.Add(lead);
        scope.Append(lead, "lead", [new LeadEvent.Opened(lead.Id, lead.Number, account.Id, lead.Title, lead.Source).ToMessage()]);
        await scope.Db.SaveChangesAsync(scope.Stop);
        await assigner.AssignAsync(scope, lead);
        return account;
    }

    // Typed for one customer, and believed by nobody yet.
    private static async Task<AccountRow?> SuspectedAsync(CommandScope<LeadsDb> scope, string publicKey) =>
        await scope.Db.ChainAccounts.Where(c => c.PublicKey == publicKey && c.How == HowVerified.Unverified).OrderBy(c => c.Since).Select(c => c.AccountId).FirstOrDefaultAsync(scope.Stop) is var id && id != Guid.Empty
            ? await scope.Db.Accounts.SingleAsync(a => a.Id == id, scope.Stop)
            : null;

    private static async Task<AccountRow> EnterAsync(CommandScope<LeadsDb> scope, AccountAddress address, Sighting seen, string what, BuyerSighting sighting)
    {
        var para = address.ParaId;
        var key = para is { } id ? new StrongKey(KeyKind.ParaId, seen.Network, $"{id}") : null;
        var asked = new CreateAccount(
            Guid.CreateVersion7(scope.Now), await scope.Db.NextNumberAsync('A', scope.Now, scope.Stop), NameOf(address, seen), Segment.Builder, PeriodsOfOneCore, IsDao: false, MainBusinessElsewhere: false)
        {
            Ecosystems = [],
            Keys = key is null ? [] : [key],
        };
        var events = AccountRules.Create(asked, [], scope.Now).Events.ToList();
        var state = AccountState.Evolve(null, events[0]).After(events.Skip(1));
        if (key is null)
        {
            events.AddRange(ChainAccounts.Prove(state, address, seen.Reference, null, scope.Now).Events);
        }

        events.AddRange(TargetRules.Set(state, new(TargetSource.Chain, $"{seen.OccurredAt:d MMMM yyyy}: {what}, {seen.Where}", BuyerScore.Of(sighting))).Events);
        var (row, account) = AccountBook.Enter(scope, events);
        await DuplicateReview.NoteAsync(scope.Db, row.Id, await DuplicateFinder.FindAsync(scope.Db, account, null, scope.Stop), scope.Now, scope.Stop);
        return row;
    }

    private static string NameOf(AccountAddress address, Sighting seen) => address.ParaId is { } para
        ? $"Para {para} of {seen.Network}"
        : $"Buyer {address.Text[..ShortAddressEnds]}…{address.Text[^ShortAddressEnds..]}";
}
