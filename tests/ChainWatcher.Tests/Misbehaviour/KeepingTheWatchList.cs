using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Substrate;
using Grpc.Core;

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>The list itself: what is taken, how much, and that nothing is ever taken back.</summary>
public sealed class KeepingTheWatchList(ReplayFixture fixture)
{
    private static readonly WorldOptions Quiet = new() { At = 5 };

    [Fact]
    public async Task Repeats_change_nothing_and_a_balance_may_be_added_later_and_is_never_taken_back()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, Quiet);
        var first = await world.WatchAccountAsync(Made(1), balance: false, note: "a buyer");
        Assert.Equal(first, await world.WatchAccountAsync(Made(1), balance: false, note: "somebody else"));
        Assert.Equal(first, await world.WatchAccountAsync(AccountId32.Parse(Made(1)).ToSs58(0), balance: false));

        var more = await world.WatchAccountAsync(Made(1));
        Assert.Equal((true, "a buyer", first.WatchedAt), (more.Balance, more.Note, more.WatchedAt));
        more.Balances.Clear();
        var again = await world.WatchAccountAsync(Made(1), balance: false);
        again.Balances.Clear();
        Assert.Equal(more, again);

        // The same call again, word for word, is answered as it was.
        var request = new WatchAccountRequest { RequestId = ReplayWorld.NewId(), Account = Made(2), Note = "once" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => (await world.Watcher.WatchAccountAsync(request, await world.AsAdaAsync())).Account));
        Assert.Single(answers.Distinct());
        Assert.Equal("2 1", Assert.Single(await FactTable.LinesAsync(world.Database, "select accounts || ' ' || balances from chainwatcher.watch_list")));
    }

    [Fact]
    public async Task Accounts_of_the_settings_are_listed_first_until_a_call_names_them_and_pages_leave_nobody_out()
    {
        var given = AccountId32.Parse(Made(77)).ToSs58(42);
        await using var world = await ReplayWorld.StartAsync(fixture, Quiet with { Service = [("Watcher__WatchedAccounts__0", given), ("Watcher__WatchedAccounts__1", Made(50))] });
        for (var i = 1; i <= 5; i++)
        {
            await world.WatchAccountAsync(Made(i), balance: i == 3);
        }

        string[] expected = [$"{Made(50)} True", $"{Made(77)} True", .. Enumerable.Range(1, 5).Select(i => $"{Made(i)} False")];
        foreach (var size in new[] { 1, 2, 3, 7, 100 })
        {
            Assert.Equal(expected, (await world.WatchedAsync(size)).Select(a => $"{a.Account} {a.FromSettings}"));
        }

        await world.WatchAccountAsync(Made(77), note: "named");
        Assert.Equal([Made(50)], (await world.WatchedAsync(3)).Where(a => a.FromSettings).Select(a => a.Account));
        Assert.Equal(7, (await world.WatchedAsync(3)).Count);
    }

    [Fact]
    public async Task What_is_no_account_of_the_network_is_refused_by_field_and_says_why()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, Quiet with { Service = [("Watcher__Ss58Prefix", "42")] });
        var right = AccountId32.Parse(Made(9));
        async Task<string> RefusedAsync(string account, string note = "")
        {
            var refusal = await ReplayWorld.RefusalAsync(world.WatchAccountAsync(account, note: note));
            Assert.Equal(RefusalKind.Invalid, refusal.Kind);
            return string.Join(' ', refusal.Fields.Select(f => $"{f.Field} {f.Description}"));
        }

        Assert.Equal("account is no account: The address belongs to the network with prefix 2, not to the one with prefix 42.", await RefusedAsync(right.ToSs58(2)));
        Assert.StartsWith("account is missing", await RefusedAsync(""), StringComparison.Ordinal);
        Assert.StartsWith("account is no account: ", await RefusedAsync(Made(9)[..^1]), StringComparison.Ordinal);
        Assert.StartsWith("account is no account: ", await RefusedAsync(right.ToSs58(42)[..^1] + "1"), StringComparison.Ordinal);
        Assert.StartsWith("note ", await RefusedAsync(Made(9), new('x', 201)), StringComparison.Ordinal);
        Assert.Empty(await world.WatchedAsync());
        Assert.Equal($"{right}", (await world.WatchAccountAsync(right.ToSs58(42))).Account);
        Assert.Equal($"{right}", (await world.WatchAccountAsync(Made(9).ToUpperInvariant().Replace("0X", "0x", StringComparison.Ordinal))).Account);
        Assert.Equal("request_id", (await ReplayWorld.RefusalAsync(world.Watcher.WatchAccountAsync(new() { Account = Made(9) }, await world.AsAdaAsync()).ResponseAsync)).Fields.Single().Field);
    }

    [Fact]
    public async Task A_full_list_takes_nobody_more_however_many_come_at_once_and_those_on_it_stay()
    {
        await using var world = await ReplayWorld.StartAsync(fixture, Quiet);
        await world.WatchAccountAsync(Made(1), balance: false);
        await world.AdministerAsync("update chainwatcher.watch_list set version = version + 1, accounts = 9994, balances = 99");
        var outcomes = await Task.WhenAll(Enumerable.Range(2, 12).Select(async i =>
        {
            while (true)
            {
                try
                {
                    await world.WatchAccountAsync(Made(i), balance: false);
                    return "taken";
                }
                catch (RpcException e) when (Hosting.Refusals.ReasonOf(e) == "CONTENDED")
                {
                    // Many want the same row; whoever is told so tries again.
                }
                catch (RpcException e)
                {
                    return $"{e.StatusCode} {Hosting.Refusals.ReasonOf(e)}";
                }
            }
        }));
        Assert.Equal([.. Enumerable.Repeat("ResourceExhausted WATCH_LIST_FULL", 6), .. Enumerable.Repeat("taken", 6)], outcomes.Order());
        Assert.Equal(7, (await world.WatchedAsync()).Count);

        Assert.True((await world.WatchAccountAsync(Made(1))).Balance); // The last balance, of an account that is on the list.
        var other = (await world.WatchedAsync()).First(a => a.Account != Made(1)).Account;
        var full = await ReplayWorld.RefusalAsync(world.WatchAccountAsync(other));
        Assert.Equal((RefusalKind.Exhausted, "WATCH_LIST_FULL", "100"), (full.Kind, full.Reason, full.Facts["limit"]));
        Assert.False((await world.WatchAccountAsync(other, balance: false)).Balance);
        Assert.Equal("10000", (await ReplayWorld.RefusalAsync(world.WatchAccountAsync(Made(99), balance: false))).Facts["limit"]);
    }

    private static string Made(int number) => $"0x{number:x64}";
}
