using CoretimeDesk.ChainWatcher.V1;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>Accounts that the watcher is told to watch, and what it tells of them.</summary>
internal sealed partial class ReplayWorld
{
    /// <summary>Puts an account on the list, in any replica.</summary>
    public async Task<WatchedAccount> WatchAccountAsync(string account, bool balance = true, string note = "", int process = 0)
    {
        var client = _watcher is null ? new ChainWatcherService.ChainWatcherServiceClient(_processes[process].Channel) : Watcher;
        return (await client.WatchAccountAsync(new() { RequestId = NewId(), Account = account, Balance = balance, Note = note }, await AsAdaAsync())).Account;
    }

    /// <summary>The whole list, read in pages of that size.</summary>
    public async Task<IReadOnlyList<WatchedAccount>> WatchedAsync(int pageSize = 100)
    {
        var all = new List<WatchedAccount>();
        for (var token = ""; ;)
        {
            var page = await Watcher.ListWatchedAccountsAsync(new() { PageSize = pageSize, PageToken = token }, await AsAdaAsync());
            Assert.InRange(page.Accounts.Count, 0, pageSize);
            all.AddRange(page.Accounts);
            token = page.NextPageToken;
            if (token.Length == 0)
            {
                return all;
            }
        }
    }

    /// <summary>What was told of what an account holds, in the order of the journal: <c>45: 500 0 0 before 1000</c>.</summary>
    public async Task<IReadOnlyList<string>> BalancesAsync(string account) => await FactTable.LinesAsync(Database, $"""
        select (payload::jsonb->'origin'->>'blockNumber') || ': ' || (payload::jsonb->>'free') || ' ' || (payload::jsonb->>'reserved') || ' ' || (payload::jsonb->>'frozen')
            || coalesce(' before ' || (payload::jsonb->>'freeBefore'), '')
        from chainwatcher.journal where payload::jsonb->>'frozen' is not null and payload::jsonb->>'account' = '{account}' order by aggregate_id, version
        """);

    /// <summary>The transfers that were told, by block.</summary>
    public async Task<IReadOnlyList<long>> TransfersAsync()
    {
        var lines = await FactTable.LinesAsync(Database, "select block_number from chainwatcher.facts where type = 'BalanceTransferred' order by 1");
        return [.. lines.Select(l => long.Parse(l, null))];
    }

    /// <summary>Beside what is told of watched accounts, the facts are those of a watcher that watches none, up to a block.</summary>
    public async Task HasTheOtherFactsUpToAsync(uint block)
    {
        static bool IsOther(string row) => row.Split('|')[2] is not ("BalanceSeen" or "BalanceTransferred");
        var facts = await FactsAsync();
        Assert.Equal((await UndisturbedAsync()).UpTo(block).Rows, facts.Rows.Where(IsOther));
        await PublishesWhatItHasAsync(facts);
    }
}
