using CoretimeDesk.Quoting.Matching;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>Purchases made without the desk's call data: account 50, task 30, sale 10, price 10; from 80 on, and alone, without a person.</summary>
public sealed class MatchingByScore
{
    private const uint Para = 2_000;
    private readonly ChainStory _story = new ChainStory().Customer("Aleph", "aleph", Para).Customer("Beth", "beth", 3_000);

    [Fact]
    public void The_customers_account_alone_is_a_question_until_the_core_runs_the_customers_task()
    {
        var quote = _story.Quote("Aleph");
        var bought = _story.Buy("aleph");
        Assert.Equal((70, "InReview: Weak"), (_story.VerdictOf(bought).Score, _story.Told(bought)));

        _story.Assign(bought, Para, isFinal: false);
        Assert.Equal((100, "Counted by Score"), (_story.VerdictOf(bought).Score, _story.Told(bought)));
        Assert.Equal(bought.FactId, _story.Of(quote).Won!.FactId);
    }

    [Fact]
    public void An_assignment_that_is_taken_back_makes_it_a_question_again()
    {
        _story.Quote("Aleph");
        var bought = _story.Buy("aleph");
        _story.Assign(bought, Para, isFinal: false);
        _story.TakeBack(bought);
        Assert.Equal("InReview: Weak", _story.Told(bought));
    }

    [Fact]
    public void A_region_that_is_assigned_after_it_began_is_the_same_region()
    {
        _story.Quote("Aleph");
        var bought = _story.Buy("aleph");
        _story.Assign(bought, Para, later: 17);
        Assert.Equal("Counted by Score", _story.Told(bought));
    }

    [Fact]
    public void The_next_sales_region_of_the_core_is_another_one()
    {
        _story.Quote("Aleph");
        var bought = _story.Buy("aleph");
        _story.Assign(bought, Para, later: ChainStory.Region);
        Assert.Equal("InReview: Weak", _story.Told(bought));
    }

    [Fact]
    public void A_stranger_who_pays_for_the_customers_task_is_a_question()
    {
        _story.Quote("Aleph");
        var bought = _story.Buy("mallory");
        _story.Assign(bought, Para);
        Assert.Equal((50, "InReview: WrongAccount, Weak"), (_story.VerdictOf(bought).Score, _story.Told(bought)));
    }

    [Fact]
    public void Over_the_limit_is_a_question_although_eighty_points_are_there()
    {
        _story.Quote("Aleph", limit: 10m);
        var bought = _story.Buy("aleph", 18m);
        _story.Assign(bought, Para);
        Assert.Equal((90, "InReview: OverLimit"), (_story.VerdictOf(bought).Score, _story.Told(bought)));
    }

    [Fact]
    public void In_another_sale_or_before_it_was_sent_it_is_no_quotes()
    {
        var before = _story.Buy("aleph");
        _story.Assign(before, Para);
        _story.Quote("Aleph");
        var after = _story.Buy("aleph", sale: ChainStory.Sale + ChainStory.Region);
        _story.Assign(after, Para);
        Assert.Equal(("Unmatched", "Unmatched"), (_story.Told(before), _story.Told(after)));
    }

    [Fact]
    public void Somebody_of_whom_nothing_is_known_is_nobodys()
    {
        _story.Quote("Aleph");
        var bought = _story.Buy("mallory");
        Assert.Equal((0, "Unmatched"), (_story.VerdictOf(bought).Score, _story.Told(bought)));
    }

    [Fact]
    public void Two_quotes_that_fit_are_never_guessed_between()
    {
        var (one, two) = (_story.Quote("Aleph"), _story.Quote("Aleph"));
        var bought = _story.Buy("aleph");
        _story.Assign(bought, Para);

        Assert.Equal("InReview: Ambiguous", _story.Told(bought));
        Assert.Equal([one.Digest, two.Digest], _story.VerdictOf(bought).Candidates.Select(c => c.Digest));
        Assert.Null(_story.Of(one).Won ?? _story.Of(two).Won);
    }

    [Fact]
    public void An_account_that_two_customers_declared_is_a_question()
    {
        _story.Customer("Aleph", "shared").Customer("Beth", "shared");
        var (one, two) = (_story.Quote("Aleph"), _story.Quote("Beth"));
        var bought = _story.Buy("shared");
        Assert.Equal("InReview: Ambiguous, Weak", _story.Told(bought));
        Assert.Equal(2, _story.VerdictOf(bought).Candidates.Count);

        // Whose task it runs settles it.
        _story.Assign(bought, 3_000);
        Assert.Equal((two.Digest, "Counted by Score"), (_story.VerdictOf(bought).Digest, _story.Told(bought)));
        Assert.Null(_story.Of(one).Won);
    }

    [Fact]
    public void The_second_core_goes_to_the_quote_that_has_one_left()
    {
        var one = _story.Quote("Aleph");
        var first = _story.Buy("aleph", digests: one);
        var two = _story.Quote("Aleph");
        var second = _story.Buy("aleph");
        _story.Assign(second, Para);
        Assert.Equal((one.Digest, two.Digest), (_story.VerdictOf(first).Digest, _story.VerdictOf(second).Digest));
    }

    [Fact]
    public void When_all_are_bought_the_next_is_surplus_and_no_question()
    {
        var quote = _story.Quote("Aleph");
        _story.Buy("aleph", digests: quote);
        var again = _story.Buy("aleph");
        _story.Assign(again, Para);
        Assert.Equal("Surplus by Score: Surplus", _story.Told(again));
    }

    [Fact]
    public void What_was_rejected_stays_rejected_until_that_is_taken_back()
    {
        var quote = _story.Quote("Aleph");
        var bought = _story.Buy("aleph");
        _story.Assign(bought, Para);
        _story.Decided(new(bought.FactId, null, new HashSet<string> { quote.Digest }));
        Assert.Equal("Rejected by Person", _story.Told(bought));
        Assert.Null(_story.Of(quote).Won);

        _story.Decided(new(bought.FactId, null, new HashSet<string>()));
        Assert.Equal("Counted by Score", _story.Told(bought));
    }

    [Fact]
    public void After_a_reversal_the_same_fact_is_never_matched_by_itself_again()
    {
        var (one, two) = (_story.Quote("Aleph"), _story.Quote("Aleph"));
        var bought = _story.Buy("aleph", digests: one);
        _story.Decided(new(bought.FactId, null, new HashSet<string> { one.Digest }));
        Assert.Equal("InReview: ReversedBefore, Weak", _story.Told(bought));
        Assert.Equal([two.Digest], _story.VerdictOf(bought).Candidates.Select(c => c.Digest));
        Assert.Null(_story.Of(one).Won ?? _story.Of(two).Won);
    }

    [Fact]
    public void A_reversal_makes_room_for_the_one_that_was_surplus()
    {
        var quote = _story.Quote("Aleph");
        var (first, second) = (_story.Buy("aleph", digests: quote), _story.Buy("aleph", digests: quote));
        Assert.Equal("Surplus by Digest: Surplus", _story.Told(second));

        _story.Decided(new(first.FactId, null, new HashSet<string> { quote.Digest }));
        Assert.Equal(("Rejected by Person", "Counted by Digest"), (_story.Told(first), _story.Told(second)));
        Assert.Equal(second.FactId, _story.Of(quote).Won!.FactId);
    }
}
