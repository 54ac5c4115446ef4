using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Testing;
using Grpc.Core;

namespace CoretimeDesk.Quoting.Tests.Quotes;

/// <summary>The giveaway ceiling counts the commission plan in force: 60 % less 25 % leave 35 % of 10 DOT. Whatever Commissions does, that is never skipped.</summary>
public sealed class CountingTheCommission(PostgresFixture postgres) : IAsyncLifetime
{
    private const ulong Deepest = 35_000_000_000;
    private readonly QuotingWorld _world = new(postgres);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task F7_Plan_and_rates_are_frozen_into_the_terms_when_it_is_priced()
    {
        _world.Commissions.Plan = new("spring-2", new(2_750), new(3_000), new(200), 180);
        var shortOne = QuotingWorld.Newest(await _world.PricedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask())).Terms;
        var year = QuotingWorld.Newest(await _world.PricedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(periods: 13))).Terms;

        // The overlay is for renewals from day 180 on: of a year there are some, of a period none.
        Assert.Equal(("spring-2", 2_750u, 0u), (shortOne.PlanId, shortOne.CommissionBp, shortOne.OverlayBp));
        Assert.Equal(("spring-2", 2_750u, 200u), (year.PlanId, year.CommissionBp, year.OverlayBp));
    }

    [Theory]
    [InlineData(2_500u, Deepest, false)]
    [InlineData(2_500u, Deepest + 1, true)]
    [InlineData(3_000u, Deepest - 5_000_000_000, false)]
    [InlineData(3_000u, Deepest - 4_999_999_999, true)]
    public async Task F7_The_deepest_concession_follows_from_the_plan_in_force_to_the_planck(uint rate, ulong conceded, bool isRefused)
    {
        _world.Commissions.Plan = new("p", new(rate), new(rate), default, 180);
        var quote = await _world.PricedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(waived: conceded, reason: "strategic"));

        Assert.Equal(isRefused ? "RULES_REFUSE" : "", QuotingWorld.ReasonOf(await _world.SubmitAsync(_world.Rita, quote)));
    }

    [Fact]
    public async Task F7_Without_a_known_commission_nothing_is_priced_judged_or_sent_and_a_repeat_may_still_go_well()
    {
        var draft = await _world.DraftAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask());
        var priced = await _world.PricedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask());
        var approved = await _world.SubmittedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask());
        _world.Commissions.IsAway = true;
        var send = QuotingWorld.As(_world.Rita);

        foreach (var ask in new Func<Task>[]
        {
            () => _world.PriceAsync(_world.Rita, draft), () => _world.SubmitAsync(_world.Rita, priced), () => _world.SendAsync(_world.Rita, approved, command: send),
            () => _world.Of<QuoteDesk>().DraftPricedAsync(QuotingWorld.As(_world.Rita), "", _world.Customer(), null, QuotingWorld.Ask(), CancellationToken.None),
            () => _world.Of<QuoteList>().PreviewAsync(_world.Rita, "", _world.Customer(), null, QuotingWorld.Ask(), CancellationToken.None),
        })
        {
            var away = await Assert.ThrowsAsync<RpcException>(ask);
            Assert.Equal((StatusCode.Unavailable, "COMMISSION_UNKNOWN"), (away.StatusCode, Refusals.ReasonOf(away)));
        }

        Assert.Equal((V1.QuoteState.Draft, V1.QuoteState.Priced, V1.QuoteState.Approved), (await StateAsync(draft), await StateAsync(priced), await StateAsync(approved)));
        _world.Commissions.IsAway = false;
        Assert.Equal(V1.QuoteState.Sent, QuotingWorld.Newest((await _world.SendAsync(_world.Rita, approved, command: send)).OrThrow().Quote).State);
    }

    [Fact]
    public async Task F7_A_token_without_a_plan_is_refused_with_its_name_and_the_fix()
    {
        _world.Commissions.Refusal = new(RefusalKind.Precondition, "NO_PLAN_IN_FORCE", "No commission plan for DOT is in force. Adopt one.");
        var draft = await _world.DraftAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask());

        var refusal = (await _world.PriceAsync(_world.Rita, draft)).Refusal!;

        Assert.Equal("NO_PLAN_IN_FORCE", refusal.Reason);
        Assert.Contains("DOT", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task F7_A_quote_that_was_priced_with_another_plan_is_priced_again_before_it_is_judged_or_sent()
    {
        var priced = await _world.PricedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask());
        var approved = await _world.SubmittedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask());
        _world.Commissions.Plan = _world.Commissions.Plan with { Id = "default-2", Flat = new(3_000) };

        Assert.Equal("PLAN_CHANGED", QuotingWorld.ReasonOf(await _world.SubmitAsync(_world.Rita, priced)));
        Assert.Equal("PLAN_CHANGED", QuotingWorld.ReasonOf(await _world.SendAsync(_world.Rita, approved)));

        (await _world.PriceAsync(_world.Rita, approved)).OrThrow();
        var sent = (await _world.SendAsync(_world.Rita, (await _world.SubmitAsync(_world.Rita, approved)).OrThrow().Quote)).OrThrow().Quote;
        Assert.Equal(("default-2", 3_000u), (QuotingWorld.Newest(sent).Snapshot.Terms.PlanId, QuotingWorld.Newest(sent).Snapshot.Terms.CommissionBp));
    }

    [Fact]
    public async Task F7_The_estimate_is_of_what_the_customer_would_pay_and_never_nothing_for_want_of_an_answer()
    {
        var estimates = _world.Of<EstimateDesk>();
        var draft = await _world.DraftAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask());
        Assert.StartsWith("Commission not yet available", (await estimates.OfAsync(draft, _world.Rita, "", CancellationToken.None))!.Problem, StringComparison.Ordinal);

        var priced = await _world.PricedAsync(_world.Rita, _world.Customer(), QuotingWorld.Ask(periods: 3, rebate: 7, sponsored: [new(2, 1)]));
        var total = QuotingWorld.Newest(priced).Terms.Total;
        Assert.Equal(total.CustomerNetPlanck, (await estimates.OfAsync(priced, _world.Rita, "", CancellationToken.None))!.Estimate.BasePlanck);
        Assert.Equal((_world.Rita.Id, Guid.Parse(priced.Customer.AccountId), 2), (_world.Commissions.Asked.Owner, _world.Commissions.Asked.Account, _world.Commissions.Asked.Payments.Count));

        _world.Commissions.IsAway = true;
        var away = (await estimates.OfAsync(priced, _world.Rita, "", CancellationToken.None))!;
        Assert.Null(away.Estimate);
        Assert.StartsWith("Commission not yet available", away.Problem, StringComparison.Ordinal);
        _world.Commissions.IsAway = false;
        _world.Commissions.Refusal = new(RefusalKind.Forbidden, "NOT_YOUR_ESTIMATE", "It is for its owner.");
        Assert.Null(await estimates.OfAsync(priced, _world.Tom, "", CancellationToken.None));
    }

    private async Task<V1.QuoteState> StateAsync(V1.Quote quote) => QuotingWorld.Newest(await _world.GetAsync(quote)).State;
}
