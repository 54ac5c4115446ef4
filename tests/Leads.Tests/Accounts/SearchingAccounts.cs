using CoretimeDesk.Leads.V1;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Leads.Tests.Accounts;

public sealed class SearchingAccounts(LeadsWorld world)
{
    [Fact]
    public async Task An_account_is_found_by_everything_that_people_say_of_it()
    {
        var word = AccountWorld.Unique();
        var bytes = Blake2b.Hash256(System.Text.Encoding.UTF8.GetBytes(word));
        var address = AccountId32.FromBytes(bytes.AsSpan());
        var (para, genesis) = (AccountWorld.Para("kusama"), AccountWorld.Genesis());
        var account = (await world.Leads().CreateAccountAsync(
            AccountWorld.Request($"Zoë {word} Chain", AccountWorld.Domain($"{word}.xyz"), new() { Kind = AccountKeyKind.Repository, Value = $"github.com/team/{word}-node" }, para, genesis), world.AsRita())).Account;
        await world.Leads().AddChainAccountAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Address = address.ToSs58(2), How = V1.HowVerified.Unverified }, world.AsRita());

        foreach (var (query, matched) in new (string, string)[]
        {
            (account.Number, account.Number.ToLowerInvariant()), (account.Number.ToLowerInvariant(), account.Number.ToLowerInvariant()),
            ($"zoe {word} chain", $"zoe {word} chain"), ($"ZOË {word}", $"zoe {word} chain"), ($"{word} ch", $"zoe {word} chain"), ($"  zoe   {word}", $"zoe {word} chain"),
            ($"{word}.xyz", $"{word}.xyz"), ($"https://www.{word.ToUpperInvariant()}.xyz/about", $"{word}.xyz"), ($"{word}.", $"{word}.xyz"),
            ($"git@github.com:team/{word}-node.git", $"github.com/team/{word}-node"), ($"{word}-no", $"github.com/team/{word}-node"),
            (para.Value, para.Value), ($"kusama/{para.Value}", $"kusama/{para.Value}"), (genesis.Value, genesis.Value), (genesis.Value[..20], genesis.Value),
            (address.ToSs58(2), address.ToString()), (address.ToSs58(0), address.ToString()), (address.ToString(), address.ToString()),
            (address.ToSs58(2)[..12], address.ToSs58(2).ToLowerInvariant()), (SovereignAccounts.Sibling(uint.Parse(para.Value)).ToSs58(42), SovereignAccounts.Sibling(uint.Parse(para.Value)).ToString()),
        })
        {
            var matches = (await world.Leads(1).SearchAccountsAsync(new() { Query = query }, world.AsRita())).Matches;
            var match = Assert.Single(matches, m => m.Account.AccountId == account.AccountId);
            Assert.True(matched == match.Matched, $"\"{query}\" matched {match.Matched}");
        }

        foreach (var query in new[] { "polkadot/" + para.Value, $"{word}x", $"%{word[2..5]}%", "_" + word[1..], $"{word[..5]}_{word[6..]}" })
        {
            Assert.DoesNotContain((await world.Leads().SearchAccountsAsync(new() { Query = query, PageSize = 200 }, world.AsRita())).Matches, m => m.Account.AccountId == account.AccountId);
        }
    }

    [Fact]
    public async Task Exact_comes_before_beginning_before_part_and_pages_cover_each_once()
    {
        var word = AccountWorld.Unique();
        foreach (var name in new[] { $"the {word}", $"{word} one", word, $"{word} two", $"a {word} b", $"100% {word}" })
        {
            await world.Leads().CreateAccountAsync(AccountWorld.Request(name), world.AsRita());
        }

        var seen = new List<string>();
        var token = "";
        do
        {
            var page = await world.Leads().SearchAccountsAsync(new() { Query = word, PageSize = 2, PageToken = token }, world.AsRita());
            seen.AddRange(page.Matches.Select(m => m.Matched));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        Assert.Equal([word, $"{word} one", $"{word} two", $"100% {word}", $"a {word} b", $"the {word}"], seen);
    }

    [Fact]
    public async Task A_name_that_is_changed_is_found_by_the_new_one_alone()
    {
        var account = await world.WithAsync();
        var word = AccountWorld.Unique();
        await world.Leads().EditAccountAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, UpdateMask = new() { Paths = { "name" } }, Name = word }, world.AsRita());
        Assert.Single((await world.Leads().SearchAccountsAsync(new() { Query = word }, world.AsRita())).Matches);
        Assert.Empty((await world.Leads().SearchAccountsAsync(new() { Query = account.Name }, world.AsRita())).Matches);
    }

    [Theory]
    [InlineData("", "query")]
    [InlineData("  ", "query")]
    public async Task A_search_needs_something_to_search_for(string query, string field) =>
        Assert.Equal(field, (await LeadsWorld.RefusedAsync(world.Leads().SearchAccountsAsync(new() { Query = query }, world.AsRita()).ResponseAsync)).Fields.Single().Field);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AAAA")]
    [InlineData("MDE5YzA3ZjMtNzAwMC03MDAwLTgwMDAtMDAwMDAwMDAwMDAwOXh4")]
    public async Task A_token_that_no_list_handed_out_is_refused(string token) =>
        Assert.Equal("page_token", (await LeadsWorld.RefusedAsync(world.Leads().SearchAccountsAsync(new() { Query = "aleph", PageToken = token }, world.AsRita()).ResponseAsync)).Fields.Single().Field);

    [Theory]
    [InlineData("🚀")]
    [InlineData("🚀🌙🪐")]
    [InlineData("\U0010FFFF")]
    [InlineData("'; drop table leads.accounts; --")]
    [InlineData("\\")]
    public async Task Strange_text_is_text(string query)
    {
        var account = (await world.Leads().CreateAccountAsync(AccountWorld.Request($"{query}{AccountWorld.Unique()}"), world.AsRita())).Account;
        Assert.Contains((await world.Leads().SearchAccountsAsync(new() { Query = query, PageSize = 200 }, world.AsRita())).Matches, m => m.Account.AccountId == account.AccountId);
    }
}
