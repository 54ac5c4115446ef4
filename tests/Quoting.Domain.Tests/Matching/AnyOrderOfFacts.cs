using CoretimeDesk.Quoting.Matching;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>Random stories, told in every order, doubled and cut short.</summary>
public sealed class AnyOrderOfFacts(ITestOutputHelper output)
{
    private const int Stories = 300;
    private const int Orders = 8;

    [Fact]
    public void Any_order_and_repetition_of_facts_gives_the_same_verdicts()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < Stories; i++)
        {
            var story = RandomStory.Tell(random);
            var expected = story.Verdicts();
            for (var order = 0; order < Orders; order++)
            {
                var again = Matcher.Match(
                    Shuffled(story.Paid, random), Shuffled(story.Remarks, random), Shuffled(story.Assignments, random), Shuffled(story.Quotes, random), story.Customers, story.Decisions);
                Assert.Equal(expected, again);
            }
        }
    }

    [Fact]
    public void No_story_counts_more_cores_than_were_quoted_or_one_fact_twice_or_wins_by_a_sponsor()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (counted, won, reviewed) = (0, 0, 0);
        for (var i = 0; i < Stories; i++)
        {
            var story = RandomStory.Tell(random);
            var verdicts = story.Verdicts();
            Assert.Equal(story.Paid.Select(p => p.FactId).Order(), verdicts.Select(v => v.FactId).Order());
            foreach (var quote in story.Quotes)
            {
                var fulfilment = Fulfilment.Of(quote, story.Paid, verdicts);
                Assert.All(fulfilment.Periods, p => Assert.InRange(p.Counted, 0u, p.Cores));
                if (fulfilment.Won is { } winner)
                {
                    won++;
                    Assert.DoesNotContain(winner.Payer, story.Customers.Sponsors);
                    Assert.True(fulfilment.WonBy!.Basis == MatchBasis.Person || (winner.OccurredAt >= quote.SentAt && fulfilment.WonBy.Differs == Deviations.None));
                }
            }

            foreach (var verdict in verdicts.Where(v => v is { State: MatchState.Counted, Basis: not MatchBasis.Person }))
            {
                counted++;
                var fact = story.Paid.Single(p => p.FactId == verdict.FactId);
                var quote = story.Quotes.Single(q => q.Digest == verdict.Digest);
                var period = quote.Periods.Single(p => p.Begin == fact.Begin);
                Assert.True(period.Limit is not { } limit || fact.Price <= limit, $"seed {seed}: {fact} is over the limit of {quote}");
                Assert.True(verdict.Score >= MatchScore.Automatic);
                Assert.True(period.Begin != quote.Periods[0].Begin || quote.EndedAt is not { } ended || fact.OccurredAt < ended);
            }

            reviewed += verdicts.Count(v => v.State == MatchState.InReview);
        }

        // The stories tell something: without these the test would pass on silence.
        Assert.True(counted > Stories / 4 && won > Stories / 8 && reviewed > Stories / 4, $"seed {seed}: {counted} counted, {won} won, {reviewed} in review");
    }

    [Fact]
    public void As_more_becomes_known_only_what_is_not_yet_known_is_missing()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < Stories; i++)
        {
            // Cut short anywhere in the order of the chain: what remains is judged as if nothing came after, save for assignments, which come after by nature.
            var story = RandomStory.Tell(random);
            var paid = story.Paid.OrderBy(p => p.Place).Take(random.Next(story.Paid.Count + 1)).ToList();
            var cut = Matcher.Match(paid, story.Remarks, story.Assignments, story.Quotes, story.Customers, story.Decisions).Where(v => v.State == MatchState.Counted);
            var whole = story.Verdicts().Where(v => v.State == MatchState.Counted).Select(v => (v.FactId, v.Digest, v.IsCustomerPaid)).ToHashSet();
            Assert.All(cut, v => Assert.Contains((v.FactId, v.Digest, v.IsCustomerPaid), whole));
        }
    }

    private static List<T> Shuffled<T>(IEnumerable<T> items, Random random)
    {
        var list = items.ToList();
        list.AddRange(list.Where(_ => random.Next(3) == 0).ToList());
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list));
        return list;
    }
}
