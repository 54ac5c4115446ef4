using CoretimeDesk.Quoting.Matching;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>On-demand orders fill the budget of a quote, and the first that the customer paid wins it.</summary>
public sealed class OrderingOnDemand
{
    private const uint Para = 2_000;
    private readonly ChainStory _story = new ChainStory().Customer("Aleph", "aleph", Para).Customer("Beth", "beth", 3_000).Sponsor("sponsor");

    [Fact]
    public void The_first_order_wins_and_the_later_ones_fill_the_budget_to_the_planck()
    {
        var quote = _story.Budget("Aleph", 3m);
        var (first, second, third) = (_story.Order("aleph", Para), _story.Order("aleph", Para, 1.5m), _story.Order("aleph", Para, 0.5m));

        Assert.All([first, second, third], o => Assert.Equal((100, "Counted by Score"), (_story.VerdictOf(o).Score, _story.Told(o))));
        var use = _story.UseOf(quote);
        Assert.Equal((first.FactId, ChainStory.Dot(3m), quote.Budget!.Customer), (use.First!.FactId, use.Customer, use.All));
        Assert.Equal("Surplus by Score: OverLimit", _story.Told(_story.Order("aleph", Para, 0.0000000001m)));
    }

    /// <summary>Who orders, for whom, how paid, for how much, of a budget of 3 DOT; and what that is.</summary>
    [Theory]
    [InlineData("aleph", Para, 3, OrderMeans.Balance, "Counted by Score", true)]
    [InlineData("aleph", Para, 4, OrderMeans.Balance, "Surplus by Score: OverLimit", false)]
    [InlineData("aleph", 9u, 1, OrderMeans.Balance, "InReview: Weak, OtherTask", false)]
    [InlineData("aleph", 9u, 4, OrderMeans.Balance, "Unmatched: OverLimit, Weak, OtherTask", false)]
    [InlineData("aleph", 3_000u, 1, OrderMeans.Balance, "InReview: Weak, OtherTask", false)]
    [InlineData("aleph", Para, 1, OrderMeans.Credits, "OutsideTerms by Score: PaidByCredit", false)]
    [InlineData("aleph", Para, 1, OrderMeans.Unknown, "OutsideTerms by Score: PaymentUnknown", false)]
    [InlineData("sponsor", Para, 1, OrderMeans.Balance, "Unmatched: PaidBySponsor, Weak", false)]
    [InlineData("sponsor", 9u, 1, OrderMeans.Balance, "Unmatched", false)]
    [InlineData("mallory", Para, 1, OrderMeans.Balance, "InReview: WrongAccount, Weak", false)]
    [InlineData("mallory", Para, 4, OrderMeans.Balance, "Unmatched", false)]
    [InlineData("mallory", 9u, 1, OrderMeans.Balance, "Unmatched", false)]
    [InlineData("beth", 3_000u, 1, OrderMeans.Balance, "Unmatched", false)]
    public void Each_kind_of_order_has_its_outcome(string account, uint task, int dot, OrderMeans means, string told, bool wins)
    {
        var quote = _story.Budget("Aleph", 3m);
        var order = _story.Order(account, task, dot, means);
        Assert.Equal((told, wins, wins), (_story.Told(order), _story.VerdictOf(order).IsCustomerPaid, _story.UseOf(quote).First is not null));
    }

    [Theory]
    [InlineData("sponsor", OrderMeans.Balance, "Counted by Score")]
    [InlineData("sponsor", OrderMeans.Credits, "OutsideTerms by Score: PaidByCredit")]
    [InlineData("aleph", OrderMeans.Balance, "OutsideTerms by Score: PaidByCustomer")]
    public void A_budget_that_the_sponsor_orders_is_fulfilled_by_the_sponsor_and_never_won(string account, OrderMeans means, string told)
    {
        var quote = _story.Budget("Aleph", 0m, sponsors: 3m);
        var order = _story.Order(account, Para, 1m, means);
        Assert.Equal(told, _story.Told(order));
        Assert.Null(_story.UseOf(quote).First);
    }

    [Fact]
    public void Sponsor_and_customer_each_fill_their_own_part()
    {
        var quote = _story.Budget("Aleph", 2m, sponsors: 1m);
        var (given, more, own) = (_story.Order("sponsor", Para), _story.Order("sponsor", Para), _story.Order("aleph", Para, 2m));
        Assert.Equal(("Counted by Score", "Surplus by Score: OverLimit", "Counted by Score"), (_story.Told(given), _story.Told(more), _story.Told(own)));
        Assert.Equal((ChainStory.Dot(2m), ChainStory.Dot(1m), own.FactId), (_story.UseOf(quote).Customer, _story.UseOf(quote).Sponsor, _story.UseOf(quote).First!.FactId));
    }

