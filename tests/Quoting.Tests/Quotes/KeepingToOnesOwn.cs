using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Quoting.Tests.Quotes;

public sealed class KeepingToOnesOwn(QuotingWorld world) : IClassFixture<QuotingWorld>
{
    [Fact]
    public async Task Only_who_owns_the_customer_quotes()
    {
        var stranger = QuotingWorld.Person("Stan Stranger", [world.Team], Role.Rep);
        var account = world.Customer();

        var refused = await Assert.ThrowsAsync<RefusedException>(() => world.DraftAsync(stranger, account, QuotingWorld.Ask()));

        Assert.Equal("NOT_YOUR_CUSTOMER", refused.Refusal.Reason);
        await world.DraftAsync(world.Hana, account, QuotingWorld.Ask());
    }

    [Fact]
    public async Task A_rep_sees_the_terms_of_the_own_team_and_no_other()
    {
        var quote = await world.PricedAsync(world.Rita, world.Customer(), QuotingWorld.Ask());
        var mate = QuotingWorld.Person("Mia Mate", [world.Team], Role.Rep);
        var other = QuotingWorld.Person("Otto Other", [Guid.CreateVersion7()], Role.Rep, Role.TeamLead);
        var partner = QuotingWorld.Person("Pia Partner", [world.Team], Role.Partner);

        Assert.NotNull(QuotingWorld.Newest(await world.GetAsync(quote, mate)).Terms);
        Assert.Equal("NOT_YOUR_QUOTE", QuotingWorld.ReasonOf(await world.SubmitAsync(mate, quote)));
        foreach (var blind in new[] { other, partner })
        {
            Assert.Equal("NOT_FOUND", (await Assert.ThrowsAsync<RefusedException>(() => world.GetAsync(quote, blind))).Refusal.Reason);
            Assert.Equal("NOT_FOUND", QuotingWorld.ReasonOf(await world.SubmitAsync(blind, quote)));
            Assert.DoesNotContain(quote.QuoteId, await ListAsync(blind));
        }

        foreach (var seeing in new[] { world.Rita, mate, world.Tom, world.Hana, world.Lena, world.Bert })
        {
            Assert.Contains(quote.QuoteId, await ListAsync(seeing));
        }
    }

    [Fact]
    public async Task A_team_lead_and_the_head_of_sales_work_on_a_reps_quote()
    {
        var quote = await world.DraftAsync(world.Rita, world.Customer(), QuotingWorld.Ask());

        (await world.PriceAsync(world.Tom, quote)).OrThrow();
        (await world.SubmitAsync(world.Hana, quote)).OrThrow();
        Assert.Equal(world.Rita.Id.ToString(), (await world.SendAsync(world.Tom, quote)).OrThrow().Quote.OwnerId);
    }

    [Fact]
    public async Task The_inbox_holds_what_one_may_decide_and_what_has_changed()
    {
        var account = world.Customer();
        var quote = await world.SubmittedAsync(world.Rita, account, QuotingWorld.Ask(waived: 15_000_000_000));
        var asked = QuotingWorld.Asked(quote, "team_lead");
        var item = Assert.Single(await world.InboxAsync(world.Tom), i => i.Quote.QuoteId == quote.QuoteId);
        Assert.Empty(item.Changes);
        Assert.DoesNotContain(await world.InboxAsync(world.Hana), i => i.Quote.QuoteId == quote.QuoteId);

        (await world.GiveAsync(world.Tom, asked)).OrThrow();
        Assert.DoesNotContain(await world.InboxAsync(world.Tom), i => i.Quote.QuoteId == quote.QuoteId);
        (await world.EditAsync(world.Rita, quote, QuotingWorld.Ask(waived: 16_000_000_000))).OrThrow();
        (await world.PriceAsync(world.Rita, quote)).OrThrow();
        (await world.SubmitAsync(world.Rita, quote)).OrThrow();

        item = Assert.Single(await world.InboxAsync(world.Tom), i => i.Quote.QuoteId == quote.QuoteId);
        Assert.Equal(["Waived services: 1.6 DOT, 1.5 DOT when Tom Lead approved."], item.Changes);
    }

    [Fact]
    public async Task Complaint6_One_stream_of_events_tells_every_state_that_the_quote_was_in()
    {
        var quote = await world.SubmittedAsync(world.Rita, world.Customer(), QuotingWorld.Ask(waived: 15_000_000_000));
        (await world.DeclineAsync(world.Tom, QuotingWorld.Asked(quote, "team_lead"))).OrThrow();
        (await world.EditAsync(world.Rita, quote, QuotingWorld.Ask())).OrThrow();
        (await world.PriceAsync(world.Rita, quote)).OrThrow();
        (await world.SubmitAsync(world.Rita, quote)).OrThrow();
        (await world.SendAsync(world.Rita, quote)).OrThrow();
        (await world.WithdrawAsync(world.Rita, quote)).OrThrow();

        Assert.Equal(
            [
                nameof(QuoteDrafted), nameof(QuotePriced), nameof(QuoteSubmitted), nameof(ApprovalAsked), nameof(ApprovalDeclined),
                nameof(QuotePriced), nameof(QuoteSubmitted), nameof(QuoteApproved), nameof(QuoteSent), nameof(QuoteWithdrawn),
            ],
            await world.EventsAsync(quote));
        Assert.Equal((await world.GetAsync(quote)).Revisions, QuoteBook.Replay(await world.StepsAsync(quote)).ToMessage(0).Revisions);
    }

    private async Task<List<string>> ListAsync(Actor viewer) =>
        [.. (await world.Of<QuoteList>().ListAsync(new(200, null), new(null, null, null, null), viewer, CancellationToken.None)).Quotes.Select(q => q.QuoteId)];
}
