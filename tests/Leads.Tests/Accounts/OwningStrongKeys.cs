using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Grpc.Core;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Leads.Tests.Accounts;

public sealed class OwningStrongKeys(LeadsWorld world)
{
    public static TheoryData<AccountKey, AccountKey> TwoWaysToWriteOneKey()
    {
        var word = AccountWorld.Unique();
        var hash = AccountWorld.Genesis().Value;
        return new()
        {
            { AccountWorld.Domain($"{word}.xyz"), AccountWorld.Domain($"https://www.{word.ToUpperInvariant()}.XYZ/about") },
            { AccountWorld.Domain($"bücher-{word}.xyz"), AccountWorld.Domain($"BÜCHER-{word}.xyz") },
            { new() { Kind = AccountKeyKind.Repository, Value = $"github.com/{word}/rollup" }, new() { Kind = AccountKeyKind.Repository, Value = $"git@github.com:{word}/Rollup.git" } },
            { new() { Kind = AccountKeyKind.GenesisHash, Value = hash }, new() { Kind = AccountKeyKind.GenesisHash, Value = "0x" + hash[2..].ToUpperInvariant() } },
            { AccountWorld.Para("kusama", 77_001), AccountWorld.Para("Kusama", 77_001) },
        };
    }

    [Theory]
    [MemberData(nameof(TwoWaysToWriteOneKey))]
    public async Task A_key_blocks_a_second_account_however_it_is_written_and_the_first_is_named(AccountKey first, AccountKey second)
    {
        var account = await world.WithAsync(first);
        var lead = await world.LeadAsync(account);
        var claimed = (await world.Leads().ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = lead.LeadId }, world.AsRita())).Lead;

        var refusal = await LeadsWorld.RefusedAsync(world.Leads(1).CreateAccountAsync(AccountWorld.Request("Somebody else", second), world.Staff.As(Staff.Person("Paul", Role.Partner))).ResponseAsync);
        Assert.Equal(("ACCOUNT_EXISTS", RefusalKind.AlreadyExists), (refusal.Reason, refusal.Kind));
        Assert.Equal((account.AccountId, account.Number, account.Name, world.Rita.Name), (refusal.Facts["account_id"], refusal.Facts["account_number"], refusal.Facts["account_name"], refusal.Facts["owner_name"]));
        Assert.All([account.Number, account.Name, $"{account.CreatedAt.ToDateTimeOffset():d MMMM yyyy}", $"{world.Rita.Name} works it since {claimed.ClaimedAt.ToDateTimeOffset():d MMMM yyyy}"],
            part => Assert.Contains(part, refusal.Message, StringComparison.Ordinal));

        var other = await world.WithAsync();
        Assert.Equal("ACCOUNT_EXISTS", (await LeadsWorld.RefusedAsync(AddAsync(other, second))).Reason);
        Assert.Equal(other.Version, (await world.GetAsync(other.AccountId)).Version);
    }

    [Fact]
    public async Task An_account_that_nobody_works_says_so()
    {
        var key = AccountWorld.Genesis();
        await world.WithAsync(key);
        var refusal = await LeadsWorld.RefusedAsync(world.WithAsync(key));
        Assert.Contains("nobody works it yet", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("owner_name", refusal.Facts.Keys);
    }

    [Fact]
    public async Task Of_a_hundred_that_are_entered_at_once_with_one_key_between_them_exactly_one_is()
    {
        // Each has a key of its own as well: what a loser brought must not be left behind.
        var shared = AccountWorld.Para();
        var own = Enumerable.Range(0, 100).Select(_ => AccountWorld.Domain()).ToList();
        var results = await Task.WhenAll(own.Select(async (key, i) =>
        {
            try
            {
                return (await world.Leads(i).CreateAccountAsync(AccountWorld.Request($"Twin {i} {AccountWorld.Unique()}", key, shared), world.AsRita())).Account;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
            {
                return null;
            }
        }));

        var winner = Assert.Single(results, r => r is not null)!;
        Assert.Equal(winner.AccountId, $"{await world.ScalarAsync<Guid>($"select account_id from leads.account_keys where value = '{shared.Value}' and network = 'polkadot'")}");
        Assert.Equal(1, await world.ScalarAsync<long>($"select count(*) from leads.account_keys where value in ({string.Join(", ", own.Select(k => $"'{k.Value}'"))})"));
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from leads.accounts where name like 'Twin %'"));
    }

    [Fact]
    public async Task Of_thirty_accounts_that_add_one_key_at_once_exactly_one_has_it()
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => world.WithAsync()));
        var key = AccountWorld.Repository();
        var results = await Task.WhenAll(accounts.Select(async (a, i) =>
        {
            try
            {
                await AddAsync(a, key, i);
                return true;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.AlreadyExists)
            {
                return false;
            }
        }));
        Assert.Single(results, r => r);
        Assert.Equal(1, await world.ScalarAsync<long>($"select count(*) from leads.journal where type = 'coretimedesk.leads.AccountKeyAdded.v1' and payload::text like '%{key.Value}%'"));
    }

    [Fact]
    public async Task The_same_para_id_is_another_chain_on_another_network()
    {
        var (polkadot, kusama) = (await world.WithAsync(AccountWorld.Para("polkadot", 880_001)), await world.WithAsync(AccountWorld.Para("kusama", 880_001)));
        Assert.Equal(polkadot.ChainAccounts.Select(c => c.PublicKey).Order(), kusama.ChainAccounts.Select(c => c.PublicKey).Order());
        Assert.All(polkadot.ChainAccounts, c => Assert.Equal("polkadot", c.Network));
        Assert.All(kusama.ChainAccounts, c => Assert.Equal("kusama", c.Network));
    }

    [Fact]
    public async Task The_accounts_of_a_para_come_and_go_with_it()
    {
        var account = await world.WithAsync();
        var key = AccountWorld.Para();
        var id = uint.Parse(key.Value);
        var with = (await AddAsync(account, key)).Account;
        Assert.Equal(
            [Substrate.SovereignAccounts.Child(id).ToString(), Substrate.SovereignAccounts.Sibling(id).ToString()],
            with.ChainAccounts.Select(c => c.PublicKey));
        Assert.All(with.ChainAccounts, c => Assert.Equal(V1.HowVerified.ParaSovereign, c.How));

        var sovereign = with.ChainAccounts[0].Address;
        Assert.Equal("PARA_ACCOUNT", (await LeadsWorld.RefusedAsync(world.Leads().RemoveChainAccountAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Address = sovereign }, world.AsRita()).ResponseAsync)).Reason);
        var byHand = await LeadsWorld.RefusedAsync(world.Leads().AddChainAccountAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = (await world.WithAsync()).AccountId, Address = sovereign, How = V1.HowVerified.Declared, Declaration = "Ada, by mail" }, world.AsRita()).ResponseAsync);
        Assert.Contains($"para {id}", byHand.Message, StringComparison.Ordinal);

        var without = (await world.Leads().RemoveAccountKeyAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Key = key }, world.AsRita())).Account;
        Assert.Empty(without.ChainAccounts);
        Assert.Empty(without.Keys);
        Assert.Equal(without, await world.GetAsync(account.AccountId));

        // Free again, for whoever it really is.
        Assert.Equal(key.Value, Assert.Single((await world.WithAsync(key)).Keys).Value);
        Assert.Equal(
            ["AccountCreated", "AccountKeyAdded", "ChainAccountNoted", "ChainAccountNoted", "AccountKeyRemoved", "ChainAccountRemoved", "ChainAccountRemoved"],
            await world.EventsOfAsync(account.AccountId));
    }

    [Fact]
    public async Task Every_key_that_is_wrong_is_named_by_its_place()
    {
        var refusal = await LeadsWorld.RefusedAsync(world.WithAsync(
            AccountWorld.Domain("localhost"), AccountWorld.Domain(), new() { Kind = AccountKeyKind.ParaId, Network = "polkadott", Value = "2000" }, new() { Value = "x" },
            new() { Kind = AccountKeyKind.ChainAccount, Value = AccountWorld.Address() }));
        Assert.Equal(["keys[0].value", "keys[2].network", "keys[3].kind", "keys[4].value"], refusal.Fields.Select(f => f.Field));
    }

    private async Task<AddAccountKeyResponse> AddAsync(Account account, AccountKey key, int replica = 0) =>
        await world.Leads(replica).AddAccountKeyAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Key = key }, world.AsRita());
}
