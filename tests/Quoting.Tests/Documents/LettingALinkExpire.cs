using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Tests.Documents;

/// <summary>Has a world of its own: it moves the clock.</summary>
public sealed class LettingALinkExpire(DocumentsWorld world) : IClassFixture<DocumentsWorld>
{
    [Fact]
    public async Task It_ends_to_the_microsecond_although_no_clock_of_the_desk_has_looked_yet()
    {
        var quote = await world.SentAsync(periods: 1, days: 2);
        var token = await world.TokenAsync(quote);
        var validUntil = QuotingWorld.Newest(quote).Snapshot.ValidUntil.ToDateTimeOffset();

        world.Clock.Advance(validUntil - world.Clock.Now - TimeSpan.FromMicroseconds(1));
        Assert.Equal(V1.LinkStanding.Open, (await world.Documents.OpenQuoteAsync(new() { Token = token })).Standing);
        world.Clock.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(V1.LinkStanding.Expired, (await world.Documents.OpenQuoteAsync(new() { Token = token })).Standing);
    }

    [Theory]
    [InlineData(QuoteState.Sent, 0, LinkStandingExpected.Expired)]
    [InlineData(QuoteState.Sent, -1, LinkStandingExpected.Open)]
    [InlineData(QuoteState.Accepted, 0, LinkStandingExpected.Open)]
    [InlineData(QuoteState.Won, 89, LinkStandingExpected.Open)]
    [InlineData(QuoteState.Won, 90, LinkStandingExpected.Expired)]
    [InlineData(QuoteState.Expired, -1, LinkStandingExpected.Expired)]
    [InlineData(QuoteState.Withdrawn, -1, LinkStandingExpected.Withdrawn)]
    [InlineData(QuoteState.Superseded, -1, LinkStandingExpected.Superseded)]
    public void What_was_accepted_can_be_looked_at_for_longer(QuoteState state, int daysAfter, LinkStandingExpected expected)
    {
        var validUntil = new DateTimeOffset(2026, 11, 17, 9, 0, 0, TimeSpan.Zero);
        Assert.Equal($"{expected}", $"{LinkRules.StandingOf(state, validUntil, validUntil.AddDays(daysAfter))}");
    }

    /// <summary>The domain's and the wire's enums bear the same name.</summary>
    public enum LinkStandingExpected
    {
        Open,
        Expired,
        Withdrawn,
        Superseded,
    }
}
