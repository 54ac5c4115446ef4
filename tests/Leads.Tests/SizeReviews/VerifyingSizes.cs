using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.SizeReviews;
using CoretimeDesk.Leads.Tasks;
using CoretimeDesk.Leads.Tests.ChainFacts;
using CoretimeDesk.Leads.Tests.Registrations;
using Microsoft.EntityFrameworkCore;
using SizeReviewState = CoretimeDesk.Leads.SizeReviews.SizeReviewState;
using TaskState = CoretimeDesk.Leads.Tasks.TaskState;

namespace CoretimeDesk.Leads.Tests.SizeReviews;

public sealed class VerifyingSizes(OwnershipWorld world) : IClassFixture<OwnershipWorld>
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task F3_a_mismatch_of_one_tier_opens_one_review_after_90_days_and_changes_no_size()
    {
        var scene = await SizeScene.UsingAsync(world, cores: 2);
        world.Clock.Set(scene.FirstUse.AddDays(90) - TimeSpan.FromSeconds(1));
        await SweepAsync();
        await using var db = world.Db();
        Assert.Equal(0, await db.SizeReviews.CountAsync(r => r.AccountId == scene.Account));

        // Looked at days too late: it counts as of the instant that was due.
        world.Clock.Advance(3 * Day);
        await SweepAsync();
        await SweepAsync();
        var review = await db.SizeReviews.SingleAsync(r => r.AccountId == scene.Account);
        Assert.Equal((SizeReviewState.Open, SizeTier.S, 13u, SizeTier.M, 26u), (review.State, review.StatedTier, review.StatedCorePeriods, review.ShownTier, review.ShownCorePeriods));
        Assert.Equal(scene.FirstUse.AddDays(90), review.MeasuredUntil);
        Assert.Equal(SizeTier.S, (await db.Accounts.SingleAsync(a => a.Id == scene.Account)).SizeTier);

        var shown = (await world.Of<SizeReviewList>().GetAsync(null, review.Number, CancellationToken.None)).OrThrow();
        Assert.Equal(scene.Facts, shown.Evidence.Cores.Select(c => c.FactId).Order());
        var opened = await world.ScalarAsync<string>("select payload::text from leads.journal where aggregate_id = $1 and type like '%SizeReviewOpened%' and sequence is not null", review.Id);
        Assert.All(scene.Facts, fact => Assert.Contains(fact, opened, StringComparison.Ordinal));

        var told = Assert.Single(world.Heard.Of(scene.Account), a => a.Kind == ActivityKind.SizeReview);
        Assert.Contains("tier S was stated (13 core-periods a year)", told.Summary, StringComparison.Ordinal);
        Assert.Contains("the chain shows tier M (26 a year)", told.Summary, StringComparison.Ordinal);
        var task = await db.Tasks.SingleAsync(t => t.AccountId == scene.Account && t.Cause == TaskCause.SizeReview);
        Assert.Equal((scene.Rep.Id, TaskState.Open), (task.OwnerId, task.State));
    }

    [Theory]
    [InlineData(1, 13u, 0)]
    [InlineData(1, 1u, 27)]
    [InlineData(4, 52u, 13)]
    [InlineData(5, 53u, 27)]
    [InlineData(10, 130u, 1)]
    public async Task F3_a_stated_size_that_the_chain_shows_is_verified_and_asks_for_nobody(int cores, uint stated, int daysBeforeRegion)
    {
        var scene = await SizeScene.UsingAsync(world, cores, stated, daysBeforeRegion);
        world.Clock.Set(scene.FirstUse.AddDays(90));
        await SweepAsync();
        await using var db = world.Db();
        var review = await db.SizeReviews.SingleAsync(r => r.AccountId == scene.Account);
        Assert.Equal((SizeReviewState.Agreed, 13u * (uint)cores), (review.State, review.ShownCorePeriods));
        Assert.DoesNotContain(world.Heard.Of(scene.Account), a => a.Kind == ActivityKind.SizeReview);
        Assert.Equal(1, await world.ScalarAsync<long>("select count(*) from leads.journal where aggregate_id = $1 and sequence is null", review.Id));
    }

    [Fact]
    public async Task F3_a_customer_who_only_orders_on_demand_is_measured_by_what_was_spent()
    {
        var (chain, para) = (new Chain(world), Chain.AnyPara());
        var account = await Chain.AccountOfParaAsync(world, para);
        var first = world.Clock.Now;
        await chain.SaysAsync(chain.Begins(chain.Timeslice + 5040, end: "10"));
        for (var i = 0; i < 4; i++)
        {
            // 40 DOT in all; what credit paid for counts as the credit was bought, which here nobody did.
            await chain.SaysAsync(chain.Orders(para, "100000000000"), chain.Orders(para, "900000000000", PaymentMeans.Credits));
            world.Clock.Advance(5 * Day);
        }

        world.Clock.Set(first.AddDays(90));
        await SweepAsync();
        await using var db = world.Db();
        var review = await db.SizeReviews.SingleAsync(r => r.AccountId == account);
        Assert.Equal((SizeReviewState.Open, SizeBasis.OnDemand, 16u, SizeTier.M), (review.State, review.Basis, review.ShownCorePeriods, review.ShownTier));
        Assert.DoesNotContain(world.Heard.Of(account), a => a.Kind == ActivityKind.Purchase);
    }

    [Fact]
    public async Task F3_numbers_within_the_tier_do_not_put_the_verification_off_and_another_tier_does()
    {
        var (same, other) = (await SizeScene.UsingAsync(world, 1, periods: 8), await SizeScene.UsingAsync(world, 1, periods: 8));
        world.Clock.Set(other.FirstUse.AddDays(80));
        await EditAsync(same.Account, 12);
        await EditAsync(other.Account, 20);
        world.Clock.Set(other.FirstUse.AddDays(91));
        await SweepAsync();
        await using var db = world.Db();
        Assert.Equal(1, await db.SizeReviews.CountAsync(r => r.AccountId == same.Account));
        Assert.Equal(0, await db.SizeReviews.CountAsync(r => r.AccountId == other.Account));

        world.Clock.Set(other.FirstUse.AddDays(80 + 90));
        await SweepAsync();
        var review = await db.SizeReviews.SingleAsync(r => r.AccountId == other.Account);
        Assert.Equal((SizeReviewState.Open, SizeTier.M, 13u), (review.State, review.StatedTier, review.ShownCorePeriods));
    }

    [Fact]
    public async Task F3_nothing_is_verified_without_use_and_it_is_told_what_is_shown_so_far()
    {
        var idle = await world.AccountAsync("Idle Labs");
        var scene = await SizeScene.UsingAsync(world, cores: 2);
        world.Clock.Set(scene.FirstUse.AddDays(30));
        await SweepAsync();
        var none = (await world.Of<SizeReviewList>().CheckAsync(idle, CancellationToken.None)).OrThrow();
        Assert.Equal((true, true, true), (none.FirstUseAt is null, none.DueAt is null, none.MeasuredFrom is null));
        var check = (await world.Of<SizeReviewList>().CheckAsync(scene.Account, CancellationToken.None)).OrThrow();
        Assert.Equal((26u, V1.SizeTier.M, scene.FirstUse.AddDays(90)), (check.ShownCorePeriods, check.ShownTier, check.DueAt.ToDateTimeOffset()));
        Assert.Null(check.Verified);
    }

    [Fact]
    public async Task F3_replicas_that_sweep_at_once_open_one_review()
    {
        var scenes = new List<SizeScene>();
        for (var i = 0; i < 5; i++)
        {
            scenes.Add(await SizeScene.UsingAsync(world, cores: 2));
        }

        world.Clock.Set(scenes[^1].FirstUse.AddDays(90));
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => world.Of<SizeSweeper>(i).SweepAsync(CancellationToken.None))));
        await using var db = world.Db();
        foreach (var scene in scenes)
        {
            Assert.Equal(1, await db.SizeReviews.CountAsync(r => r.AccountId == scene.Account));
            Assert.Equal(1, await db.Tasks.CountAsync(t => t.AccountId == scene.Account && t.Cause == TaskCause.SizeReview));
        }
    }

    private async Task EditAsync(Guid account, uint size) =>
        (await world.Of<AccountDesk>().EditAsync(OwnershipWorld.As(world.Hana), account, new(null, null, size, null, null, null), 0, CancellationToken.None)).OrThrow();

    private Task<int> SweepAsync() => world.Of<SizeSweeper>().SweepAsync(CancellationToken.None);
}
