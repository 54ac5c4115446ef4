using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.ChainWatcher.Grpc;
using CoretimeDesk.ChainWatcher.Settings;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Substrate;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.ChainWatcher.Watching;

/// <summary>The list of accounts that the followers tell of: it only grows.</summary>
internal sealed class WatchDesk(WatcherSettings settings, CommandRunner<WatcherDb> commands, IDbContextFactory<WatcherDb> contexts)
{
    /// <summary>Accounts besides those of the settings: each is compared with every transfer.</summary>
    public const int AccountsMax = 10_000;

    /// <summary>Of them with their balance: each is read at every block, before and after it.</summary>
    public const int BalancesMax = 100;

    public const int NoteLengthMax = 200;

    public Task<Outcome<WatchAccountResponse>> WatchAsync(Command command, AccountId32 account, bool balance, string note, CancellationToken stop) =>
        commands.RunAsync<WatchAccountResponse>(command, async scope =>
        {
            var text = account.ToString();
            var row = await scope.Db.WatchedAccounts.SingleOrDefaultAsync(a => a.Account == text, scope.Stop);
            if (row is null || (balance && !row.Balance))
            {
                // Read by every change: of two at the same moment one decides again.
                var list = await scope.Db.WatchLists.SingleAsync(scope.Stop);
                if (Full(list, isNew: row is null, balance) is { } full)
                {
                    return full;
                }

                list.Version++;
                list.Accounts += row is null ? 1 : 0;
                list.Balances += balance ? 1 : 0;
                row ??= scope.Db.WatchedAccounts.Add(new() { Account = text, Balance = balance, Note = note, WatchedAt = scope.Now }).Entity;
                (row.Balance, row.Note) = (balance, row.Note.Length > 0 ? row.Note : note);
            }

            var balances = await BalancesAsync(scope.Db, [text], scope.Stop);
            return new WatchAccountResponse { Account = Message(row, balances[text]) };
        }, stop);

    /// <summary>Those of the settings first, then in the order in which they were added.</summary>
    public async Task<ListWatchedAccountsResponse> ListAsync(OffsetPage page, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var given = settings.Accounts.Select(a => a.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var added = await db.WatchedAccounts.Where(a => given.Contains(a.Account)).Select(a => a.Account).ToListAsync(stop);
        var only = given.Except(added, StringComparer.Ordinal).ToList();
        var first = only.Skip(page.Skip).Take(page.Size + 1).ToList();
        var rows = await db.WatchedAccounts.AsNoTracking().OrderBy(a => a.WatchedAt).ThenBy(a => a.Account)
            .Skip(Math.Max(0, page.Skip - only.Count)).Take(page.Size + 1 - first.Count).ToListAsync(stop);
        var balances = await BalancesAsync(db, [.. rows.Where(r => r.Balance).Select(r => r.Account)], stop);
        return new()
        {
            Accounts = { first.Select(Message).Concat(rows.Select(r => Message(r, balances[r.Account]))).Take(page.Size) },
            NextPageToken = page.Next(first.Count + rows.Count),
        };
    }

    private static Refusal? Full(WatchListRow list, bool isNew, bool balance) =>
        isNew && list.Accounts >= AccountsMax ? Full(AccountsMax, "accounts are watched", "Nothing is ever taken off the list.")
        : balance && list.Balances >= BalancesMax ? Full(BalancesMax, "accounts are watched with their balance", "Watch this one without: its transfers are told all the same.")
        : null;

    private static Refusal Full(int most, string what, string remedy) => new(RefusalKind.Exhausted, "WATCH_LIST_FULL", $"{most} {what}, and that is the most. {remedy}")
    {
        Facts = new Dictionary<string, string> { ["limit"] = $"{most}" },
    };

    /// <summary>What accounts hold, by chain. Every block since a chain's first look at an account was looked at, so what was told last is so at the checkpoint.</summary>
    private async Task<ILookup<string, WatchedBalance>> BalancesAsync(WatcherDb db, string[] accounts, CancellationToken stop)
    {
        var rows = accounts.Length == 0 ? [] : await db.WatchedBalances.AsNoTracking().Where(b => accounts.Contains(b.Account))
            .Join(db.Chains, b => b.ChainId, c => c.Id, (b, c) => new { b.Account, b.Free, Chain = c }).ToListAsync(stop);
        return rows
            .Join(settings.Chains, r => r.Chain.Name, c => c.Name, (r, c) => (Row: r, Settings: c)) // A chain that is followed no more is not looked at.
            .OrderBy(p => p.Row.Chain.Name, StringComparer.Ordinal)
            .ToLookup(p => p.Row.Account, p => new WatchedBalance
            {
                Chain = p.Row.Chain.Name,
                Free = p.Row.Free,
                BlockNumber = (uint)p.Row.Chain.BlockNumber,
                BlockHash = Hex.Encode(p.Row.Chain.BlockHash),
                BlockTime = p.Row.Chain.BlockTime is { } at ? Timestamp.FromDateTimeOffset(at) : null,
                Token = new() { Symbol = p.Settings.Token, Decimals = (uint)p.Settings.Decimals },
            });
    }

    private static WatchedAccount Message(string given) => new() { Account = given, FromSettings = true };

    private static WatchedAccount Message(WatchedAccountRow row, IEnumerable<WatchedBalance> balances) => new()
    {
        Account = row.Account,
        Balance = row.Balance,
        Note = row.Note,
        WatchedAt = Timestamp.FromDateTimeOffset(row.WatchedAt),
        Balances = { balances },
    };
}
