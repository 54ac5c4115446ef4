using CoretimeDesk.Hosting;
using CoretimeDesk.Identity.V1;
using CoretimeDesk.Substrate;
using Grpc.Core;

namespace CoretimeDesk.Identity.Tests;

/// <summary>Chain accounts that people of the desk control: anybody adds their own, an account has one owner, and only an administrator takes one away.</summary>
public sealed class KnowingWhoControlsAnAccount(IdentityWorld world) : IClassFixture<IdentityWorld>
{
    [Fact]
    public async Task One_adds_and_sees_ones_own_accounts_oldest_first_in_whatever_form_they_are_written()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var (first, second) = (Made(), Made());
        var added = await AddAsync(rita, "", AccountId32.Parse(first).ToSs58(2), " commission payout ");
        await AddAsync(rita, rita.PersonId, second);

        Assert.Equal((rita.PersonId, first, "commission payout", rita.PersonId), (added.PersonId, added.Account, added.Note, added.AddedById));
        Assert.Equal([first, second], await AccountsAsync(rita, ""));
        Assert.Equal([first, second], await AccountsAsync(rita, rita.PersonId));
        Assert.Equal(["PersonAccountAdded", "PersonAccountAdded"], (await world.JournalAsync(rita.PersonId)).Where(t => t.StartsWith("PersonAccount", StringComparison.Ordinal)));
        Assert.Equal($"{rita.PersonId} {first}", await world.ScalarAsync<string>(
            "select (payload->>'personId') || ' ' || (payload->>'account') from identity.journal where aggregate_id = $1 and type like '%PersonAccountAdded%' order by version limit 1", Guid.Parse(rita.PersonId)));
    }

    [Fact]
    public async Task The_same_account_again_is_the_same_answer_and_no_event()
    {
        var (rita, account) = (await world.PersonAsync(Role.Rep), Made());
        var first = await AddAsync(rita, "", account, "old validator stash");
        Assert.Equal(first, await AddAsync(rita, "", account, "something else"));
        Assert.Equal(first, await AddAsync(world.Admin, rita.PersonId, AccountId32.Parse(account).ToSs58(42)));
        Assert.Single(await world.JournalAsync(rita.PersonId), t => t == "PersonAccountAdded");

        var request = new AddPersonAccountRequest { RequestId = IdentityWorld.Id(), Account = Made() };
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ => (await world.Client.AddPersonAccountAsync(request, rita.Headers)).Account));
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task An_account_of_another_person_is_refused_and_whose_it_is_only_those_learn_who_may_see_it()
    {
        var (rita, otto, account) = (await world.PersonAsync(Role.Rep), await world.PersonAsync(Role.Rep), Made());
        await AddAsync(rita, "", account);

        var refused = await RefusedAsync(otto, "", account);
        Assert.Equal((RefusalKind.AlreadyExists, "ACCOUNT_OF_ANOTHER", account), (refused.Kind, refused.Reason, refused.Facts["account"]));
        Assert.DoesNotContain("person_id", refused.Facts.Keys);
        Assert.DoesNotContain(rita.PersonId, refused.Message, StringComparison.Ordinal);
        Assert.Equal(rita.PersonId, (await RefusedAsync(world.Admin, otto.PersonId, account)).Facts["person_id"]);
        Assert.Empty(await AccountsAsync(otto, ""));
    }

    [Fact]
    public async Task Of_many_who_claim_an_account_at_once_one_gets_it()
    {
        IdentityService.IdentityServiceClient[] replicas = [world.Client, await world.ReplicaAsync()];
        var people = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.PersonAsync(Role.Partner)));
        for (var round = 0; round < 3; round++)
        {
            var account = Made();
            var outcomes = await Task.WhenAll(people.Select(async (p, i) =>
            {
                try
                {
                    await replicas[i % 2].AddPersonAccountAsync(new() { RequestId = IdentityWorld.Id(), Account = account }, p.Headers);
                    return "added";
                }
                catch (RpcException e)
                {
                    return Refusals.ReasonOf(e);
                }
            }));
            Assert.Equal(["ACCOUNT_OF_ANOTHER", "ACCOUNT_OF_ANOTHER", "ACCOUNT_OF_ANOTHER", "added"], outcomes.Order());
            var owners = await Task.WhenAll(people.Select(p => AccountsAsync(p, "")));
            Assert.Single(owners, o => o.Contains(account));
        }
    }

    [Fact]
    public async Task For_others_only_an_administrator_adds_and_removes_and_a_removed_account_may_become_anybodys()
    {
        var (rita, otto, account) = (await world.PersonAsync(Role.Rep), await world.PersonAsync(Role.HeadOfSales, Role.BudgetHolder), Made());
        Assert.Equal("ONLY_ADMINISTRATORS", (await RefusedAsync(otto, rita.PersonId, account)).Reason);
        Assert.Equal("ONLY_ADMINISTRATORS", (await RefusedAsync(otto, IdentityWorld.Id(), account)).Reason); // And learns nothing of who exists.
        Assert.Equal(world.Admin.PersonId, (await AddAsync(world.Admin, rita.PersonId, account)).AddedById);

        var own = await Assert.ThrowsAsync<RpcException>(async () => await world.Client.RemovePersonAccountAsync(Removal(rita, account), rita.Headers));
        Assert.Equal("ROLE_MISSING", Refusals.ReasonOf(own)); // A seller could hide an account.
        var removal = Removal(rita, AccountId32.Parse(account).ToSs58(0));
        await world.Client.RemovePersonAccountAsync(removal, world.Admin.Headers);
        await world.Client.RemovePersonAccountAsync(removal, world.Admin.Headers);
        Assert.Empty(await AccountsAsync(rita, ""));
        Assert.Equal(["PersonAccountAdded", "PersonAccountRemoved"], (await world.JournalAsync(rita.PersonId)).TakeLast(2));

        var gone = await IdentityWorld.RefusedAsync(world.Client.RemovePersonAccountAsync(Removal(rita, account), world.Admin.Headers));
        Assert.Equal((RefusalKind.NotFound, account), (gone.Kind, gone.Facts["account"]));
        await AddAsync(otto, "", account);
        Assert.Equal([account], await AccountsAsync(otto, ""));
        var others = await IdentityWorld.RefusedAsync(world.Client.RemovePersonAccountAsync(Removal(rita, account), world.Admin.Headers)); // It is not hers any more.
        Assert.Equal(RefusalKind.NotFound, others.Kind);
    }

    [Fact]
    public async Task Accounts_of_others_are_seen_by_the_administrator_the_budget_holder_and_services_only()
    {
        var (rita, account) = (await world.PersonAsync(Role.Rep), Made());
        await AddAsync(rita, "", account);
        foreach (var role in RoleNames.All)
        {
            var caller = await world.PersonAsync(role);
            if (role is Role.Administrator or Role.BudgetHolder or Role.Service)
            {
                Assert.Equal([account], await AccountsAsync(caller, rita.PersonId));
                Assert.Equal(RefusalKind.NotFound, (await IdentityWorld.RefusedAsync(world.Client.ListPersonAccountsAsync(new() { PersonId = IdentityWorld.Id() }, caller.Headers))).Kind);
            }
            else
            {
                Assert.Equal("ACCOUNTS_OF_OTHERS", (await IdentityWorld.RefusedAsync(world.Client.ListPersonAccountsAsync(new() { PersonId = rita.PersonId }, caller.Headers))).Reason);
                Assert.Equal("ACCOUNTS_OF_OTHERS", (await IdentityWorld.RefusedAsync(world.Client.ListPersonAccountsAsync(new() { PersonId = IdentityWorld.Id() }, caller.Headers))).Reason);
            }
        }
    }

    [Fact]
    public async Task What_is_no_account_or_no_person_is_refused_by_field()
    {
        var address = AccountId32.Parse(Made()).ToSs58(42);
        async Task<string> FieldsAsync(string account, string person = "", string note = "") =>
            string.Join(' ', (await IdentityWorld.RefusedAsync(world.Client.AddPersonAccountAsync(new() { RequestId = IdentityWorld.Id(), PersonId = person, Account = account, Note = note }, world.Admin.Headers))).Fields.Select(f => f.Field));
        Assert.Equal("account", await FieldsAsync(""));
        Assert.Equal("account", await FieldsAsync("0x1234"));
        Assert.Equal("account", await FieldsAsync(address[..^1] + (address[^1] == 'x' ? 'y' : 'x')));
        Assert.Equal("person_id note account", await FieldsAsync("Rita", "Rita", new('x', 201)));
        Assert.Equal("person_id account", string.Join(' ', (await IdentityWorld.RefusedAsync(world.Client.RemovePersonAccountAsync(new() { RequestId = IdentityWorld.Id() }, world.Admin.Headers))).Fields.Select(f => f.Field)));
        Assert.Equal(RefusalKind.NotFound, (await RefusedAsync(world.Admin, IdentityWorld.Id(), Made())).Kind);
    }

    [Fact]
    public async Task A_person_has_a_hundred_accounts_at_most()
    {
        var rita = await world.PersonAsync(Role.Rep);
        var first = await AddAsync(rita, "", Made());
        await world.ScalarAsync<long>(
            """
            with more as (insert into identity.person_accounts (account, person_id, note, added_by_id, added_at)
                select '0x' || lpad(to_hex(n), 8, '0') || substr($2, 11), $1, '', $1, now() from generate_series(1, 99) n returning 1)
            select count(*) from more
            """, Guid.Parse(rita.PersonId), first.Account);
        var full = await RefusedAsync(rita, "", Made());
        Assert.Equal((RefusalKind.Exhausted, "PERSON_ACCOUNTS_FULL", "100"), (full.Kind, full.Reason, full.Facts["limit"]));
        Assert.Equal(first, await AddAsync(rita, "", first.Account)); // A repeat is none more.
    }

    private static string Made() => $"0x{Convert.ToHexStringLower(Guid.NewGuid().ToByteArray())}{Convert.ToHexStringLower(Guid.NewGuid().ToByteArray())}";

    private static RemovePersonAccountRequest Removal(User whose, string account) => new() { RequestId = IdentityWorld.Id(), PersonId = whose.PersonId, Account = account };

    private async Task<PersonAccount> AddAsync(User by, string person, string account, string note = "") =>
        (await world.Client.AddPersonAccountAsync(new() { RequestId = IdentityWorld.Id(), PersonId = person, Account = account, Note = note }, by.Headers)).Account;

    private Task<Refusal> RefusedAsync(User by, string person, string account) =>
        IdentityWorld.RefusedAsync(world.Client.AddPersonAccountAsync(new() { RequestId = IdentityWorld.Id(), PersonId = person, Account = account }, by.Headers));

    private async Task<IReadOnlyList<string>> AccountsAsync(User by, string person) =>
        [.. (await world.Client.ListPersonAccountsAsync(new() { PersonId = person }, by.Headers)).Accounts.Select(a => a.Account)];
}
