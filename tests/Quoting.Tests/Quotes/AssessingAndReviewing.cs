using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using QuoteState = CoretimeDesk.Quoting.V1.QuoteState;

namespace CoretimeDesk.Quoting.Tests.Quotes;

public sealed class AssessingAndReviewing(QuotingWorld world) : IClassFixture<QuotingWorld>
{
    [Fact]
    public async Task F11_From_tier_M_on_nothing_is_sent_without_a_current_assessment()
    {
        var account = world.Customer(corePeriods: 14);
        var quote = await world.PricedAsync(world.Rita, account, QuotingWorld.Ask());
        var refusal = (await world.SubmitAsync(world.Rita, quote)).Refusal!;
        Assert.Equal("assessment_missing", refusal.Facts["reasons"]);

        var assessment = world.Customers.Assess(account, world.Sam);
        (await world.PriceAsync(world.Rita, quote)).OrThrow();
        (await world.SubmitAsync(world.Rita, quote)).OrThrow();
        var newer = world.Customers.Assess(account, world.Sam);
        Assert.Equal("ASSESSMENT_CHANGED", QuotingWorld.ReasonOf(await world.SendAsync(world.Rita, quote)));
        world.Customers.Unassess(account);
        Assert.Equal("ASSESSMENT_CHANGED", QuotingWorld.ReasonOf(await world.SendAsync(world.Rita, quote)));

        newer = world.Customers.Assess(account, world.Sam);
        (await world.PriceAsync(world.Rita, quote)).OrThrow();
        (await world.SubmitAsync(world.Rita, quote)).OrThrow();
        var sent = QuotingWorld.Newest((await world.SendAsync(world.Rita, quote)).OrThrow().Quote).Snapshot;
        Assert.Equal(newer.Sha256, sent.Terms.AssessmentSha256);
        Assert.NotEqual(assessment.Sha256, sent.Terms.AssessmentSha256);
        Assert.Contains(newer.Sha256, sent.Canonical, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F11_A_solution_engineer_sees_the_technical_side_and_no_amount()
    {
        var account = world.Customer(corePeriods: 14);
        world.Customers.Assess(account, world.Sam);
        var quote = await world.SentAsync(world.Rita, account, QuotingWorld.Ask(periods: 2, cores: 3, waived: 1_234_567));

        var seen = await world.GetAsync(quote, world.Sam);

        Assert.True(seen.TechnicalOnly);
        Assert.Equal((2u, 3u), (seen.Revisions[0].Ask.Lines[0].Coretime.Ramp[0].Periods, seen.Revisions[0].Ask.Lines[0].Coretime.Ramp[0].Cores));
        Assert.Equal(2, seen.Revisions[0].Terms.Price.Periods.Count);
        // No field whose name says planck or bp holds anything.
        var text = seen.ToString();
        Assert.DoesNotContain("1234567", text, StringComparison.Ordinal);
        Assert.DoesNotMatch("\"[a-zA-Z]*(Planck|Bp)\": *\"?[1-9]", text);
        Assert.Equal("NOT_YOUR_QUOTE", QuotingWorld.ReasonOf(await world.PriceAsync(world.Sam, quote)));
    }

    [Fact]
    public async Task F3_While_the_customers_size_is_reviewed_nothing_new_is_conceded()
    {
        var (account, review) = (world.Customer(), Guid.CreateVersion7());
        var sent = await world.SentAsync(world.Rita, account, QuotingWorld.Ask(waived: 5));
        var approved = await world.SubmittedAsync(world.Rita, account, QuotingWorld.Ask(waived: 6));
        var priced = await world.PricedAsync(world.Rita, account, QuotingWorld.Ask(waived: 7));
        await OpenAsync(review, account);

        Assert.Equal("CONCESSIONS_FROZEN", QuotingWorld.ReasonOf(await world.SendAsync(world.Rita, approved)));
        Assert.Equal("CONCESSIONS_FROZEN", QuotingWorld.ReasonOf(await world.SubmitAsync(world.Rita, priced)));
        Assert.Equal("CONCESSIONS_FROZEN", QuotingWorld.ReasonOf(await world.PriceAsync(world.Rita, priced)));
        // What was sent stands, and a quote without a concession goes on.
        Assert.Equal(QuoteState.Sent, QuotingWorld.Newest(await world.GetAsync(sent)).State);
        await world.SentAsync(world.Rita, account);

        await CloseAsync(review);
        (await world.SendAsync(world.Rita, approved)).OrThrow();
    }

    [Fact]
    public async Task F3_The_end_of_a_review_may_come_before_its_beginning()
    {
        var (account, review) = (world.Customer(), Guid.CreateVersion7());
        await CloseAsync(review);
        await OpenAsync(review, account);

        await world.SentAsync(world.Rita, account, QuotingWorld.Ask(waived: 5));
    }

    private Task OpenAsync(Guid review, Guid account) =>
        world.DeliverAsync("leads", "size_review", review, 1, new SizeReviewOpened { ReviewId = $"{review}", AccountId = $"{account}", OpenedAt = world.Clock.Now.ToTimestamp() });

    private Task CloseAsync(Guid review) => world.DeliverAsync("leads", "size_review", review, 2, new SizeReviewClosed { ReviewId = $"{review}", ClosedAt = world.Clock.Now.ToTimestamp() });
}
