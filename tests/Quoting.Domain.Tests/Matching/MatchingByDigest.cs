using CoretimeDesk.Quoting.Matching;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>The quote's digest in the same extrinsic: no guess, and yet everything that differs from the quote is looked at by a person.</summary>
public sealed class MatchingByDigest
{
    private readonly ChainStory _story = new ChainStory().Customer("Aleph", "aleph").Customer("Aleph", "aleph-ops").Customer("Beth", "beth");

    [Fact]
    public void All_cores_in_one_batch_win_the_quote_without_a_click_of_the_customer()
    {
        var quote = _story.Quote("Aleph", cores: 3);
        var bought = _story.Buys("aleph", 3, digests: quote);

        Assert.All(bought, b => Assert.Equal("Counted by Digest", _story.Told(b)));
        var fulfilment = _story.Of(quote);
        Assert.Equal((bought[0].FactId, 3u, true), (fulfilment.Won!.FactId, fulfilment.First.Counted, fulfilment.First.IsComplete));
        Assert.Equal(ChainStory.Dot(54m), fulfilment.First.Paid);
    }

    [Fact]
    public void Two_of_three_cores_win_and_fulfil_in_part()
    {
        var quote = _story.Quote("Aleph", cores: 3);
        var bought = _story.Buys("aleph", 2, digests: quote);

        var fulfilment = _story.Of(quote);
        Assert.Equal((bought[0].FactId, 2u, 3u, false), (fulfilment.Won!.FactId, fulfilment.First.Counted, fulfilment.First.Cores, fulfilment.First.IsComplete));
    }

    [Fact]
    public void The_third_core_may_come_later_and_from_another_account_of_the_customer()
    {
        var quote = _story.Quote("Aleph", cores: 3);
        _story.Buys("aleph", 2, digests: quote);
        var third = _story.Buy("aleph-ops", digests: quote);

        Assert.Equal("Counted by Digest", _story.Told(third));
        Assert.True(_story.VerdictOf(third).IsAnotherPayer);
        Assert.True(_story.Of(quote).First.IsComplete);
    }

    [Fact]
    public void More_cores_than_quoted_are_the_customers_and_count_for_nothing()
    {
        var quote = _story.Quote("Aleph", cores: 1);
        var bought = _story.Buys("aleph", 2, digests: quote);

        Assert.Equal("Counted by Digest", _story.Told(bought[0]));
        Assert.Equal("Surplus by Digest: Surplus", _story.Told(bought[1]));
        Assert.Equal(1u, _story.Of(quote).First.Counted);
    }

    [Fact]
    public void A_price_at_the_limit_counts_and_one_planck_more_is_looked_at()
    {
        var quote = _story.Quote("Aleph", cores: 2, limit: 18m);
        var at = _story.Buy("aleph", 18m, digests: quote);
        var above = _story.Buy("aleph", 18.0000000001m, digests: quote);

        Assert.Equal("Counted by Digest", _story.Told(at));
        Assert.Equal("InReview: OverLimit", _story.Told(above));
    }

    [Fact]
    public void Over_the_limit_alone_wins_nothing_until_a_person_confirms_it()
    {
        var quote = _story.Quote("Aleph", limit: 18m);
        var above = _story.Buy("aleph", 19m, digests: quote);
        Assert.Null(_story.Of(quote).Won);

        _story.Confirm(above, quote);
        Assert.Equal("Counted by Person: OverLimit", _story.Told(above));
        Assert.Equal(above.FactId, _story.Of(quote).Won!.FactId);
    }

    [Fact]
    public void The_last_second_of_the_validity_counts_and_the_first_after_it_is_late()
    {
        var quote = _story.Quote("Aleph", cores: 2, validHours: 2);
        var inTime = _story.Buy("aleph", digests: quote);
        var late = _story.Buy("aleph", digests: quote);

        Assert.Equal(quote.ValidUntil, late.OccurredAt);
        Assert.Equal(("Counted by Digest", "InReview: Late"), (_story.Told(inTime), _story.Told(late)));
    }

    [Fact]
    public void An_expired_quote_does_not_come_back_whatever_a_person_confirms()
    {
        var quote = _story.Quote("Aleph", validHours: 1);
        _story.Pass(TimeSpan.FromHours(5));
        var late = _story.Buy("aleph", digests: quote);
        _story.Confirm(late, quote);

        Assert.Equal("OutsideTerms by Person: Late", _story.Told(late));
        Assert.Null(_story.Of(quote).Won);
    }

