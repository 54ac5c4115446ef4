using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Merging;
using CoretimeDesk.Market;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.PriceWatches;

/// <summary>Prices that a customer waits for go with the account.</summary>
internal sealed class PriceWatchesFollowAccounts : IFollowsAccount
{
    public string What => "price watches";

    public async Task<Followers> LookAsync(LeadsDb db, AccountRow from, AccountRow to, CancellationToken stop) => new(
        [
            .. (await db.PriceWatches.AsNoTracking().Where(w => w.AccountId == from.Id).OrderBy(w => w.Id).ToListAsync(stop))
                .Select(w => new Follower(w.Id, $"{new Token(w.Symbol, w.Decimals).Format(new Planck(w.Price))} on {w.Chain}")),
        ],
        []);

    public Task<Moved> MoveAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items) => RehomeAsync(scope, move, items);

    public Task<Moved> MoveBackAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items) => RehomeAsync(scope, move, items);

    private static async Task<Moved> RehomeAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items)
    {
        foreach (var watch in await scope.Db.PriceWatches.Where(w => items.Contains(w.Id) && w.AccountId == move.From.Id).ToListAsync(scope.Stop))
        {
            watch.AccountId = move.To.Id;
        }

        return Moved.Done;
    }
}
