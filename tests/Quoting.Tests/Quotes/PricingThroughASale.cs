using CoretimeDesk.Market;
using CoretimeDesk.Quoting.V1;

namespace CoretimeDesk.Quoting.Tests.Quotes;

/// <summary>One long sale, from the lead-in into the next interlude: each test has the world to itself.</summary>
public sealed class PricingThroughASale(Testing.PostgresFixture postgres) : IAsyncLifetime
{
    private readonly QuotingWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_falling_price_needs_no_new_quote_until_the_phase_ends()
    {
        _world.Market.StartBlock = new(10_150_000);
        var quote = await _world.SubmittedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask());
        var limit = QuotingWorld.Newest(quote).Terms.Price.LimitPlanck;

        _world.Clock.Advance(TimeSpan.FromHours(30));
        Assert.True(_world.Market.Now().Sale.Curve.PriceAt(_world.Market.Now().RelayBlock) < Planck.Parse(limit));
        var sent = (await _world.SendAsync(_world.Rita, quote)).OrThrow().Quote;

        Assert.Equal(limit, QuotingWorld.Newest(sent).Snapshot.Terms.Price.LimitPlanck);
        Assert.Equal(ValidityClock.SalePhase, QuotingWorld.Newest(sent).Snapshot.Clock);
    }

    [Fact]
    public async Task A_price_of_a_phase_that_is_over_is_not_sent()
    {
        _world.Market.StartBlock = new(10_200_000);
        var quote = await _world.SubmittedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask());

        _world.Clock.Advance(_world.Market.UntilPhaseEnd());
        Assert.Equal("APPROVAL_LAPSED", QuotingWorld.ReasonOf(await _world.SendAsync(_world.Rita, quote)));
        Assert.Equal("RULES_REFUSE", QuotingWorld.ReasonOf(await _world.SubmitAsync(_world.Rita, quote)));

        // Priced again it is cheaper, and passes.
        (await _world.PriceAsync(_world.Rita, quote)).OrThrow();
        (await _world.SubmitAsync(_world.Rita, quote)).OrThrow();
        var sent = (await _world.SendAsync(_world.Rita, quote)).OrThrow().Quote;
        Assert.Equal("100000000000", QuotingWorld.Newest(sent).Snapshot.Terms.Price.LimitPlanck);
    }

    [Fact]
    public async Task In_the_interlude_nobody_can_buy_so_nobody_quotes()
    {
        _world.Clock.Advance(_world.Market.UntilPhaseEnd() + TimeSpan.FromHours(1));
        var quote = await _world.DraftAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask());

        var refusal = (await _world.PriceAsync(_world.Rita, quote)).Refusal!;

        Assert.Equal("SALE_INTERLUDE", refusal.Reason);
        Assert.Contains("begins at 1000 DOT", refusal.Message, StringComparison.Ordinal);
        Assert.True(DateTimeOffset.Parse(refusal.Facts["from"], System.Globalization.CultureInfo.InvariantCulture) > _world.Clock.Now.AddDays(6));
    }
}