    [Fact]
    public void An_account_that_nobody_knows_is_looked_at_for_anybody_can_copy_a_digest()
    {
        var quote = _story.Quote("Aleph");
        var bought = _story.Buy("mallory", digests: quote);
        Assert.Equal("InReview: WrongAccount", _story.Told(bought));

        _story.Confirm(bought, quote);
        Assert.Equal("Counted by Person: WrongAccount", _story.Told(bought));
        Assert.True(_story.VerdictOf(bought).IsCustomerPaid);
    }

    [Fact]
    public void A_second_payer_after_the_quote_is_bought_is_no_second_win()
    {
        var quote = _story.Quote("Aleph");
        var first = _story.Buy("aleph", digests: quote);
        var copied = _story.Buy("mallory", digests: quote);

        Assert.Equal("Counted by Digest", _story.Told(first));
        Assert.Equal("InReview: WrongAccount, Surplus", _story.Told(copied));
        _story.Confirm(copied, quote);
        Assert.Equal("Surplus by Person: WrongAccount", _story.Told(copied));
        Assert.Equal(first.FactId, _story.Of(quote).Won!.FactId);
        Assert.Equal(1u, _story.Of(quote).First.Counted);
    }

    [Fact]
    public void Another_customers_account_is_no_account_of_this_one()
    {
        var quote = _story.Quote("Aleph");
        Assert.Equal("InReview: WrongAccount", _story.Told(_story.Buy("beth", digests: quote)));
    }

    [Fact]
    public void What_was_bought_by_a_superseded_revision_is_confirmed_for_the_one_in_force()
    {
        var first = _story.Quote("Aleph");
        var second = _story.Quote("Aleph");
        _story.End(first, QuoteEnding.Superseded);
        var bought = _story.Buy("aleph", digests: first);
        Assert.Equal("InReview: Superseded", _story.Told(bought));
        Assert.Contains(_story.VerdictOf(bought).Candidates, c => c.Digest == second.Digest);

        _story.Confirm(bought, second);
        Assert.Equal("Counted by Person: Weak", _story.Told(bought));
        Assert.NotNull(_story.Of(second).Won);
        Assert.Null(_story.Of(first).Won);
    }

    [Fact]
    public void What_was_bought_before_a_quote_was_withdrawn_was_bought_in_time_however_late_it_is_known()
    {
        var quote = _story.Quote("Aleph");
        var bought = _story.Buy("aleph", digests: quote);
        _story.End(quote, QuoteEnding.Withdrawn);

        Assert.Equal("Counted by Digest", _story.Told(bought));
        Assert.Equal("InReview: Withdrawn", _story.Told(_story.Buy("aleph", digests: quote)));
    }

    [Fact]
    public void In_another_sale_it_is_no_purchase_by_the_quote()
    {
        var quote = _story.Quote("Aleph");
        var next = _story.Buy("aleph", sale: ChainStory.Sale + ChainStory.Region, digests: quote);
        Assert.Equal("InReview: WrongSale", _story.Told(next));
        _story.Confirm(next, quote);
        Assert.Equal("OutsideTerms by Person: WrongSale", _story.Told(next));
    }

    [Fact]
    public void Two_digests_in_one_extrinsic_are_a_question()
    {
        var (one, two) = (_story.Quote("Aleph"), _story.Quote("Aleph"));
        var bought = _story.Buys("aleph", 2, digests: [one, two]);
        Assert.All(bought, b => Assert.Equal("InReview: Ambiguous", _story.Told(b)));

        // One is settled by a person; the other has only one place left to go.
        _story.Confirm(bought[0], two);
        Assert.Equal(one.Digest, _story.VerdictOf(bought[1]).Digest);
    }

    [Fact]
    public void A_digest_goes_before_what_merely_adds_up()
    {
        var (one, two) = (_story.Quote("Aleph"), _story.Quote("Aleph"));
        var bought = _story.Buy("aleph", digests: two);
        Assert.Equal(("Counted by Digest", two.Digest), (_story.Told(bought), _story.VerdictOf(bought).Digest));
        Assert.Null(_story.Of(one).Won);
    }

    [Fact]
    public void A_digest_in_another_extrinsic_of_the_block_says_nothing()
    {
        var quote = _story.Quote("Aleph");
        var bought = _story.Buy("mallory");
        _story.Remarks.Add(new("elsewhere", bought.Place with { EventIndex = 9 }, 3, quote.Digest));
        Assert.Equal("Unmatched", _story.Told(bought));
    }
}
