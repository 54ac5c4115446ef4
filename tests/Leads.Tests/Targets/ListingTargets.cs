using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Leads.Tests.Targets;

public sealed class ListingTargets(LeadsWorld world)
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    [Fact]
    public async Task F17_Every_target_has_a_source_a_score_with_reasons_and_a_reasoned_next_step()
    {
        var account = await world.WithAsync();
        var target = (await SetAsync(account, ("needs a core by spring", 70), ("pays for another chain until June", -15))).Target;
        Assert.Equal((V1.TargetSource.Research, 55u), (target.Source, target.FitScore));
        Assert.Equal([70, -15], target.FitReasons.Select(r => r.Points));

        var day = Today.AddDays(3);
        var planned = (await PlanAsync(account, "Show them the price curve", "Their lease ends soon", $"{day:yyyy-MM-dd}")).Account;
        Assert.Equal(("Show them the price curve", "Their lease ends soon", $"{day:yyyy-MM-dd}", world.Rita.Name),
            (planned.Target.NextStep.What, planned.Target.NextStep.Why, planned.Target.NextStep.On, planned.Target.NextStep.PlannedBy));
        Assert.Equal(planned, await world.GetAsync(account.AccountId));
        Assert.Equal(["AccountCreated", "AccountTargeted", "NextStepPlanned"], await world.EventsOfAsync(account.AccountId));
    }

    [Fact]
    public async Task F17_Every_account_without_a_next_step_is_visible_target_or_not()
    {
        var (plain, target, planned) = (await world.WithAsync(), await world.WithAsync(), await world.WithAsync());
        await SetAsync(target, ("fits", 97));
        await SetAsync(planned, ("fits", 98));
        await PlanAsync(planned, "Call", "They asked", $"{Today:yyyy-MM-dd}");

        var listed = await AllAsync(new() { WithoutNextStep = true, PageSize = 200 });
        Assert.Contains(plain.AccountId, listed);
        Assert.Contains(target.AccountId, listed);
        Assert.DoesNotContain(planned.AccountId, listed);
        Assert.True(listed.IndexOf(target.AccountId) < listed.IndexOf(plain.AccountId), "the better fit comes first");

        await world.Targets().FinishNextStepAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = planned.AccountId, Outcome = "Nobody answered" }, world.AsRita());
        Assert.Contains(planned.AccountId, await AllAsync(new() { WithoutNextStep = true, PageSize = 200 }));
        Assert.Equal("NO_NEXT_STEP", (await LeadsWorld.RefusedAsync(world.Targets().FinishNextStepAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = planned.AccountId, Outcome = "Again" }, world.AsRita()).ResponseAsync)).Reason);
    }

    [Fact]
    public async Task Targets_come_best_fit_first_page_by_page_and_each_once()
    {
        var scores = new[] { 3, 100, 50, 50, 50, 0, 7 };
        var accounts = new List<string>();
        foreach (var score in scores)
        {
            var account = (await world.Leads().CreateAccountAsync(new() { RequestId = LeadsWorld.NewId(), Name = AccountWorld.Unique(), Segment = V1.Segment.Enterprise, AnnualCorePeriods = 1 }, world.AsRita())).Account;
            accounts.Add(account.AccountId);
            await SetAsync(account, score == 0 ? [("for", 1), ("against", -1)] : [("fits", score)]);
        }

        var listed = (await AllAsync(new() { Segment = V1.Segment.Enterprise, PageSize = 2 })).Where(accounts.Contains).ToList();
        Assert.Equal(accounts.Order(), listed.Order());
        Assert.Equal(scores.OrderDescending(), listed.Select(id => scores[accounts.IndexOf(id)]));
        var good = (await AllAsync(new() { Segment = V1.Segment.Enterprise, FitScoreMin = 50, PageSize = 2 })).Where(accounts.Contains);
        Assert.Equal(4, good.Count());

        await world.Targets().DropTargetAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = accounts[1], Reason = "Bought elsewhere" }, world.AsRita());
        Assert.DoesNotContain(accounts[1], await AllAsync(new() { Segment = V1.Segment.Enterprise, PageSize = 200 }));
    }

    [Fact]
    public async Task A_step_that_was_due_before_today_is_overdue()
    {
        var (late, today) = (await world.WithAsync(), await world.WithAsync());
        await PlanAsync(late, "Call", "They asked", $"{Today.AddDays(2):yyyy-MM-dd}");
        await PlanAsync(today, "Call", "They asked", $"{Today.AddDays(1):yyyy-MM-dd}");
        await world.ScalarAsync<Guid>($"update leads.accounts set next_step_on = (now() at time zone 'utc')::date - 1 where id = '{late.AccountId}' returning id");
        var overdue = await AllAsync(new() { Overdue = true, PageSize = 200 });
        Assert.Contains(late.AccountId, overdue);
        Assert.DoesNotContain(today.AccountId, overdue);
    }

    [Fact]
    public async Task A_score_is_the_sum_of_its_reasons_and_stays_within_0_and_100()
    {
        var account = await world.WithAsync();
        Assert.Equal(["fit_reasons"], (await LeadsWorld.RefusedAsync(SetAsync(account))).Fields.Select(f => f.Field));
        Assert.Contains("add up to 101", (await LeadsWorld.RefusedAsync(SetAsync(account, ("a", 100), ("b", 1)))).Message, StringComparison.Ordinal);
        Assert.Contains("add up to -1", (await LeadsWorld.RefusedAsync(SetAsync(account, ("a", -1)))).Message, StringComparison.Ordinal);
        Assert.Equal(["fit_reasons[0].points"], (await LeadsWorld.RefusedAsync(SetAsync(account, ("a", 101)))).Fields.Select(f => f.Field));
        Assert.Equal(["fit_reasons[1].points"], (await LeadsWorld.RefusedAsync(SetAsync(account, ("a", 10), ("b", 0)))).Fields.Select(f => f.Field));
        Assert.Equal(1, (await world.GetAsync(account.AccountId)).Version);
    }

    [Theory]
    [InlineData("")]
    [InlineData("tomorrow")]
    [InlineData("30.11.2026")]
    [InlineData("2026-02-30")]
    [InlineData("1999-12-31")]
    [InlineData("2199-12-31")]
    public async Task A_next_step_has_a_day_that_is_still_to_come(string day) =>
        Assert.Equal("on", (await LeadsWorld.RefusedAsync(PlanAsync(await world.WithAsync(), "Call", "They asked", day))).Fields.Single().Field);

    private async Task<List<string>> AllAsync(ListTargetsRequest request)
    {
        var all = new List<string>();
        do
        {
            var page = await world.Targets(1).ListTargetsAsync(request, world.AsRita());
            Assert.True(page.Accounts.Count <= request.PageSize);
            all.AddRange(page.Accounts.Select(a => a.AccountId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        return all;
    }

    private async Task<Account> SetAsync(Account account, params (string Text, int Points)[] reasons) => (await world.Targets().SetTargetAsync(
        new()
        {
            RequestId = LeadsWorld.NewId(),
            AccountId = account.AccountId,
            Source = V1.TargetSource.Research,
            SourceDetail = "Listed by an explorer",
            FitReasons = { reasons.Select(r => new V1.FitReason { Text = r.Text, Points = r.Points }) },
        },
        world.AsRita())).Account;

    private async Task<PlanNextStepResponse> PlanAsync(Account account, string what, string why, string on) =>
        await world.Targets().PlanNextStepAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, What = what, Why = why, On = on }, world.AsRita());
}