    [Fact]
    public void Two_open_budgets_are_never_guessed_between_and_people_are_asked_once()
    {
        var (one, two) = (_story.Budget("Aleph", 5m), _story.Budget("Aleph", 5m));
        var orders = Enumerable.Range(0, 4).Select(_ => _story.Order("aleph", Para)).ToList();
        Assert.Equal(["InReview: Ambiguous", "Unmatched: Ambiguous", "Unmatched: Ambiguous", "Unmatched: Ambiguous"], orders.Select(_story.Told));
        Assert.Equal([one.Digest, two.Digest], _story.VerdictOf(orders[0]).Candidates.Select(c => c.Digest));

        // What a person says of the first goes for those that waited with it.
        _story.Decided(new(orders[0].FactId, two.Digest, new HashSet<string>()));
        Assert.All(orders, o => Assert.Equal((two.Digest, "Counted by Person"), (_story.VerdictOf(o).Digest, _story.Told(o))));
        Assert.Null(_story.UseOf(one).First);
        Assert.Equal(ChainStory.Dot(4m), _story.UseOf(two).Customer);
    }

    [Fact]
    public void A_full_budget_leaves_the_order_to_the_one_with_room()
    {
        var (one, two) = (_story.Budget("Aleph", 1m), _story.Budget("Aleph", 5m));
        _story.Order("aleph", Para, digest: one);
        var next = _story.Order("aleph", Para);
        Assert.Equal((two.Digest, "Counted by Score"), (_story.VerdictOf(next).Digest, _story.Told(next)));
    }

    [Fact]
    public void A_rejected_stranger_is_not_asked_about_again_and_a_verified_one_counts_by_itself()
    {
        var quote = _story.Budget("Aleph", 5m);
        var (first, second) = (_story.Order("mallory", Para), _story.Order("mallory", Para));
        _story.Decided(new(first.FactId, null, new HashSet<string> { quote.Digest }));
        Assert.Equal(("Rejected by Person", "Rejected by Person"), (_story.Told(first), _story.Told(second)));

        _story.Customer("Aleph", "mallory");
        Assert.Equal(("Rejected by Person", "Counted by Score"), (_story.Told(first), _story.Told(second)));
        Assert.Equal(second.FactId, _story.UseOf(quote).First!.FactId);
    }

    [Fact]
    public void The_last_moment_of_the_validity_counts_and_afterwards_only_a_digest_asks()
    {
        var quote = _story.Budget("Aleph", 5m, validHours: 2);
        var (inTime, late, tagged) = (_story.Order("aleph", Para), _story.Order("aleph", Para), _story.Order("aleph", Para, digest: quote));
        Assert.Equal(quote.ValidUntil, late.OccurredAt);
        Assert.Equal(("Counted by Score", "Unmatched", "InReview: Late"), (_story.Told(inTime), _story.Told(late), _story.Told(tagged)));

        _story.Decided(new(tagged.FactId, quote.Digest, new HashSet<string>()));
        Assert.Equal("OutsideTerms by Person: Late", _story.Told(tagged));
    }

    [Fact]
    public void An_order_before_a_withdrawal_wins_and_one_after_it_is_nobodys()
    {
        var quote = _story.Budget("Aleph", 5m);
        var before = _story.Order("aleph", Para);
        _story.End(quote, QuoteEnding.Withdrawn);
        Assert.Equal(("Counted by Score", "Unmatched"), (_story.Told(before), _story.Told(_story.Order("aleph", Para))));
        Assert.Equal("InReview: Withdrawn", _story.Told(_story.Order("aleph", Para, digest: quote)));
    }

    [Fact]
    public void Nobody_brings_credit_under_the_terms_by_confirming()
    {
        var quote = _story.Budget("Aleph", 5m);
        var order = _story.Order("aleph", Para, means: OrderMeans.Credits, digest: quote);
        _story.Decided(new(order.FactId, quote.Digest, new HashSet<string>()));
        Assert.Equal(("OutsideTerms by Person: PaidByCredit", false), (_story.Told(order), _story.VerdictOf(order).IsCustomerPaid));
        Assert.Null(_story.UseOf(quote).First);
    }

    [Fact]
    public void Another_networks_order_is_no_quotes()
    {
        _story.Budget("Aleph", 5m);
        var order = _story.Order("aleph", Para);
        _story.Orders[0] = order with { Place = order.Place with { Chain = "polkadot-relay" } };
        Assert.Equal("Unmatched", _story.Told(_story.Orders[0]));
    }

    [Fact]
    public void A_core_takes_no_budget_and_an_order_no_core()
    {
        var quote = _story.Budget("Aleph", 3m, cores: 1);
        var order = _story.Order("aleph", Para);
        var core = _story.Buy("aleph", digests: quote);
        Assert.Equal(("Counted by Score", "Counted by Digest"), (_story.Told(order), _story.Told(core)));
        Assert.Equal((1u, ChainStory.Dot(1m)), (_story.Of(quote).First.Counted, _story.UseOf(quote).Customer));

        var budgetAlone = _story.Budget("Beth", 3m);
        Assert.Equal("InReview: WrongSale", _story.Told(_story.Buy("beth", digests: budgetAlone)));
    }

    [Theory]
    [InlineData("polkadot-relay", "polkadot-coretime", "polkadot")]
    [InlineData("polkadot-coretime", "polkadot-coretime", "polkadot")]
    [InlineData("lab-7-relay", "lab-7-coretime", "lab")]
    [InlineData("kusama", "kusama-coretime", "kusama")]
    public void A_relay_chain_belongs_to_the_chain_that_sells_its_cores(string chain, string sales, string network) =>
        Assert.Equal((sales, network), (ChainNames.SaleChainOf(chain), ChainNames.NetworkOf(chain)));
}
