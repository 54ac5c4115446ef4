using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Planck = CoretimeDesk.Market.Planck;

namespace CoretimeDesk.Leads.PriceWatches;

/// <summary>Commands and questions about prices that customers wait for.</summary>
public sealed class PriceWatchDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts)
{
    /// <summary>Waits for a price.</summary>
    public Task<Outcome<WatchPriceResponse>> WatchAsync(Command command, Guid accountId, string chain, Planck price, string symbol, string note, CancellationToken stop) =>
        commands.RunAsync<WatchPriceResponse>(command, async scope =>
        {
            var (account, closed) = await AccountBook.OpenAsync(scope.Db, accountId, 0, scope.Stop);
            if (account is null)
            {
                return closed!;
            }

            if (await CurrentAsync(scope.Db, chain, scope.Stop) is not { } sale)
            {
                return Refusal.InvalidField("chain", $"has no sale that the desk has heard of. Known: {string.Join(", ", await scope.Db.Sales.Where(s => s.BeganAt != null).Select(s => s.Chain).Distinct().Order().ToListAsync(scope.Stop))}.");
            }

            if (symbol != sale.Symbol)
            {
                return Refusal.InvalidField("symbol", $"is {symbol}, but cores of {chain} are sold for {sale.Symbol}.");
            }

            await scope.LockAsync($"price watches {accountId}");
            if (await scope.Db.PriceWatches.CountAsync(w => w.AccountId == accountId && w.ReachedAt == null && w.DroppedAt == null, scope.Stop) >= PriceWatchRules.OpenMax)
            {
                return new Refusal(RefusalKind.Precondition, "TOO_MANY_PRICE_WATCHES", $"{account.Number} {account.Name} waits for {PriceWatchRules.OpenMax} prices already; drop one first.");
            }

            var row = new PriceWatchRow
            {
                Id = Guid.CreateVersion7(scope.Now), AccountId = accountId, Chain = chain, Price = price.Value, Symbol = sale.Symbol, Decimals = sale.Decimals,
                Note = note, SetBy = scope.Actor.Name, SetAt = scope.Now,
            };
            scope.Db.PriceWatches.Add(row);
            scope.Append(row, "price_watch", [new PriceWatched { WatchId = $"{row.Id}", AccountId = $"{accountId}", Chain = chain, Price = $"{price}" }]);
            return new WatchPriceResponse { Watch = ToMessage(row, account, sale) };
        }, stop);

    /// <summary>Waits no longer.</summary>
    public Task<Outcome<DropPriceWatchResponse>> DropAsync(Command command, Guid id, CancellationToken stop) =>
        commands.RunAsync<DropPriceWatchResponse>(command, async scope =>
        {
            if (await scope.Db.PriceWatches.SingleOrDefaultAsync(w => w.Id == id, scope.Stop) is not { } row)
            {
                return Refusal.NotFound("price watch", id);
            }

            if (row.ReachedAt is { } at)
            {
                return new Refusal(RefusalKind.Precondition, "PRICE_REACHED", $"The price was reached on {at:d MMMM yyyy HH:mm} UTC; there is nothing to wait for.");
            }

            if (row.DroppedAt is null)
            {
                row.DroppedAt = scope.Now;
                scope.Append(row, "price_watch", [new PriceWatchDropped { WatchId = $"{row.Id}", AccountId = $"{row.AccountId}" }]);
            }

            return new DropPriceWatchResponse();
        }, stop);

    /// <summary>What an account waits for, or waited for, newest first.</summary>
    public async Task<Outcome<ListPriceWatchesResponse>> ListAsync(Guid accountId, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await AccountBook.LiveIdAsync(db, accountId, stop) is not { } live)
        {
            return Refusal.NotFound("account", accountId);
        }

        var account = await db.Accounts.AsNoTracking().SingleAsync(a => a.Id == live, stop);
        var response = new ListPriceWatchesResponse();
        foreach (var row in await db.PriceWatches.AsNoTracking().Where(w => w.AccountId == live && w.DroppedAt == null).OrderByDescending(w => w.Id).ToListAsync(stop))
        {
            response.Watches.Add(ToMessage(row, account, await CurrentAsync(db, row.Chain, stop)));
        }

        return response;
    }

    /// <summary>The chain's latest sale whose beginning is known; null for none.</summary>
    internal static Task<SaleRow?> CurrentAsync(LeadsDb db, string chain, CancellationToken stop) =>
        db.Sales.AsNoTracking().Where(s => s.Chain == chain && s.BeganAt != null).OrderByDescending(s => s.BeganAt).FirstOrDefaultAsync(stop);

    /// <summary>About when the sale's price comes down to the watch's.</summary>
    internal static DateTimeOffset? ExpectedAt(PriceWatchRow row, SaleRow sale) => PriceWatchRules.ExpectedAt(
        new(new(new((uint)sale.SaleStart), (uint)sale.LeadinLength, new(sale.EndPrice!.Value)), new(new((uint)sale.RelayBlock), sale.BeganAt!.Value)), new(row.Price));

    private static PriceWatch ToMessage(PriceWatchRow row, AccountRow account, SaleRow? sale) => new()
    {
        WatchId = $"{row.Id}",
        AccountId = $"{account.Id}",
        AccountNumber = account.Number,
        AccountName = account.Name,
        Chain = row.Chain,
        Price = $"{row.Price}",
        Symbol = row.Symbol,
        Decimals = (uint)row.Decimals,
        Note = row.Note,
        SetBy = row.SetBy,
        SetAt = row.SetAt.ToTimestamp(),
        ReachedAt = row.ReachedAt?.ToTimestamp(),
        ExpectedAt = row.ReachedAt is null && sale is not null ? ExpectedAt(row, sale)?.ToTimestamp() : null,
    };
}
