using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Tests.Quotes;

public sealed class LettingTheClockRun(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly QuotingWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_earliest_of_three_clocks_ends_it_and_the_quote_says_which()
    {
        var phase = QuotingWorld.Newest(await _world.SentAsync(_world.Rita, _world.Customer())).Snapshot;
        Assert.Equal((ValidityClock.SalePhase, _world.Clock.Now + _world.Market.UntilPhaseEnd()), (phase.Clock, phase.ValidUntil.ToDateTimeOffset()));

        var days = QuotingWorld.Newest(await _world.SentAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(days: 3))).Snapshot;
        Assert.Equal((ValidityClock.Calendar, _world.Clock.Now.AddDays(3)), (days.Clock, days.ValidUntil.ToDateTimeOffset()));
    }

    [Fact]
    public async Task It_is_over_at_that_instant_whether_anybody_looked_or_not_and_never_comes_back()
    {
        var sent = await _world.SentAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(days: 2));
        _world.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromTicks(10));
        Assert.Equal(QuoteState.Sent, QuotingWorld.Newest(await _world.GetAsync(sent)).State);

        _world.Clock.Advance(TimeSpan.FromTicks(10));
        Assert.Equal(QuoteState.Expired, QuotingWorld.Newest(await _world.GetAsync(sent)).State);
        Assert.DoesNotContain(nameof(QuoteExpired), await _world.EventsAsync(sent));
        Assert.Equal([sent.QuoteId], await ListAsync(QuoteState.Expired));
        Assert.Empty(await ListAsync(QuoteState.Sent));

        Assert.Equal("QUOTE_ENDED", QuotingWorld.ReasonOf(await _world.WithdrawAsync(_world.Rita, sent)));
        Assert.Equal("QUOTE_FROZEN", QuotingWorld.ReasonOf(await _world.PriceAsync(_world.Rita, sent)));
        Assert.Equal("NOT_APPROVED", QuotingWorld.ReasonOf(await _world.SendAsync(_world.Rita, sent)));
        Assert.Equal(1, await _world.SweepAsync());
        Assert.Equal(0, await _world.SweepAsync());
        Assert.Equal(nameof(QuoteExpired), (await _world.EventsAsync(sent))[^1]);
        var ended = QuotingWorld.Newest(await _world.GetAsync(sent));
        Assert.Equal(ended.Snapshot.ValidUntil, ended.EndedAt);
        Assert.Equal([sent.QuoteId], await ListAsync(QuoteState.Expired));
    }

    [Fact]
    public async Task A_revision_supersedes_when_it_is_sent_and_not_before()
    {
        var first = await _world.SentAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(days: 5));
        var revised = (await _world.ReviseAsync(_world.Rita, first)).OrThrow().Quote;
        Assert.Equal([QuoteState.Sent, QuoteState.Draft], revised.Revisions.Select(r => r.State));
        Assert.Equal("NOT_SENT", QuotingWorld.ReasonOf(await _world.ReviseAsync(_world.Rita, first)));

        (await _world.EditAsync(_world.Rita, first, QuotingWorld.Ask(cores: 2))).OrThrow();
        (await _world.PriceAsync(_world.Rita, first)).OrThrow();
        (await _world.SubmitAsync(_world.Rita, first)).OrThrow();
        var sent = (await _world.SendAsync(_world.Rita, first)).OrThrow().Quote;

        Assert.Equal([QuoteState.Superseded, QuoteState.Sent], sent.Revisions.Select(r => r.State));
        Assert.NotEqual(sent.Revisions[0].Snapshot.QuoteSha256, sent.Revisions[1].Snapshot.QuoteSha256);
        Assert.Equal(first.Revisions[0].Snapshot, sent.Revisions[0].Snapshot); // What went out stays what it was.
        await using var db = _world.Db();
        Assert.Equal(1, await db.Revisions.CountAsync(r => r.QuoteId == QuotingWorld.IdOf(first) && r.State == CoretimeDesk.Quoting.Quotes.QuoteState.Sent));
    }

    [Fact]
    public async Task An_expired_quote_is_revised_and_a_withdrawn_one_too()
    {
        var expired = await _world.SentAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(days: 1));
        _world.Clock.Advance(TimeSpan.FromDays(1));
        var revised = (await _world.ReviseAsync(_world.Rita, expired)).OrThrow().Quote;
        Assert.Equal([QuoteState.Expired, QuoteState.Draft], revised.Revisions.Select(r => r.State));

        Assert.Equal(QuoteState.Withdrawn, QuotingWorld.Newest((await _world.WithdrawAsync(_world.Rita, expired)).OrThrow().Quote).State);
        var third = (await _world.ReviseAsync(_world.Rita, expired)).OrThrow().Quote;
        Assert.Equal([QuoteState.Expired, QuoteState.Withdrawn, QuoteState.Draft], third.Revisions.Select(r => r.State));
    }

    [Fact]
    public async Task A_machine_whose_clock_is_behind_does_not_send_before_it_was_approved()
    {
        _world.Skew = TimeSpan.FromSeconds(30);
        var quote = await _world.PricedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask());
        var approved = QuotingWorld.Newest((await _world.SubmitAsync(_world.Rita, quote, replica: 1)).OrThrow().Quote);
        var sent = QuotingWorld.Newest((await _world.SendAsync(_world.Rita, quote, replica: 0)).OrThrow().Quote);

        Assert.True(sent.Snapshot.SentAt.ToDateTimeOffset() >= approved.Judgement.JudgedAt.ToDateTimeOffset());
    }

    [Fact]
    public async Task A_repeated_command_gets_the_first_answer_and_sends_nothing_twice()
    {
        var quote = await _world.SubmittedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask());
        var command = QuotingWorld.As(_world.Rita);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => _world.SendAsync(_world.Rita, quote, replica: i, command: command)));

        Assert.Single(answers.Select(a => a.OrThrow().Quote.Revisions[^1].Snapshot.QuoteSha256).Distinct());
        Assert.Single(await _world.EventsAsync(quote), e => e == nameof(QuoteSent));
    }

    private async Task<List<string>> ListAsync(QuoteState state) =>
        [.. (await _world.Of<CoretimeDesk.Quoting.Quotes.QuoteList>().ListAsync(new(50, null), new((CoretimeDesk.Quoting.Quotes.QuoteState)state, null, null, null), _world.Hana, CancellationToken.None)).Quotes.Select(q => q.QuoteId)];
}
