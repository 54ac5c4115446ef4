using CoretimeDesk.Quoting.Matching;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>What a sponsor pays fulfils and never wins; what is renewed is found by the task.</summary>
public sealed class SponsorsAndRenewals
{
    private const uint Para = 2_000;
    private readonly ChainStory _story = new ChainStory().Customer("Aleph", "aleph", Para).Customer("Beth", "beth", 3_000).Sponsor("sponsor");

    [Fact]
    public void A_sponsors_purchase_waits_until_it_is_assigned_for_good_to_the_customers_task()
    {
        var quote = _story.Quote("Aleph", periods: [(0, 1)]);
        var bought = _story.Buy("sponsor", digests: quote);
        Assert.Equal("AwaitingAssignment", _story.Told(bought));

        _story.Assign(bought, Para, isFinal: false);
        Assert.Equal("AwaitingAssignment", _story.Told(bought));

        _story.Assign(bought, Para);
        Assert.Equal("Counted by Digest", _story.Told(bought));
        Assert.False(_story.VerdictOf(bought).IsCustomerPaid);
        Assert.Equal((null, true), (_story.Of(quote).Won, _story.Of(quote).First.IsComplete));
    }

    [Fact]
    public void For_another_customers_task_it_goes_on_waiting()
    {
        var quote = _story.Quote("Aleph", periods: [(0, 1)]);
        var bought = _story.Buy("sponsor", digests: quote);
        _story.Assign(bought, 3_000);
        Assert.Equal("AwaitingAssignment", _story.Told(bought));
    }

    [Fact]
    public void Without_the_digest_the_sponsors_account_says_nothing_and_the_task_everything()
    {
        var quote = _story.Quote("Aleph", periods: [(0, 1)]);
        var bought = _story.Buy("sponsor");
        Assert.Equal("Unmatched", _story.Told(bought));

        _story.Assign(bought, Para);
        Assert.Equal(("Counted by Score", quote.Digest), (_story.Told(bought), _story.VerdictOf(bought).Digest));
    }

    [Fact]
    public void Sponsor_and_customer_each_take_the_cores_that_were_quoted_for_them()
    {
        var quote = _story.Quote("Aleph", periods: [(1, 1)]);
        var theirs = _story.Buy("sponsor", digests: quote);
        _story.Assign(theirs, Para);
        var own = _story.Buy("aleph", digests: quote);
        var more = _story.Buy("aleph", digests: quote);

        Assert.Equal(("Counted by Digest", "Counted by Digest", "Surplus by Digest: Surplus"), (_story.Told(theirs), _story.Told(own), _story.Told(more)));
        Assert.Equal((own.FactId, true), (_story.Of(quote).Won!.FactId, _story.Of(quote).First.IsComplete));
    }

    [Fact]
    public void A_sponsor_where_the_customer_was_to_pay_is_looked_at_and_wins_nothing_whatever_a_person_says()
    {
        var quote = _story.Quote("Aleph");
        var bought = _story.Buy("sponsor", digests: quote);
        _story.Assign(bought, Para);
        Assert.Equal("InReview: PaidBySponsor", _story.Told(bought));

        _story.Confirm(bought, quote);
        Assert.Equal("OutsideTerms by Person: PaidBySponsor", _story.Told(bought));
        Assert.Null(_story.Of(quote).Won);
    }

    [Fact]
    public void A_customer_who_claims_the_sponsors_account_does_not_become_its_own_payer()
    {
        _story.Customer("Aleph", "sponsor");
        var quote = _story.Quote("Aleph");
        var bought = _story.Buy("sponsor", digests: quote);
        _story.Assign(bought, Para);
        Assert.NotEqual(MatchState.Counted, _story.VerdictOf(bought).State);
        Assert.Null(_story.Of(quote).Won);
    }

    [Fact]
    public void The_renewal_of_a_bought_core_is_the_quotes_next_period_whoever_pays()
    {
        var quote = _story.Quote("Aleph", periods: [(1, 0), (1, 0), (1, 0)]);
        var bought = _story.Buy("aleph", digests: quote);
        var second = _story.Renew(bought, "mallory", Para);
        var third = _story.Renew(second, "aleph", Para);

        Assert.Equal(("Counted by Score", "Counted by Score"), (_story.Told(second), _story.Told(third)));
        Assert.Equal((false, true), (_story.VerdictOf(second).IsCustomerPaid, _story.VerdictOf(third).IsCustomerPaid));
        Assert.All(_story.Of(quote).Periods, p => Assert.True(p.IsComplete));
    }

    [Fact]
    public void The_customers_other_core_is_renewed_for_the_same_task_and_is_none_of_the_quotes()
    {
        var old = _story.Buy("aleph");
        _story.Assign(old, Para);
        var quote = _story.Quote("Aleph", periods: [(1, 0), (1, 0)]);
        var bought = _story.Buy("aleph", digests: quote);
        var other = _story.Renew(old, "aleph", Para);
        var mine = _story.Renew(bought, "aleph", Para);

        Assert.Equal(("Unmatched", "Counted by Score"), (_story.Told(other), _story.Told(mine)));
    }

    [Fact]
    public void A_quote_that_nobody_bought_by_has_no_later_periods()
    {
        var old = _story.Buy("aleph");
        _story.Assign(old, Para);
        var quote = _story.Quote("Aleph", periods: [(1, 0), (1, 0)]);
        var renewed = _story.Renew(old, "aleph", Para);
        var boughtLater = _story.Buy("aleph", sale: ChainStory.Sale + ChainStory.Region);
        _story.Assign(boughtLater, Para);

        Assert.Equal(("Unmatched", "Unmatched"), (_story.Told(renewed), _story.Told(boughtLater)));
        Assert.Null(_story.Of(quote).Won);
    }

    [Fact]
    public void Sponsored_first_and_paid_by_the_customer_then_wins_with_the_renewal()
    {
        var quote = _story.Quote("Aleph", periods: [(0, 1), (1, 0)]);
        var free = _story.Buy("sponsor", digests: quote);
        _story.Assign(free, Para);
        Assert.Null(_story.Of(quote).Won);

        var paid = _story.Renew(free, "aleph", Para);
        Assert.Equal(paid.FactId, _story.Of(quote).Won!.FactId);
    }

    [Fact]
    public void A_ramp_takes_more_cores_in_a_later_sale()
    {
        var quote = _story.Quote("Aleph", periods: [(1, 0), (2, 0)]);
        var bought = _story.Buy("aleph", digests: quote);
        _story.Renew(bought, "aleph", Para);
        var more = _story.Buy("aleph", sale: ChainStory.Sale + ChainStory.Region, digests: quote);
        Assert.Equal("Counted by Digest", _story.Told(more));
        Assert.Equal([1u, 2u], _story.Of(quote).Periods.Select(p => p.Counted));
    }

    [Fact]
    public void When_the_purchase_turns_out_to_be_somebody_elses_its_renewals_go_with_it()
    {
        var quote = _story.Quote("Aleph", periods: [(1, 0), (1, 0)]);
        var bought = _story.Buy("aleph", digests: quote);
        var renewed = _story.Renew(bought, "aleph", Para);
        Assert.Equal("Counted by Score", _story.Told(renewed));

        _story.Decided(new(bought.FactId, null, new HashSet<string> { quote.Digest }));
        Assert.Equal("Unmatched", _story.Told(renewed));
        Assert.Equal([0u, 0u], _story.Of(quote).Periods.Select(p => p.Counted));
    }
}
