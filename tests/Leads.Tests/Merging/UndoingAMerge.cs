using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.V1;
using Grpc.Core;

namespace CoretimeDesk.Leads.Tests.Merging;

public sealed class UndoingAMerge(LeadsWorld world)
{
    [Fact]
    public async Task Both_accounts_are_as_they_were_and_everything_is_where_it_was()
    {
        var (survivor, absorbed) = (await world.WithAsync(AccountWorld.Domain(), AccountWorld.Para()), await world.WithAsync(AccountWorld.Genesis(), AccountWorld.Para()));
        await world.Targets().SetTargetAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = absorbed.AccountId, Source = V1.TargetSource.Chain, FitReasons = { new V1.FitReason { Text = "buys on demand", Points = 60 } } }, world.AsRita());
        await world.Targets().PlanNextStepAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = absorbed.AccountId, What = "Call", Why = "They asked", On = $"{DateTime.UtcNow.AddDays(9):yyyy-MM-dd}" }, world.AsRita());
        (survivor, absorbed) = (await world.GetAsync(survivor.AccountId), await world.GetAsync(absorbed.AccountId));
        var (kept, moved) = (await world.LeadAsync(survivor), await world.LeadAsync(absorbed));
        var (ada, bob) = (await world.ContactAsync(survivor, "Ada"), await world.ContactAsync(absorbed, "Bob"));

        var merge = await world.MergeAsync(survivor, absorbed, new FieldChoice { Field = "name", Side = V1.Side.Absorbed });
        Assert.Equal(("Call", 60u), (merge.Survivor.Target.NextStep.What, merge.Survivor.Target.FitScore));
        var undone = await world.UndoAsync(merge.Merge);
        Assert.Empty(undone.ChangedSince);
        Assert.Equal(AccountWorld.Tina.Name, undone.Merge.UndoneBy);
        foreach (var (before, told) in new[] { (survivor, undone.Survivor), (absorbed, undone.Restored) })
        {
            var now = await world.GetAsync(before.AccountId);
            Assert.Equal(now, told);
            Assert.True(now.Version > before.Version);
            now.Version = before.Version;
            Assert.Equal(Sorted(before), Sorted(now));
        }

        Assert.Equal(kept.LeadId, Assert.Single(await world.LeadsOfAsync(survivor.AccountId)).LeadId);
        Assert.Equal(moved.LeadId, Assert.Single(await world.LeadsOfAsync(absorbed.AccountId)).LeadId);
        Assert.Equal(ada, Assert.Single(await world.ContactsOfAsync(survivor.AccountId)).ContactId);
        Assert.Equal(bob, Assert.Single(await world.ContactsOfAsync(absorbed.AccountId)).ContactId);
        Assert.Equal(["LeadOpened", "LeadMoved", "LeadMoved"], await world.EventsOfAsync(moved.LeadId));
        Assert.Equal(absorbed.AccountId, (await world.GetAsync(absorbed.Number)).AccountId);
        Assert.Equal("MERGE_UNDONE", (await LeadsWorld.RefusedAsync(world.UndoAsync(merge.Merge))).Reason);

        // And once more, because two mistakes are possible.
        await world.UndoAsync((await world.MergeAsync(absorbed, survivor)).Merge);
        Assert.Equal(2, (await world.Merging().ListMergesAsync(new() { AccountId = absorbed.AccountId }, world.AsRita())).Merges.Count(m => m.UndoneAt is not null));
    }

    [Fact]
    public async Task What_was_changed_since_stays_with_the_survivor_and_is_told()
    {
        var mine = AccountWorld.Domain();
        var (survivor, absorbed) = (await world.WithAsync(), await world.WithAsync(mine, AccountWorld.Repository()));
        var moved = await world.LeadAsync(absorbed, "Wants a core");
        var bob = await world.ContactAsync(absorbed, "Bob", $"{AccountWorld.Unique()}@aleph.xyz");
        var merge = await world.MergeAsync(survivor, absorbed);

        await world.Leads().EditAccountAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = survivor.AccountId, UpdateMask = new() { Paths = { "annual_core_periods", "ecosystems" } }, AnnualCorePeriods = 99, Ecosystems = { "cosmos" } }, world.AsRita());
        await world.Leads().RemoveAccountKeyAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = survivor.AccountId, Key = mine }, world.AsRita());
        var added = AccountWorld.Genesis();
        await world.Leads().AddAccountKeyAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = survivor.AccountId, Key = added }, world.AsRita());
        await world.Leads().ClaimLeadAsync(new() { RequestId = LeadsWorld.NewId(), LeadId = moved.LeadId }, world.AsRita());
        var opened = await world.LeadAsync(survivor, "Came later");
        await world.ContactAsync(survivor, "Eve");
        await world.Contacts().OptOutAsync(new() { RequestId = LeadsWorld.NewId(), ContactId = bob, Source = V1.OptOutSource.Person, Reason = "No" }, world.AsRita());

        // The key that was removed is somebody else's by now: undoing must not take it away from them.
        var third = await world.WithAsync(mine);
        var undone = await world.UndoAsync(merge.Merge);
        Assert.Equal((99u, "cosmos", added.Value), (undone.Survivor.AnnualCorePeriods, undone.Survivor.Ecosystems.Single(), undone.Survivor.Keys.Single().Value));
        Assert.Equal(absorbed.AnnualCorePeriods, undone.Restored.AnnualCorePeriods);
        Assert.Equal(AccountKeyKind.Repository, undone.Restored.Keys.Single().Kind);
        Assert.Equal(mine.Value, (await world.GetAsync(third.AccountId)).Keys.Single().Value);
        Assert.Equal(opened.LeadId, Assert.Single(await world.LeadsOfAsync(survivor.AccountId)).LeadId);
        Assert.Equal((moved.LeadId, world.Rita.Name), Assert.Single(await world.LeadsOfAsync(absorbed.AccountId)) is var l ? (l.LeadId, l.OwnerName) : default);
        Assert.NotNull((await world.ContactOfAsync(bob)).OptedOutAt);
        Assert.Equal(absorbed.AccountId, (await world.ContactOfAsync(bob)).AccountId);
        foreach (var part in new[] { "annual_core_periods was changed from “13 (tier S)” to “99 (tier L)”", $"domain {mine.Value} was removed", $"genesis hash {added.Value} was added",
            $"{moved.Number} Wants a core was claimed by {world.Rita.Name}", $"{opened.Number} Came later was opened", "1 contact was added", "1 contact was opted out" })
        {
            Assert.Contains(undone.ChangedSince, note => note.Contains(part, StringComparison.Ordinal));
        }

        Assert.DoesNotContain(undone.ChangedSince, note => note.Contains("Eve", StringComparison.Ordinal) || note.Contains("Bob", StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_30_days_it_is_refused_with_the_date()
    {
        var merge = await world.MergeAsync(await world.WithAsync(), await world.WithAsync());
        await world.ScalarAsync<DateTime>($"update leads.merges set merged_at = '2026-01-15 10:00:00Z' where id = '{merge.Merge.MergeId}' returning merged_at");
        var refusal = await LeadsWorld.RefusedAsync(world.UndoAsync(merge.Merge));
        Assert.Equal("MERGE_TOO_OLD", refusal.Reason);
        Assert.Contains("14 February 2026 10:00 UTC", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("2026-02-14T10:00:00.000000Z", refusal.Facts["undo_until"]);
    }

    [Fact]
    public async Task Of_many_who_undo_at_once_one_does()
    {
        var (survivor, absorbed) = (await world.WithAsync(AccountWorld.Domain()), await world.WithAsync(AccountWorld.Domain()));
        var merge = await world.MergeAsync(survivor, absorbed);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            try
            {
                await world.UndoAsync(merge.Merge, i);
                return "done";
            }
            catch (RpcException e) when (Hosting.Refusals.RefusalOf(e) is { } refusal)
            {
                return refusal.Reason;
            }
        }));
        Assert.Single(outcomes, o => o == "done");
        Assert.All(outcomes.Where(o => o != "done"), o => Assert.Equal("MERGE_UNDONE", o));
        Assert.Equal(1, await world.ScalarAsync<long>($"select count(*) from leads.journal where aggregate_id = '{absorbed.AccountId}' and type = 'coretimedesk.leads.MergeUndone.v1'"));
    }

    [Fact]
    public async Task A_merge_is_undone_by_its_number_too_and_one_that_is_not_there_is_named()
    {
        var merge = await world.MergeAsync(await world.WithAsync(), await world.WithAsync());
        var undone = await world.Merging().UndoMergeAsync(new() { RequestId = LeadsWorld.NewId(), Number = merge.Merge.Number.ToLowerInvariant() }, world.AsTina());
        Assert.Equal(merge.Merge.MergeId, undone.Merge.MergeId);
        Assert.Contains("M-1999-000001", (await LeadsWorld.RefusedAsync(world.Merging().UndoMergeAsync(new() { RequestId = LeadsWorld.NewId(), Number = "M-1999-000001" }, world.AsTina()).ResponseAsync)).Message, StringComparison.Ordinal);
    }

    private static Account Sorted(Account account)
    {
        var sorted = account.Clone();
        sorted.Keys.Clear();
        sorted.Keys.Add(account.Keys.OrderBy(k => k.Value, StringComparer.Ordinal));
        sorted.ChainAccounts.Clear();
        sorted.ChainAccounts.Add(account.ChainAccounts.OrderBy(c => c.PublicKey, StringComparer.Ordinal));
        return sorted;
    }
}
