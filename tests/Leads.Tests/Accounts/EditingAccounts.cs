using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Leads.Tests.Accounts;

public sealed class EditingAccounts(LeadsWorld world)
{
    [Fact]
    public async Task Only_what_the_mask_names_is_changed_and_the_tier_follows()
    {
        var account = await world.WithAsync();
        var edited = (await EditAsync(account, e =>
        {
            e.UpdateMask = new() { Paths = { "annual_core_periods", "main_business_elsewhere", "ecosystems" } };
            (e.AnnualCorePeriods, e.MainBusinessElsewhere, e.Name) = (53, true, "not named by the mask");
            e.Ecosystems.Add([" Ethereum", "polkadot", "ethereum "]);
        })).Account;
        Assert.Equal((account.Name, 53u, V1.SizeTier.L, true, account.Version + 1), (edited.Name, edited.AnnualCorePeriods, edited.SizeTier, edited.MainBusinessElsewhere, edited.Version));
        Assert.Equal(["ethereum", "polkadot"], edited.Ecosystems);
        Assert.Equal(edited, await world.GetAsync(account.Number));
        var payload = await world.ScalarAsync<string>($"select payload::text from leads.journal where aggregate_id = '{account.AccountId}' and version = 2");
        Assert.Equal(["annual_core_periods", "main_business_elsewhere", "ecosystems"], AccountEdited.Parser.ParseJson(payload).ChangedFields);
    }

    [Fact]
    public async Task Asking_for_what_is_so_already_records_nothing()
    {
        var account = await world.WithAsync();
        var same = (await EditAsync(account, e =>
        {
            e.UpdateMask = new() { Paths = { "name", "is_dao" } };
            e.Name = account.Name;
        })).Account;
        Assert.Equal(account, same);
        Assert.Equal(["AccountCreated"], await world.EventsOfAsync(account.AccountId));
    }

    [Fact]
    public async Task Of_two_who_edit_what_they_saw_the_second_is_told()
    {
        var account = await world.WithAsync();
        await EditAsync(account, e => (e.UpdateMask, e.IsDao, e.ExpectedVersion) = (new() { Paths = { "is_dao" } }, true, account.Version));
        var refusal = await LeadsWorld.RefusedAsync(EditAsync(account, e => (e.UpdateMask, e.IsDao, e.ExpectedVersion) = (new() { Paths = { "is_dao" } }, false, account.Version)));
        Assert.Equal(("ACCOUNT_CHANGED", "2"), (refusal.Reason, refusal.Facts["version"]));
        Assert.True((await world.GetAsync(account.AccountId)).IsDao);
    }

    [Fact]
    public async Task Everything_wrong_with_an_edit_is_named()
    {
        var account = await world.WithAsync();
        Assert.Equal(["update_mask"], (await LeadsWorld.RefusedAsync(EditAsync(account, _ => { }))).Fields.Select(f => f.Field));
        var refusal = await LeadsWorld.RefusedAsync(EditAsync(account, e =>
        {
            e.UpdateMask = new() { Paths = { "number", "name", "segment" } };
            e.Name = new string('x', 201);
            e.ExpectedVersion = -1;
        }));
        Assert.Equal(["update_mask", "name", "segment", "expected_version"], refusal.Fields.Select(f => f.Field));
        refusal = await LeadsWorld.RefusedAsync(EditAsync(account, e =>
        {
            e.UpdateMask = new() { Paths = { "annual_core_periods", "ecosystems" } };
            e.Ecosystems.Add(["", new string('e', 41), "fine"]);
        }));
        Assert.Equal(["ecosystems[0]", "ecosystems[1]", "annual_core_periods"], refusal.Fields.Select(f => f.Field));
        Assert.Equal(account, await world.GetAsync(account.AccountId));
    }

    [Fact]
    public async Task An_account_is_found_by_its_number_in_any_case_and_one_that_is_not_there_is_named()
    {
        var account = await world.WithAsync(AccountWorld.Domain());
        Assert.Equal(account, await world.GetAsync($" {account.Number.ToLowerInvariant()} "));
        var refusal = await LeadsWorld.RefusedAsync(world.GetAsync("A-1999-000001"));
        Assert.Equal(RefusalKind.NotFound, refusal.Kind);
        Assert.Contains("A-1999-000001", refusal.Message, StringComparison.Ordinal);
    }

    private async Task<EditAccountResponse> EditAsync(Account account, Action<EditAccountRequest> edit)
    {
        var request = new EditAccountRequest { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId };
        edit(request);
        return await world.Leads().EditAccountAsync(request, world.AsRita());
    }
}
