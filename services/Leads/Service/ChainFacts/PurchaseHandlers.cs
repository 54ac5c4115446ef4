using System.Globalization;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.HandOvers;
using CoretimeDesk.Market;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>Purchases: they make customers, end cadences, win leads, and open leads on buyers whom nobody knew.</summary>
internal sealed class PurchaseHandlers(ActivityBook activities, ChainTriggers triggers, SaleBook sales, UnknownBuyers unknown) :
    IEventHandler<LeadsDb, Purchased>,
    IEventHandler<LeadsDb, CreditPurchased>
{
    public async Task HandleAsync(Purchased message, CloudEvent envelope, CommandScope<LeadsDb> scope)
    {
        var seen = message.Origin.Seen();
        var price = Planck.Parse(message.Price);
        await scope.LockAsync(UnknownBuyers.LockOf(message.Buyer));
        var sale = await SaleBook.OpenAsync(scope, seen.Chain, message.Region.Begin);
        if (await ApplyAsync(scope, seen, message.Buyer, $"Bought core {message.Region.Core} for {message.Origin.TokenOf().Format(price)}", sale.EndPrice is { } end ? price.Value > end : null, isBulk: true) is { } whose)
        {
            UseBook.NoteCore(scope, whose, UseKind.Purchase, seen, message.Origin.RelayBlock, message.Region.Core, CoreMask.Parse(message.Region.Mask), message.Region.Begin, message.Duration);
            await UseDrops.LookAgainAsync(scope, whose, seen.Chain, message.Region.Begin);
        }

        await sales.SellAsync(scope, seen, sale);
    }

    public async Task HandleAsync(CreditPurchased message, CloudEvent envelope, CommandScope<LeadsDb> scope)
    {
        var seen = message.Origin.Seen();
        await scope.LockAsync(UnknownBuyers.LockOf(message.Buyer));
        var amount = Planck.Parse(message.Amount);
        if (await ApplyAsync(scope, seen, message.Buyer, $"Bought on-demand credit of {message.Origin.TokenOf().Format(amount)}", null, isBulk: false) is { } whose)
        {
            await UseBook.NoteOnDemandAsync(scope, whose, seen, amount);
        }
    }

    // The customer who certainly made it; null while that is not settled.
    private async Task<Guid?> ApplyAsync(CommandScope<LeadsDb> scope, Sighting seen, string buyer, string what, bool? aboveEndPrice, bool isBulk)
    {
        var summary = string.Create(CultureInfo.InvariantCulture, $"{seen.OccurredAt:d MMMM yyyy HH:mm} UTC: {what}; {seen.Where}.");
        var known = await FactMatcher.ByAccountAsync(scope.Db, buyer, seen.Network, scope.Stop);
        if (known.Count == 0)
        {
            AccountAddress.TryRead(buyer, out var address);
            var account = await unknown.OpenAsync(scope, buyer, seen, what, new(address.ParaId is not null, isBulk, aboveEndPrice));
            await activities.EnterAsync(scope, new(account.Id, ActivityKind.Purchase, ActivitySource.Chain, summary, seen.OccurredAt, Reference: seen.FactId));

            // Somebody may have merely typed the buyer's account for that customer: that proves nothing of what they use.
            return (await FactMatcher.ByAccountAsync(scope.Db, buyer, seen.Network, scope.Stop)).Contains(account.Id) ? account.Id : null;
        }

        foreach (var id in known)
        {
            // Several customers may have declared one account: each sees the purchase, and none becomes a customer by it until it is settled whose it is.
            var isWhose = known.Count == 1 ? "" : " Several customers declared the buyer's account: have it signed for.";
            await activities.EnterAsync(scope, new(id, known.Count == 1 ? ActivityKind.Purchase : ActivityKind.Note, ActivitySource.Chain, summary + isWhose, seen.OccurredAt, Reference: seen.FactId));
            if (known.Count == 1)
            {
                var account = await scope.Db.Accounts.SingleAsync(a => a.Id == id, scope.Stop);
                await triggers.ApplyAsync(scope, account, new(HandOvers.ChainFactKind.FirstPurchase, seen.FactId, seen.BlockHash, seen.OccurredAt));
            }
        }

        return known is [var only] ? only : null;
    }
}
