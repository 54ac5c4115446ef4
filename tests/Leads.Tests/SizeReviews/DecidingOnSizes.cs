using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Merging;
using CoretimeDesk.Leads.SizeReviews;
using CoretimeDesk.Leads.Tasks;
using CoretimeDesk.Leads.Tests.Registrations;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;
using SizeReviewState = CoretimeDesk.Leads.SizeReviews.SizeReviewState;
using TaskState = CoretimeDesk.Leads.Tasks.TaskState;

namespace CoretimeDesk.Leads.Tests.SizeReviews;

public sealed class DecidingOnSizes(OwnershipWorld world) : IClassFixture<OwnershipWorld>
{
    [Fact]
    public async Task F3_a_person_keeps_the_stated_tier_with_a_reason_and_the_task_is_over()
    {
        var (scene, review) = await SizeScene.UnderReviewAsync(world);
        Assert.Equal("reason", (await CloseAsync(review, null, " ")).Refusal!.Fields.Single().Field);
        var closed = (await CloseAsync(review, null, "The second core serves a test until spring")).OrThrow().Review;
        Assert.Equal((V1.SizeReviewState.Kept, "Hana Head", V1.SizeTier.S), (closed.State, closed.ClosedBy, closed.StatedTier));

        await using var db = world.Db();
        Assert.Equal(13u, (await db.Accounts.SingleAsync(a => a.Id == scene.Account)).AnnualCorePeriods);
        Assert.Equal(TaskState.Cancelled, (await db.Tasks.SingleAsync(t => t.AccountId == scene.Account && t.Cause == TaskCause.SizeReview)).State);
        Assert.Contains("Hana Head keeps tier S. The second core serves a test until spring", Assert.Single(world.Heard.Of(scene.Account), a => a.Reference.EndsWith(" closed", StringComparison.Ordinal)).Summary, StringComparison.Ordinal);
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from leads.journal where aggregate_id = $1 and type like '%SizeReviewClosed%' and sequence is not null", review));
        var again = (await CloseAsync(review, 26, "No, they grow")).Refusal!;
        Assert.Equal("SIZE_REVIEW_CLOSED", again.Reason);

        // The statement is verified: nothing opens it again, however long it lasts.
        world.Clock.Advance(TimeSpan.FromDays(200));
        await SweepAsync();
        Assert.Equal(1, await db.SizeReviews.CountAsync(r => r.AccountId == scene.Account));
    }

    [Fact]
    public async Task F3_a_person_states_another_size_and_it_is_verified_from_then_on()
    {
        var (scene, review) = await SizeScene.UnderReviewAsync(world);
        Assert.Contains("tier S as stated before", (await CloseAsync(review, 12, "Rather 12")).Refusal!.Fields.Single().Description, StringComparison.Ordinal);
        Assert.Equal(V1.SizeReviewState.Restated, (await CloseAsync(review, 26, "Two cores, they say")).OrThrow().Review.State);

        await using var db = world.Db();
        var account = await db.Accounts.SingleAsync(a => a.Id == scene.Account);
        Assert.Equal((26u, SizeTier.M, world.Clock.Now), (account.AnnualCorePeriods, account.SizeTier, account.SizeStatedAt));
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from leads.journal where aggregate_id = $1 and type like '%AccountEdited%'", scene.Account));

        // The four periods of the scene end three weeks later: then the chain shows less again.
        world.Clock.Advance(TimeSpan.FromDays(90));
        await SweepAsync();
        var second = await db.SizeReviews.SingleAsync(r => r.AccountId == scene.Account && r.State == SizeReviewState.Open);
        Assert.Equal((SizeTier.M, SizeTier.S), (second.StatedTier, second.ShownTier));
    }

    [Fact]
    public async Task F3_whoever_works_the_customer_and_leads_of_other_teams_decide_nothing()
    {
        var (scene, review) = await SizeScene.UnderReviewAsync(world);
        var team = Guid.CreateVersion7();
        await using (var db = world.Db())
        {
            db.KnownPeople.Add(new() { Id = scene.Rep.Id, Name = scene.Rep.Name, TeamIds = [team] });
            await db.SaveChangesAsync();
        }

        var stranger = Staff.Person("Theo Lead", CoretimeDesk.Role.TeamLead);
        Assert.Equal("YOUR_OWN", (await CloseAsync(review, null, "It is right", scene.Rep with { Roles = new HashSet<CoretimeDesk.Role> { CoretimeDesk.Role.TeamLead } })).Refusal!.Reason);
        Assert.Equal("NOT_YOURS", (await CloseAsync(review, null, "It is right", stranger)).Refusal!.Reason);
        Assert.Equal(V1.SizeReviewState.Kept, (await CloseAsync(review, null, "It is right", stranger with { Teams = new HashSet<Guid> { team } })).OrThrow().Review.State);
    }

