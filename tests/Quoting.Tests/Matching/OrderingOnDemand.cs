using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using Google.Protobuf.WellKnownTypes;
using QuoteLine = CoretimeDesk.Quoting.Quotes.QuoteLine;
using QuoteState = CoretimeDesk.Quoting.V1.QuoteState;
using Settlement = CoretimeDesk.Quoting.Quotes.Settlement;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>Finalised on-demand orders on the relay chain win quotes that are budgets, and fill them.</summary>
public sealed class OrderingOnDemand(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Relay = "polkadot-relay";
    private static readonly UInt128 Dot = 10_000_000_000;
    private readonly QuotingWorld _desk = new(postgres);
    private MatchingWorld _chain = null!;
    private static uint _block = 20_000_000;

    public async ValueTask InitializeAsync()
    {
        await _desk.InitializeAsync();
        _chain = new(_desk);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task The_first_order_of_a_budget_wins_the_quote_and_the_others_fill_it()
    {
        var (quote, account, para) = await BudgetAsync(3 * Dot);
        var (first, second, above) = (Order(account, para, Dot), Order(account, para, 2 * Dot), Order(account, para, 1));
        await _chain.SaysAsync(first, second, above, first);

        Assert.Equal(QuoteState.Won, await _chain.StateAsync(quote));
        Assert.Equal(["QuoteAccepted", "QuoteWon", "QuoteFulfilled", "QuoteFulfilled"], (await _desk.EventsAsync(quote))[^4..]);
        var won = Assert.Single(await _chain.PublicAsync<QuoteWon>(quote));
        Assert.Equal((first.Origin.FactId, Relay, PaidKind.Order, $"{Dot}", account, 0u, 0u), (won.FactId, won.Chain, won.Kind, won.PaidPlanck, won.Payer, won.Cores, won.End));
        Assert.Equal(
            [($"{Dot}", $"{3 * Dot}", false), ($"{3 * Dot}", $"{3 * Dot}", true)], (await _chain.PublicAsync<QuoteFulfilled>(quote)).Select(f => (f.PaidPlanck, f.BudgetPlanck, f.Complete)));
        Assert.Equal(("Counted by Score", "Counted by Score", "Surplus by Score: OverLimit"), (await _chain.ToldAsync(first), await _chain.ToldAsync(second), await _chain.ToldAsync(above)));
    }

    [Fact]
    public async Task Credit_a_sponsor_and_strangers_win_nothing_and_a_stranger_who_is_verified_wins_by_itself()
    {
        var customer = _desk.Customer();
        var (quote, account, para) = await BudgetAsync(5 * Dot, customer);
        var stranger = MatchingWorld.Account();
        var (credit, sponsor, other, waits) = (Order(account, para, Dot, PaymentMeans.Credits), Order(MatchingWorld.Sponsor, para, Dot), Order(stranger, para, Dot), Order(stranger, para, Dot));
        await _chain.SaysAsync(credit, sponsor, other, waits);
        Assert.Equal(QuoteState.Sent, await _chain.StateAsync(quote));
        Assert.Equal(
            ["OutsideTerms by Score: PaidByCredit", "Unmatched: PaidBySponsor, Weak", "InReview: WrongAccount, Weak", "Unmatched: WrongAccount, Weak"],
            [await _chain.ToldAsync(credit), await _chain.ToldAsync(sponsor), await _chain.ToldAsync(other), await _chain.ToldAsync(waits)]);

        await _chain.VerifiedAsync(customer, stranger);
        Assert.Equal(QuoteState.Won, await _chain.StateAsync(quote));
        Assert.Equal(("Counted by Score", "Counted by Score"), (await _chain.ToldAsync(other), await _chain.ToldAsync(waits)));
        Assert.Equal(other.Origin.FactId, Assert.Single(await _chain.PublicAsync<QuoteWon>(quote)).FactId);
    }

    [Fact]
    public async Task A_person_decides_about_a_strangers_orders_once_and_can_take_it_back()
    {
        var (quote, _, para) = await BudgetAsync(5 * Dot);
        var stranger = MatchingWorld.Account();
        var (first, second) = (Order(stranger, para, Dot), Order(stranger, para, 2 * Dot));
        await _chain.SaysAsync(first, second);
        (await _chain.DecideAsync(_desk.Hana, first, MatchingWorld.DigestOf(quote))).OrThrow();
        Assert.Equal(("Counted by Person: WrongAccount, Weak", "Counted by Person: WrongAccount, Weak"), (await _chain.ToldAsync(first), await _chain.ToldAsync(second)));
        Assert.Equal($"{3 * Dot}", (await _chain.PublicAsync<QuoteFulfilled>(quote))[^1].PaidPlanck);

        (await _chain.ReverseAsync(_desk.Hana, first)).OrThrow();
        Assert.Equal((QuoteState.Sent, "Rejected by Person", "Rejected by Person"), (await _chain.StateAsync(quote), await _chain.ToldAsync(first), await _chain.ToldAsync(second)));
        Assert.Equal("0", (await _chain.PublicAsync<QuoteFulfilled>(quote))[^1].PaidPlanck);
    }

    [Fact]
    public async Task Of_cores_and_a_budget_the_earlier_paid_event_of_either_chain_wins()
    {
        var customer = _desk.Customer();
        var para = MatchingWorld.AnyPara();
        var mixed = new CoretimeDesk.Quoting.Quotes.QuoteAsk { Lines = [new QuoteLine.Coretime([new(1, 1)], [], default), OnDemand(5 * Dot)], Settlement = Settlement.CustomerBuys, ParaId = para };
        var (quote, account) = await _chain.SentAsync(customer: customer, ask: mixed);
        var block = _chain.Next(_desk.Clock.Now.AddMinutes(2));
        var core = block.Buys(account, _chain.Sale, 10 * Dot);
        await _chain.SaysAsync(block.Remarks(MatchingWorld.DigestOf(quote)), core);
        var order = Order(account, para, Dot, at: _desk.Clock.Now.AddMinutes(1));
        await _chain.SaysAsync(order);

        Assert.Equal([(core.Origin.FactId, false), (order.Origin.FactId, true)], (await _chain.PublicAsync<QuoteWon>(quote)).Select(w => (w.FactId, w.IsRestated)));
        Assert.Equal(("Counted by Digest", "Counted by Score"), (await _chain.ToldAsync(core), await _chain.ToldAsync(order)));

        (await _chain.ReverseAsync(_desk.Hana, order)).OrThrow();
        Assert.Equal((QuoteState.Won, core.Origin.FactId), (await _chain.StateAsync(quote), (await _chain.PublicAsync<QuoteWon>(quote))[^1].FactId));
        (await _chain.ReverseAsync(_desk.Hana, core)).OrThrow();
        Assert.Equal(QuoteState.Sent, await _chain.StateAsync(quote));
    }

    [Fact]
    public async Task Orders_in_any_order_and_on_any_replica_spend_the_budget_in_the_order_of_the_chain()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var (quote, account, para) = await BudgetAsync(5 * Dot);
        var orders = Enumerable.Range(0, 12).Select(i => Order(account, para, Dot / 2, at: _desk.Clock.Now.AddSeconds(6 * i))).ToArray();
        var told = orders.Concat(orders).ToArray();
        random.Shuffle(told);
        await Task.WhenAll(told.Chunk(6).Select(part => _chain.SaysAsync(part)));

        foreach (var (order, i) in orders.Select((o, i) => (o, i)))
        {
            var expected = i < 10 ? "Counted by Score" : "Surplus by Score: OverLimit";
            Assert.True(await _chain.ToldAsync(order) == expected, $"seed {seed}: order {i} is {await _chain.ToldAsync(order)}");
        }

        Assert.Equal(orders[0].Origin.FactId, (await _chain.PublicAsync<QuoteWon>(quote))[^1].FactId);
        Assert.True((await _chain.PublicAsync<QuoteFulfilled>(quote))[^1].Complete, $"seed {seed}");
    }

    [Fact]
    public async Task Orders_of_which_no_budget_is_out_are_not_kept()
    {
        var (quote, account, para) = await BudgetAsync(5 * Dot);
        var before = Order(account, para, Dot, at: _desk.Clock.Now.AddMinutes(-1));
        var elsewhere = Order(account, para, Dot);
        elsewhere.Origin.Chain = "kusama-relay";
        await _chain.SaysAsync(before, elsewhere);
        await using var db = _desk.Db();
        Assert.False(db.PaidFacts.Any(f => f.Id == MatchingWorld.IdOf(before) || f.Id == MatchingWorld.IdOf(elsewhere)));
        Assert.Equal(QuoteState.Sent, await _chain.StateAsync(quote));
    }

    private static QuoteLine.OnDemand OnDemand(UInt128 budget) => new(new Planck(budget), Planck.Zero, default);

    private async Task<(V1.Quote Quote, string Account, uint Para)> BudgetAsync(UInt128 budget, Guid? customer = null)
    {
        var para = MatchingWorld.AnyPara();
        var ask = new CoretimeDesk.Quoting.Quotes.QuoteAsk { Lines = [OnDemand(budget)], Settlement = Settlement.CustomerBuys, ParaId = para };
        var (quote, account) = await _chain.SentAsync(customer: customer, ask: ask);
        return (quote, account, para);
    }

    private OnDemandOrderPlaced Order(string account, uint para, UInt128 price, PaymentMeans means = PaymentMeans.Balance, DateTimeOffset? at = null) => Order(_desk, account, para, price, means, at);

    /// <summary>A finalised order in a block of its own.</summary>
    internal static OnDemandOrderPlaced Order(QuotingWorld desk, string account, uint para, UInt128 price, PaymentMeans means = PaymentMeans.Balance, DateTimeOffset? at = null)
    {
        var number = Interlocked.Increment(ref _block);
        return new()
        {
            Origin = new()
            {
                FactId = $"{Guid.CreateVersion7()}",
                Chain = Relay,
                Kind = ChainKind.Relay,
                GenesisHash = "0x00",
                BlockNumber = number,
                BlockHash = MatchingWorld.Account(),
                EventIndex = 1,
                ExtrinsicIndex = 2,
                OccurredAt = (at ?? desk.Clock.Now).ToTimestamp(),
                Token = new() { Symbol = "DOT", Decimals = 10 },
            },
            Para = para,
            SpotPrice = $"{price}",
            OrderedBy = account,
            Means = means,
            Evidence = PaymentEvidence.Call,
        };
    }
}
