using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using static CoretimeDesk.Commissions.Tests.CommissionsWorld;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>What a signed customer pays counts although no quote has it: a core that its chain goes on renewing, one that it buys beside. 1,000 DOT are a commission of 250.</summary>
public sealed class CountingWhatNoQuoteHas(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Sovereign = "0x7369626cd0070000000000000000000000000000000000000000000000000000";
    private const string Stranger = "0x00000000000000000000000000000000000000000000000000000000000000e1";
    private static readonly DateTimeOffset Day = Start.AddDays(1);
    private readonly CommissionsWorld _world = new(postgres);
    private readonly Sale _sale = new();

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.DeliverAsync([.. _sale.Begun(Start.AddHours(6)), _sale.HasPara(Start)]);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task F8_A_core_that_the_customers_chain_renews_by_itself_beyond_the_quote_accrues_and_is_earned_as_it_runs()
    {
        await _world.DeliverAsync([.. _sale.RenewedBeside(1, Day, 1_000 * Sale.Dot, Sovereign), _sale.Noted(Sovereign, HowVerified.ParaSovereign, Day)]);
        _world.MoveTo(Day.AddDays(60));

        var explained = await ExplainAsync(1);

        Assert.Equal(("", 250 * Sale.Dot, 250 * Sale.Dot), (explained.Exclusion, Total(explained, "accrue"), Total(explained, "earn")));
    }

    [Theory]
    [InlineData("third_party", Stranger, MatchPayer.Stranger)]
    [InlineData("sponsor_paid", Stranger, MatchPayer.Sponsor)]
    public async Task F9_A_core_of_the_customers_that_others_renew_accrues_nothing_and_says_why(string reason, string payer, MatchPayer who)
    {
        await _world.DeliverAsync(_sale.RenewedBeside(1, Day, 1_000 * Sale.Dot, payer, who));
        Assert.Equal(reason, (await ExplainAsync(1)).Exclusion);
    }

    [Fact]
    public async Task F8_What_a_verified_account_buys_beside_the_quote_accrues_and_what_a_typed_one_does_is_nobodys()
    {
        var (begin, end) = Sale.RegionOf(Day, 28);
        TopicEvent Beside(int fact, string payer) => _sale.Judged(fact, Day, 1_000 * Sale.Dot, PaidKind.Purchase, MatchState.Unmatched, payer, MatchPayer.Stranger, begin, end);
        await _world.DeliverAsync([_sale.Noted(Sale.Buyer, HowVerified.SignedChallenge, Day), _sale.Noted(Stranger, HowVerified.Unverified, Day), Beside(1, Sale.Buyer), Beside(2, Stranger)]);

        Assert.Equal(250 * Sale.Dot, Total(await ExplainAsync(1), "accrue"));
        Assert.Equal("NOT_FOUND", await RefusedAsync(2));

        // It is verified later: what it paid counts by itself. Two customers declare it: it can be told of neither.
        await _world.DeliverAsync(_sale.Noted(Stranger, HowVerified.SignedChallenge, Day.AddDays(1)));
        Assert.Equal(250 * Sale.Dot, Total(await ExplainAsync(2), "accrue"));
        await _world.DeliverAsync(new Sale(2).Noted(Stranger, HowVerified.Declared, Day.AddDays(2)));
        Assert.Equal("NOT_FOUND", await RefusedAsync(2));
    }

    [Fact]
    public async Task F8_A_payment_that_is_matched_later_stays_the_same_payment_and_one_that_was_matched_wrongly_is_none()
    {
        await _world.DeliverAsync([_sale.Noted(Sale.Buyer, HowVerified.SignedChallenge, Day), .. _sale.RenewedBeside(1, Day, 1_000 * Sale.Dot, Sale.Buyer), .. _sale.RenewedBeside(2, Day, 1_000 * Sale.Dot, Sale.Buyer, differs: "reversed_before")]);
        var before = await ExplainAsync(1);
        var (begin, end) = Sale.RegionOf(Day, 28);
        await _world.DeliverAsync(_sale.Judged(1, Day, 1_000 * Sale.Dot, PaidKind.Renewal, MatchState.Counted, begin: begin, end: end, toldAt: Day.AddDays(2)));

        Assert.Equal(before, await ExplainAsync(1));
        Assert.Equal("NOT_FOUND", await RefusedAsync(2));
    }

    [Fact]
    public async Task F9_An_account_that_was_removed_excludes_what_it_paid_until_then_and_one_that_is_added_again_all()
    {
        await _world.DeliverAsync([_sale.Ordered(7, Day, 5 * Sale.Dot, payer: Sale.AccountOf(Sol)), _sale.Ordered(8, Day.AddDays(4), 5 * Sale.Dot, payer: Sale.AccountOf(Sol)), Sale.KeyRemoved(Sol, Day.AddDays(3), 3)]);
        Assert.Equal(("", ""), ((await ExplainAsync(7)).Exclusion, (await ExplainAsync(8)).Exclusion));
        await _world.DeliverAsync(Sale.KeyOf(Sol, Day.AddDays(2)));
        Assert.Equal(("self_dealing", ""), ((await ExplainAsync(7)).Exclusion, (await ExplainAsync(8)).Exclusion));
        await _world.DeliverAsync(Sale.KeyOf(Sol, Day.AddDays(9), sequence: 4));
        Assert.Equal(("self_dealing", "self_dealing"), ((await ExplainAsync(7)).Exclusion, (await ExplainAsync(8)).Exclusion));
    }

    private async Task<ExplainPaymentResponse> ExplainAsync(int fact) => await _world.Statements.ExplainPaymentAsync(new() { Event = $"{_sale.FactId(fact)}" }, _world.As(Bert));

    private async Task<string> RefusedAsync(int fact) => (await CommissionsWorld.RefusedAsync(_world.Statements.ExplainPaymentAsync(new() { Event = $"{_sale.FactId(fact)}" }, _world.As(Bert)))).Reason;

    private static UInt128 Total(ExplainPaymentResponse explained, string kind) => explained.Lines.Where(l => l.Kind == kind).Aggregate(UInt128.Zero, (sum, l) => sum + UInt128.Parse(l.Planck));
}
