using CoretimeDesk.Leads.Tests.Accounts;
using CoretimeDesk.Leads.Tests.Cli;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Grpc.Core;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Leads.Tests.SizeReviews;

public sealed class ReviewingSizesOverTheWire(LeadsWorld world)
{
    private static readonly Actor Rep = Staff.Person("Rhea Rep", Role.Rep);

    [Fact]
    public async Task F3_a_rep_sees_the_review_with_its_figures_and_only_a_lead_closes_it()
    {
        var (account, review) = await world.UnderReviewAsync(Rep);
        var shown = await world.Sizes().GetSizeReviewAsync(new() { Number = review.Number }, world.Staff.As(Rep));
        Assert.Equal((V1.SizeTier.S, 13u, V1.SizeTier.M, 26u, 8), (shown.Review.StatedTier, shown.Review.StatedCorePeriods, shown.Review.ShownTier, shown.Review.ShownCorePeriods, shown.Evidence.Cores.Count));
        var check = await world.Sizes(1).GetSizeCheckAsync(new() { AccountId = account.AccountId }, world.Staff.As(Rep));
        Assert.Equal((review.Number, SizeReviewState.Open), (check.Verified.Number, check.Verified.State));

        var close = new CloseSizeReviewRequest { RequestId = LeadsWorld.NewId(), ReviewId = review.ReviewId, AnnualCorePeriods = 26, Reason = "Two cores, they say" };
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => world.Sizes().CloseSizeReviewAsync(close, world.Staff.As(Rep)).ResponseAsync)).StatusCode);
        var edit = new EditAccountRequest { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, UpdateMask = new() { Paths = { "annual_core_periods" } }, AnnualCorePeriods = 26 };
        Assert.Equal("SIZE_UNDER_REVIEW", (await LeadsWorld.RefusedAsync(world.Leads().EditAccountAsync(edit, world.Staff.As(Rep)).ResponseAsync)).Reason);

        var closed = (await world.Sizes(1).CloseSizeReviewAsync(close, world.AsTina())).Review;
        Assert.Equal(closed, (await world.Sizes().CloseSizeReviewAsync(close, world.AsTina())).Review);
        Assert.Equal((SizeReviewState.Restated, "Tina Lead"), (closed.State, closed.ClosedBy));
        Assert.Equal(V1.SizeTier.M, (await world.GetAsync(account.AccountId)).SizeTier);
        Assert.Equal(["SizeReviewOpened", "SizeReviewClosed"], await world.EventsOfAsync(review.ReviewId));
        Assert.Equal("review_id", (await LeadsWorld.RefusedAsync(world.Sizes().GetSizeReviewAsync(new(), world.AsTina()).ResponseAsync)).Fields.Single().Field);
    }

    [Fact]
    public async Task F3_a_lead_looks_at_a_size_and_keeps_it_from_the_command_line()
    {
        var (account, review) = await world.UnderReviewAsync(Rep);
        using var desk = new DeskCli(world);
        var lead = AccountWorld.Tina;
        Assert.Contains($"{account.Number} {account.Name}: tier S was stated on", await desk.SayAsync(lead, "accounts", "size-check", account.Number), StringComparison.Ordinal);
        Assert.Contains(review.Number, await desk.SayAsync(lead, "accounts", "size-reviews", "--state", "open", "--account", account.AccountId), StringComparison.Ordinal);
        var shown = await desk.SayAsync(lead, "accounts", "size-review", review.Number);
        foreach (var part in new[] { "the chain shows tier M (26 a year)", "Nobody has decided yet: concessions are frozen.", "fact 1 0", "polkadot-coretime" })
        {
            Assert.Contains(part, shown, StringComparison.Ordinal);
        }

        Assert.Contains("annual_core_periods", await desk.FailAsync(lead, "accounts", "restate-size", review.Number, "12", "Rather 12"), StringComparison.Ordinal);
        Assert.Contains("Tina Lead kept the stated tier on", await desk.SayAsync(lead, "accounts", "keep-size", review.Number, "One core serves a test"), StringComparison.Ordinal);
        Assert.Contains("is closed: the stated tier was kept", await desk.FailAsync(lead, "accounts", "restate-size", review.Number, "26", "Two cores"), StringComparison.Ordinal);
    }
}
