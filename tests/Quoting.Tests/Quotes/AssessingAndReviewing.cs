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

    [Theory]
    [InlineData("merge", "review")]
    [InlineData("review", "merge")]
    public async Task F3_The_freeze_is_of_all_accounts_that_became_the_customer_and_of_none_that_was_parted_again(params string[] order)
    {
        // Three accounts become one: a into b, and b into c. The review is of c; the quotes are of a and of b, and nobody has priced them since.
        var (a, b, c, other, review) = (world.Customer(), world.Customer(), world.Customer(), world.Customer(), Guid.CreateVersion7());
        var (ofA, ofB) = (await world.SubmittedAsync(world.Rita, a, QuotingWorld.Ask(waived: 5)), await world.SubmittedAsync(world.Rita, b, QuotingWorld.Ask(waived: 5)));
        var ofOther = await world.SubmittedAsync(world.Rita, other, QuotingWorld.Ask(waived: 5));
        var (first, second) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        foreach (var what in order)
        {
            await (what == "review" ? OpenAsync(review, c) : MergeAsync((second, b, c), (first, a, b)));
        }

        Assert.Equal(["CONCESSIONS_FROZEN", "CONCESSIONS_FROZEN", ""], [await SendAsync(ofA), await SendAsync(ofB), await SendAsync(ofOther)]);
        Assert.Equal("CONCESSIONS_FROZEN", QuotingWorld.ReasonOf(await world.PriceAsync(world.Rita, ofA)));

        // Parted again: b is no part of c any more, and took a with it.
        await UndoAsync(second, c, b);
        Assert.Equal(["", ""], [await SendAsync(ofA), await SendAsync(ofB)]);
        var again = await world.PricedAsync(world.Rita, c, QuotingWorld.Ask());
        (await world.EditAsync(world.Rita, again, QuotingWorld.Ask(waived: 5))).OrThrow();
        Assert.Equal("CONCESSIONS_FROZEN", QuotingWorld.ReasonOf(await world.PriceAsync(world.Rita, again)));
        await CloseAsync(review);
        (await world.PriceAsync(world.Rita, again)).OrThrow();
    }

    [Fact]
    public async Task F3_Merges_that_were_told_in_a_circle_hang_nobody()
    {
        var (a, b, review) = (world.Customer(), world.Customer(), Guid.CreateVersion7());
        var quote = await world.SubmittedAsync(world.Rita, a, QuotingWorld.Ask(waived: 5));
        await OpenAsync(review, b);
        await using (var command = world.Database.CreateCommand("insert into quoting.merged_accounts (merge_id, survivor_id, absorbed_id, is_undone) values ($1, $3, $4, false), ($2, $4, $3, false)"))
        {
            foreach (var id in new[] { Guid.CreateVersion7(), Guid.CreateVersion7(), a, b })
            {
                command.Parameters.AddWithValue(id);
            }

            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal("CONCESSIONS_FROZEN", await SendAsync(quote));
    }

    private async Task<string> SendAsync(V1.Quote quote) => QuotingWorld.ReasonOf(await world.SendAsync(world.Rita, quote));

    private async Task MergeAsync(params (Guid Merge, Guid From, Guid Into)[] merges)
    {
        foreach (var (merge, from, into) in merges)
        {
            await world.DeliverAsync("leads", "account", Guid.CreateVersion7(), 1, new AccountsMerged { MergeId = $"{merge}", AccountId = $"{into}", AbsorbedAccountId = $"{from}" });
        }
    }

    private Task UndoAsync(Guid merge, Guid survivor, Guid parted) =>
        world.DeliverAsync("leads", "account", Guid.CreateVersion7(), 1, new MergeUndone { MergeId = $"{merge}", AccountId = $"{survivor}", OtherAccountId = $"{parted}" });

    private Task OpenAsync(Guid review, Guid account) =>
        world.DeliverAsync("leads", "size_review", review, 1, new SizeReviewOpened { ReviewId = $"{review}", AccountId = $"{account}", OpenedAt = world.Clock.Now.ToTimestamp() });

    private Task CloseAsync(Guid review) => world.DeliverAsync("leads", "size_review", review, 2, new SizeReviewClosed { ReviewId = $"{review}", ClosedAt = world.Clock.Now.ToTimestamp() });
}
