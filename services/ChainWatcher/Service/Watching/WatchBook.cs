using System.Text;
using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.Substrate;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.ChainWatcher.Watching;

/// <summary>A state of the watch list.</summary>
/// <param name="Version">The same version is the same list.</param>
/// <param name="List">Accounts of the settings and of the table.</param>
internal sealed record Watched(long Version, WatchList List);

/// <summary>
/// What the desk watches, for those who read blocks. The list is the database's, and so the same for all replicas; whether it has changed is one row, which is cheap to
/// look at before every batch of blocks.
/// </summary>
internal sealed class WatchBook(WatcherSettings settings, IDbContextFactory<WatcherDb> contexts)
{
    private volatile Watched? _known;

    /// <summary>The list as it is now.</summary>
    public async Task<Watched> NewestAsync(CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var version = await db.WatchLists.Select(l => l.Version).SingleAsync(stop);
        if (_known is { } known && known.Version == version)
        {
            return known;
        }

        // The version is read before the accounts: a change in between is in the list already, and makes it be read once more.
        var rows = await db.WatchedAccounts.AsNoTracking().Select(a => new { a.Account, a.Balance }).ToListAsync(stop);
        return _known = new(version, new(
            Encoding.UTF8.GetBytes(settings.RemarkTag),
            settings.Accounts.Concat(rows.Select(r => AccountId32.Parse(r.Account))),
            rows.Where(r => r.Balance).Select(r => AccountId32.Parse(r.Account))));
    }

    /// <summary>Accounts that are watched with their balance, and that a chain has told of never yet.</summary>
    public async Task<IReadOnlySet<AccountId32>> UnopenedAsync(string chain, WatchList list, CancellationToken stop)
    {
        if (list.Balances.Count == 0)
        {
            return new HashSet<AccountId32>();
        }

        await using var db = await contexts.CreateDbContextAsync(stop);
        var opened = await db.WatchedBalances.Where(b => db.Chains.Any(c => c.Id == b.ChainId && c.Name == chain)).Select(b => b.Account).ToListAsync(stop);
        return list.Balances.Except(opened.Select(a => AccountId32.Parse(a))).ToHashSet();
    }
}
