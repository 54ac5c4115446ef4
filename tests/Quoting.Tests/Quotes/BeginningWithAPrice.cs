using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using Microsoft.EntityFrameworkCore;
using QuoteState = CoretimeDesk.Quoting.V1.QuoteState;

namespace CoretimeDesk.Quoting.Tests.Quotes;

/// <summary>Begun and priced in one command: all of it or nothing.</summary>
public sealed class BeginningWithAPrice(QuotingWorld world) : IClassFixture<QuotingWorld>, IDisposable
{
    public void Dispose() => (world.Market.Lag, world.Market.Refusal) = (TimeSpan.Zero, null);

    [Fact]
    public async Task It_is_the_quote_that_two_commands_would_make()
    {
        var account = world.Customer();
        var ask = QuotingWorld.Ask(periods: 3, cores: 2, waived: 5);
        var atOnce = (await BeginAsync(world.Rita, account, ask)).OrThrow().Quote;
        var inTwo = await world.PricedAsync(world.Rita, account, ask);

        Assert.Equal(QuoteState.Priced, QuotingWorld.Newest(atOnce).State);
        Assert.Equal([nameof(QuoteDrafted), nameof(QuotePriced)], await world.EventsAsync(atOnce));
        Assert.Equal(await world.EventsAsync(inTwo), await world.EventsAsync(atOnce));
        var (one, two) = (QuotingWorld.Newest(atOnce).Terms.Clone(), QuotingWorld.Newest(inTwo).Terms.Clone());
        Assert.NotEqual(one.InternalSalt, two.InternalSalt);
        (one.QuoteId, two.QuoteId) = ("", "");
        (one.InternalSalt, one.InternalSha256) = (two.InternalSalt, two.InternalSha256);
        Assert.Equal(two, one);
        Assert.Equal(atOnce, await world.GetAsync(atOnce, world.Rita));
        Assert.Equal(atOnce.Revisions, QuoteBook.Replay(await world.StepsAsync(atOnce)).ToMessage(0).Revisions);
        Assert.Equal(QuoteState.Sent, QuotingWorld.Newest((await world.SendAsync(world.Rita, (await world.SubmitAsync(world.Rita, atOnce)).OrThrow().Quote)).OrThrow().Quote).State);
    }

    [Fact]
    public async Task What_keeps_it_from_being_priced_keeps_it_from_being_begun()
    {
        var account = world.Customer();
        world.Market.Lag = TimeSpan.FromSeconds(121);
        var command = QuotingWorld.As(world.Rita);
        Assert.Equal("PRICE_STALE", QuotingWorld.ReasonOf(await BeginAsync(world.Rita, account, QuotingWorld.Ask(), command)));
        world.Market.Lag = TimeSpan.Zero;
        // The first answer stays the answer; asked anew it is begun.
        Assert.Equal("PRICE_STALE", QuotingWorld.ReasonOf(await BeginAsync(world.Rita, account, QuotingWorld.Ask(), command)));
        world.Market.Refusal = new(RefusalKind.Precondition, "NO_SALE", "There is no sale.");
        Assert.Equal("NO_SALE", QuotingWorld.ReasonOf(await BeginAsync(world.Rita, account, QuotingWorld.Ask())));
        world.Market.Refusal = null;
        Assert.Equal("SOLD_OUT", QuotingWorld.ReasonOf(await BeginAsync(world.Rita, account, QuotingWorld.Ask(cores: 51))));
        await using (var db = world.Db())
        {
            Assert.False(await db.Quotes.AnyAsync(q => q.AccountId == account));
            Assert.False(await db.Revisions.AnyAsync(r => !db.Quotes.Any(q => q.Id == r.QuoteId)));
        }

        (await BeginAsync(world.Rita, account, QuotingWorld.Ask())).OrThrow();
    }

    [Fact]
    public async Task F3_A_concession_is_not_begun_while_the_size_is_reviewed()
    {
        var (account, review) = (world.Customer(), Guid.CreateVersion7());
        await world.DeliverAsync("leads", "size_review", review, 1, new Leads.V1.SizeReviewOpened { ReviewId = $"{review}", AccountId = $"{account}", OpenedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(world.Clock.Now) });

        Assert.Equal("CONCESSIONS_FROZEN", QuotingWorld.ReasonOf(await BeginAsync(world.Rita, account, QuotingWorld.Ask(waived: 5))));
        (await BeginAsync(world.Rita, account, QuotingWorld.Ask())).OrThrow();
        await using var db = world.Db();
        Assert.Equal(1, await db.Quotes.CountAsync(q => q.AccountId == account));
    }

    [Fact]
    public async Task A_stranger_learns_of_no_price()
    {
        world.Market.Lag = TimeSpan.FromSeconds(121);

        Assert.Equal("NOT_YOUR_CUSTOMER", QuotingWorld.ReasonOf(await BeginAsync(QuotingWorld.Person("Stan Stranger", [], Role.Rep), world.Customer(), QuotingWorld.Ask())));
    }

    [Fact]
    public async Task Repeated_atOnce_by_two_replicas_it_is_one_quote()
    {
        var (account, command) = (world.Customer(), QuotingWorld.As(world.Rita));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => BeginAsync(world.Rita, account, QuotingWorld.Ask(), command, replica: i))));

        Assert.Single(answers.Select(a => a.OrThrow().Quote.QuoteId).Distinct());
        await using var db = world.Db();
        Assert.Equal(1, await db.Quotes.CountAsync(q => q.AccountId == account));
    }

    private Task<Outcome<DraftQuoteResponse>> BeginAsync(Actor by, Guid account, CoretimeDesk.Quoting.Quotes.QuoteAsk ask, Command? command = null, int replica = 0) =>
        world.Of<QuoteDesk>(replica).DraftPricedAsync(command ?? QuotingWorld.As(by), "", account, null, ask, CancellationToken.None);
}