    [Fact]
    public async Task F3_of_decisions_and_edits_at_the_same_instant_one_decision_counts_and_no_edit_slips_through()
    {
        var (scene, review) = await SizeScene.UnderReviewAsync(world);
        var edit = EditAsync(scene.Account, 200);
        var decisions = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => CloseAsync(review, i % 2 == 0 ? null : 26u, $"Decided by call {i}", replica: i))));
        var edited = await edit;

        Assert.Single(decisions, d => d.Refusal is null);
        Assert.All(decisions.Where(d => d.Refusal is not null), d => Assert.Equal("SIZE_REVIEW_CLOSED", d.Refusal!.Reason));
        await using var db = world.Db();
        var (row, account) = (await db.SizeReviews.SingleAsync(r => r.Id == review), await db.Accounts.SingleAsync(a => a.Id == scene.Account));
        Assert.Equal(edited.Refusal is null ? 200u : row.State == SizeReviewState.Kept ? 13u : 26u, account.AnnualCorePeriods);
        Assert.True(edited.Refusal is null or { Reason: "SIZE_UNDER_REVIEW" });
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from leads.journal where aggregate_id = $1 and type like '%SizeReviewClosed%'", review));
    }

    [Fact]
    public async Task F3_nothing_changes_a_size_in_passing_while_it_is_under_review()
    {
        var (scene, review) = await SizeScene.UnderReviewAsync(world);
        var (other, apart) = (await world.AccountAsync("Kappa Labs", corePeriods: 60), await world.AccountAsync("Lambda Labs"));
        var refused = (await EditAsync(scene.Account, 26)).Refusal!;
        Assert.Equal("SIZE_UNDER_REVIEW", refused.Reason);
        Assert.Null((await EditAsync(scene.Account, 13)).Refusal);
        Assert.Null((await world.Of<AccountDesk>().EditAsync(OwnershipWorld.As(world.Hana), scene.Account, new("Other Name", null, null, null, null, null), 0, CancellationToken.None)).Refusal);

        foreach (var (survivor, absorbed) in new[] { (other, scene.Account), (scene.Account, other) })
        {
            var preview = (await world.Of<MergeDesk>().PreviewAsync(survivor, absorbed, CancellationToken.None)).OrThrow();
            Assert.Contains("is under review", Assert.Single(preview.Obstacles), StringComparison.Ordinal);
            Assert.Equal("MERGE_OBSTACLE", (await MergeAsync(survivor, absorbed, preview.Preview)).Refusal!.Reason);
        }

        // Settled, it merges, and what it uses is the survivor's from then on; a merge states the size anew.
        (await CloseAsync(review, null, "Two of their teams, really")).OrThrow();
        (await MergeAsync(apart, scene.Account)).OrThrow();
        await using var db = world.Db();
        Assert.Equal(8, await db.CoreUses.CountAsync(u => u.AccountId == apart));
        Assert.Equal(review, (await db.SizeReviews.SingleAsync(r => r.AccountId == apart)).Id);
        await SweepAsync();
        Assert.Equal(1, await db.SizeReviews.CountAsync(r => r.AccountId == apart));
        world.Clock.Advance(TimeSpan.FromDays(90));
        await SweepAsync();
        var verified = await db.SizeReviews.SingleAsync(r => r.AccountId == apart && r.Id != review);
        Assert.Equal((SizeReviewState.Agreed, SizeTier.S), (verified.State, verified.ShownTier));
    }

    [Fact]
    public async Task F3_a_merge_taken_back_takes_the_use_back_but_not_while_the_size_is_under_review()
    {
        var scene = await SizeScene.UsingAsync(world, cores: 2, periods: 8);
        var survivor = await world.AccountAsync("Mu Labs");
        var merge = (await MergeAsync(survivor, scene.Account)).OrThrow().Merge;
        world.Clock.Advance(TimeSpan.FromDays(20));
        var undone = (await world.Of<MergeDesk>().UndoAsync(OwnershipWorld.As(world.Hana), Guid.Parse(merge.MergeId), "", CancellationToken.None)).OrThrow();
        await using var db = world.Db();
        Assert.Equal((16, 0), (await db.CoreUses.CountAsync(u => u.AccountId == scene.Account), await db.CoreUses.CountAsync(u => u.AccountId == survivor)));

        // Apart again, each is stated anew: 90 days from here, and the survivor uses nothing.
        world.Clock.Advance(TimeSpan.FromDays(90));
        await SweepAsync();
        var opened = await db.SizeReviews.SingleAsync(r => r.AccountId == scene.Account);
        Assert.Equal((SizeReviewState.Open, SizeTier.M), (opened.State, opened.ShownTier));
        Assert.Equal(0, await db.SizeReviews.CountAsync(r => r.AccountId == survivor));
        Assert.NotNull(undone.Restored);
    }

    private Task<Outcome<V1.CloseSizeReviewResponse>> CloseAsync(Guid review, uint? size, string reason, Actor? by = null, int replica = 0) =>
        world.Of<SizeReviewDesk>(replica).CloseAsync(OwnershipWorld.As(by ?? world.Hana), review, new(size, reason.Trim()), CancellationToken.None);

    private Task<Outcome<V1.EditAccountResponse>> EditAsync(Guid account, uint size) =>
        world.Of<AccountDesk>().EditAsync(OwnershipWorld.As(world.Hana), account, new(null, null, size, null, null, null), 0, CancellationToken.None);

    private async Task<Outcome<V1.MergeResponse>> MergeAsync(Guid survivor, Guid absorbed, string? token = null) => await world.Of<MergeDesk>().MergeAsync(
        OwnershipWorld.As(world.Hana), survivor, absorbed, token ?? (await world.Of<MergeDesk>().PreviewAsync(survivor, absorbed, CancellationToken.None)).OrThrow().Preview,
        new Dictionary<string, Side> { ["annual_core_periods"] = Side.Survivor }, CancellationToken.None);

    private Task<int> SweepAsync() => world.Of<SizeSweeper>().SweepAsync(CancellationToken.None);
}
