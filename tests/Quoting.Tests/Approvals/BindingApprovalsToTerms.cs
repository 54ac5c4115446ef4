using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Quoting.Tests.Approvals;

public sealed class BindingApprovalsToTerms(QuotingWorld world) : IClassFixture<QuotingWorld>
{
    private const ulong Beyond = 15_000_000_000;

    [Fact]
    public async Task Complaint1_What_was_approved_and_then_edited_is_not_sent()
    {
        var quote = await ApprovedAsync(QuotingWorld.Ask(waived: Beyond));
        var approved = QuotingWorld.Newest(quote).TermsSha256;

        (await world.EditAsync(world.Rita, quote, QuotingWorld.Ask(waived: Beyond + 1_000_000_000))).OrThrow();
        Assert.Equal("NOT_APPROVED", QuotingWorld.ReasonOf(await world.SendAsync(world.Rita, quote)));
        var priced = (await world.PriceAsync(world.Rita, quote)).OrThrow().Quote;
        Assert.NotEqual(approved, QuotingWorld.Newest(priced).TermsSha256);
        Assert.Equal("NOT_APPROVED", QuotingWorld.ReasonOf(await world.SendAsync(world.Rita, quote)));

        var again = (await world.SubmitAsync(world.Rita, quote)).OrThrow().Quote;
        Assert.Equal(QuoteState.Submitted, QuotingWorld.Newest(again).State);
        Assert.Equal([ApprovalState.Void, ApprovalState.Asked], QuotingWorld.Newest(again).Approvals.Select(a => a.State));
    }

    [Fact]
    public async Task A_yes_to_other_terms_than_those_of_now_is_no_yes()
    {
        var quote = await world.SubmittedAsync(world.Rita, world.Customer(), QuotingWorld.Ask(waived: Beyond));
        var seen = QuotingWorld.Asked(quote, "team_lead");
        (await world.PriceAsync(world.Rita, quote)).OrThrow();
        Assert.Equal("NOT_ASKED", QuotingWorld.ReasonOf(await world.GiveAsync(world.Tom, seen)));

        (await world.EditAsync(world.Rita, quote, QuotingWorld.Ask(waived: Beyond + 1))).OrThrow();
        (await world.PriceAsync(world.Rita, quote)).OrThrow();
        var asked = QuotingWorld.Asked((await world.SubmitAsync(world.Rita, quote)).OrThrow().Quote, "team_lead");
        Assert.Equal("TERMS_CHANGED", QuotingWorld.ReasonOf(await world.GiveAsync(world.Tom, asked, sha256: seen.TermsSha256)));
        (await world.GiveAsync(world.Tom, asked)).OrThrow();
    }

    [Fact]
    public async Task Who_agreed_to_more_is_not_asked_again_for_less()
    {
        var quote = await ApprovedAsync(QuotingWorld.Ask(waived: Beyond));
        var first = QuotingWorld.Newest(quote).TermsSha256;
        (await world.EditAsync(world.Rita, quote, QuotingWorld.Ask(waived: Beyond - 1_000_000_000))).OrThrow();
        (await world.PriceAsync(world.Rita, quote)).OrThrow();

        var again = (await world.SubmitAsync(world.Rita, quote)).OrThrow().Quote;

        Assert.Equal(QuoteState.Approved, QuotingWorld.Newest(again).State);
        var carried = QuotingWorld.Newest(again).Approvals.Single(a => a.State == ApprovalState.Given);
        Assert.Equal((first, world.Tom.Id.ToString()), (carried.CarriedFromSha256, carried.DecidedById));
        Assert.Equal(QuotingWorld.Newest(again).TermsSha256, carried.TermsSha256);
        (await world.SendAsync(world.Rita, quote)).OrThrow();
    }

    [Fact]
    public async Task Less_planck_of_a_smaller_quote_may_be_more_of_it_and_is_asked_again()
    {
        // 15 % of ten cores was agreed to; as many planck of one core would be 150 %, a fifth of that still 30 %.
        var quote = await world.SubmittedAsync(world.Rita, world.Customer(), QuotingWorld.Ask(cores: 10, waived: 150_000_000_000));
        quote = (await world.GiveAsync(world.Tom, QuotingWorld.Asked(quote, "team_lead"))).OrThrow().Quote;
        (await world.EditAsync(world.Rita, quote, QuotingWorld.Ask(cores: 1, waived: 18_000_000_000))).OrThrow();
        (await world.PriceAsync(world.Rita, quote)).OrThrow();

        var again = (await world.SubmitAsync(world.Rita, quote)).OrThrow().Quote;

        Assert.Equal(QuoteState.Submitted, QuotingWorld.Newest(again).State);
    }

    [Fact]
    public async Task An_approval_of_one_quote_is_none_of_another()
    {
        var account = world.Customer();
        await ApprovedAsync(QuotingWorld.Ask(waived: Beyond), account);

        var other = await world.SubmittedAsync(world.Rita, account, QuotingWorld.Ask(waived: Beyond));

        Assert.Equal(QuoteState.Submitted, QuotingWorld.Newest(other).State);
    }

    [Fact]
    public async Task Complaint2_There_is_no_way_around_a_recorded_decision()
    {
        var quote = await world.SubmittedAsync(world.Rita, world.Customer(), QuotingWorld.Ask(waived: Beyond));
        foreach (var person in new[] { world.Rita, world.Tom, world.Hana, world.Lena })
        {
            Assert.NotEqual("", QuotingWorld.ReasonOf(await world.SendAsync(person, quote)));
        }

        (await world.GiveAsync(world.Tom, QuotingWorld.Asked(quote, "team_lead"))).OrThrow();
        (await world.SendAsync(world.Rita, quote)).OrThrow();

        var events = await world.EventsAsync(quote);
        Assert.Equal(
            [nameof(QuoteDrafted), nameof(QuotePriced), nameof(QuoteSubmitted), nameof(ApprovalAsked), nameof(ApprovalGiven), nameof(QuoteApproved), nameof(QuoteSent)],
            events);
    }

    [Fact]
    public async Task A_no_ends_the_round_says_why_and_leaves_a_draft()
    {
        var quote = await world.SubmittedAsync(world.Rita, world.Customer(), QuotingWorld.Ask(waived: Beyond));
        var declined = (await world.DeclineAsync(world.Tom, QuotingWorld.Asked(quote, "team_lead"))).OrThrow().Quote;

        Assert.Equal((QuoteState.Draft, "too deep for this year", ""), (QuotingWorld.Newest(declined).State, QuotingWorld.Newest(declined).EndReason, QuotingWorld.Newest(declined).TermsSha256));
        Assert.Equal("NOT_PRICED", QuotingWorld.ReasonOf(await world.SubmitAsync(world.Rita, quote)));
    }

    private async Task<Quote> ApprovedAsync(CoretimeDesk.Quoting.Quotes.QuoteAsk ask, Guid? account = null)
    {
        var quote = await world.SubmittedAsync(world.Rita, account ?? world.Customer(), ask);
        return (await world.GiveAsync(world.Tom, QuotingWorld.Asked(quote, "team_lead"))).OrThrow().Quote;
    }
}
