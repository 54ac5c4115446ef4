using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Tests.Merging;

/// <summary>Hundreds of operations at random beside a model of what should be, over the network to two replicas.</summary>
public sealed class MergingAtRandom(LeadsWorld world, ITestOutputHelper output)
{
    private const int Operations = 400;
    private readonly List<Known> _accounts = [];
    private readonly List<(string Merge, Known Survivor, Known Absorbed, HashSet<string> Leads, HashSet<string> Contacts, HashSet<string> Keys)> _standing = [];
    private readonly Dictionary<string, AccountKey> _keys = [];
    private int _merges;

    /// <summary>An account as the model has it.</summary>
    private sealed class Known(Account account)
    {
        public Account Account { get; } = account;

        public Known? Into { get; set; }

        public HashSet<string> Leads { get; } = [];

        public HashSet<string> Contacts { get; } = [];

        public HashSet<string> Keys { get; } = [];

        public Known Live => Into?.Live ?? this;
    }

    [Fact]
    public async Task No_contact_or_lead_is_lost_or_doubled_and_every_strong_key_has_one_live_owner()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < Operations; i++)
        {
            try
            {
                await StepAsync(random, i);
                if (i % 100 == 99)
                {
                    await CompareAsync(random);
                }
            }
            catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
            {
                throw new InvalidOperationException($"seed {seed}, operation {i}", e);
            }
        }

        output.WriteLine($"{_accounts.Count} accounts, {_accounts.Count(a => a.Into is not null)} of them merged in the end, {_merges} merges; {_keys.Count} keys");
        Assert.True(_merges > 0); // All of them may have been undone in the end.
    }

    private async Task StepAsync(Random random, int i)
    {
        if (_accounts.Count < 4 || random.Next(100) < 8)
        {
            _accounts.Add(new((await world.Leads(i).CreateAccountAsync(AccountWorld.Request(AccountWorld.Unique()), world.AsRita())).Account));
            return;
        }

        // Any account, merged or not: what is added goes to whatever it is part of.
        var account = _accounts[random.Next(_accounts.Count)];
        switch (random.Next(100))
        {
            case < 20:
                account.Live.Leads.Add((await world.LeadAsync(account.Account, $"{i}")).LeadId);
                break;
            case < 40:
                account.Live.Contacts.Add(await world.ContactAsync(account.Account, $"Person {i}"));
                break;
            case < 60:
                await AddKeyAsync(random, account, i);
                break;
            case < 65 when account.Into is null && account.Keys.Count > 0:
                var gone = account.Keys.First();
                await world.Leads(i).RemoveAccountKeyAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.Account.AccountId, Key = _keys[gone] }, world.AsRita());
                account.Keys.Remove(gone);
                break;
            case < 83:
                await MergeAsync(account, _accounts[random.Next(_accounts.Count)]);
                break;
            case < 97 when _standing.Count > 0:
                await UndoAsync(_standing[random.Next(_standing.Count)], i);
                break;
            default:
                Assert.Equal(account.Live.Account.AccountId, (await world.GetAsync(account.Account.Number)).AccountId);
                break;
        }
    }

    private async Task AddKeyAsync(Random random, Known account, int i)
    {
        // Often one that somebody has.
        var key = _keys.Count > 0 && random.Next(3) == 0 ? _keys.Values.ElementAt(random.Next(_keys.Count)) : random.Next(2) == 0 ? AccountWorld.Domain() : AccountWorld.Para();
        var name = $"{key.Network}/{key.Value}";
        var reason = await ReasonAsync(world.Leads(i).AddAccountKeyAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.Account.AccountId, Key = key }, world.AsRita()).ResponseAsync);
        var owner = _accounts.FirstOrDefault(a => a.Keys.Contains(name));
        Assert.Equal(account.Into is not null ? "ACCOUNT_MERGED" : owner is not null && owner != account ? "ACCOUNT_EXISTS" : null, reason);
        if (reason is null)
        {
            _keys[name] = key;
            account.Keys.Add(name);
        }
    }

    private async Task MergeAsync(Known survivor, Known absorbed)
    {
        if (survivor == absorbed || survivor.Into is not null || absorbed.Into is not null)
        {
            Assert.NotNull(await ReasonAsync(world.PreviewAsync(survivor.Account, absorbed.Account)));
            return;
        }

        var merge = await world.MergeAsync(survivor.Account, absorbed.Account);
        _merges++;
        _standing.Add((merge.Merge.MergeId, survivor, absorbed, [.. absorbed.Leads], [.. absorbed.Contacts], [.. absorbed.Keys]));
        survivor.Leads.UnionWith(absorbed.Leads);
        survivor.Contacts.UnionWith(absorbed.Contacts);
        survivor.Keys.UnionWith(absorbed.Keys);
        absorbed.Leads.Clear();
        absorbed.Contacts.Clear();
        absorbed.Keys.Clear();
        absorbed.Into = survivor;
    }

    private async Task UndoAsync((string Merge, Known Survivor, Known Absorbed, HashSet<string> Leads, HashSet<string> Contacts, HashSet<string> Keys) merge, int i)
    {
        var at = _standing.IndexOf(merge);
        var later = _standing.Skip(at + 1).Any(m => m.Survivor == merge.Survivor || m.Absorbed == merge.Survivor);
        var reason = await ReasonAsync(world.UndoAsync(new() { MergeId = merge.Merge }, i));
        Assert.Equal(later ? "MERGE_UNDO_ORDER" : null, reason);
        if (reason is null)
        {
            Back(merge.Survivor.Leads, merge.Absorbed.Leads, merge.Leads);
            Back(merge.Survivor.Contacts, merge.Absorbed.Contacts, merge.Contacts);

            // A key that was removed since stays so, even where it was added again elsewhere.
            Back(merge.Survivor.Keys, merge.Absorbed.Keys, merge.Keys);
            merge.Absorbed.Into = null;
            _standing.RemoveAt(at);
        }

        static void Back(HashSet<string> from, HashSet<string> to, HashSet<string> moved)
        {
            to.UnionWith(moved.Where(from.Contains));
            from.ExceptWith(moved);
        }
    }

    private async Task CompareAsync(Random random)
    {
        // All of it in the tables, at one instant; some of it as people see it.
        var live = _accounts.Where(a => a.Into is null).ToDictionary(a => a.Account.AccountId);
        var ids = string.Join(", ", live.Keys.Select(k => $"'{k}'"));
        Same(a => a.Leads, await PairsAsync($"select array_agg(account_id || '=' || id) from leads.leads where account_id in ({ids})"));
        Same(a => a.Contacts, await PairsAsync($"select array_agg(account_id || '=' || id) from leads.contacts where account_id in ({ids})"));
        Same(a => a.Keys, await PairsAsync($"select array_agg(account_id || '=' || network || '/' || value) from leads.account_keys where account_id in ({ids})"));
        Assert.Equal(
            2 * _keys.Where(k => k.Value.Kind == AccountKeyKind.ParaId).Count(k => live.Values.Any(a => a.Keys.Contains(k.Key))),
            await world.ScalarAsync<long>($"select count(*) from leads.chain_accounts where account_id in ({ids})"));
        foreach (var account in _accounts.OrderBy(_ => random.Next()).Take(8))
        {
            var found = await world.GetAsync(account.Account.AccountId);
            Assert.Equal(account.Live.Account.AccountId, found.AccountId);
            Assert.Equal(account.Live.Keys.Order(), found.Keys.Select(k => $"{k.Network}/{k.Value}").Order());
            Assert.Contains(found.AccountId, (await world.Leads().SearchAccountsAsync(new() { Query = account.Account.Name }, world.AsRita())).Matches.Select(m => m.Account.AccountId));
        }

        void Same(Func<Known, HashSet<string>> model, string[] stored) =>
            Assert.Equal(live.SelectMany(a => model(a.Value).Select(m => $"{a.Key}={m}")).Order(StringComparer.Ordinal), stored.Order(StringComparer.Ordinal));

        async Task<string[]> PairsAsync(string sql) => await world.ScalarAsync<string[]>(sql.Replace("array_agg(", "coalesce(array_agg(", StringComparison.Ordinal).Replace(") from", "), '{}') from", StringComparison.Ordinal));

        // And in the database itself, which knows no model: no part belongs to a merged account.
        Assert.Equal(0, await world.ScalarAsync<long>("""
            select (select count(*) from leads.leads l join leads.accounts a on a.id = l.account_id where a.merged_into_id is not null)
                + (select count(*) from leads.contacts c join leads.accounts a on a.id = c.account_id where a.merged_into_id is not null)
                + (select count(*) from leads.account_keys k join leads.accounts a on a.id = k.account_id where a.merged_into_id is not null)
                + (select count(*) from leads.search_terms t join leads.accounts a on a.id = t.account_id where a.merged_into_id is not null)
            """));
    }

    private static async Task<string?> ReasonAsync(Task call)
    {
        try
        {
            await call;
            return null;
        }
        catch (RpcException e) when (Hosting.Refusals.RefusalOf(e) is { } refusal)
        {
            return refusal.Reason;
        }
    }
}
