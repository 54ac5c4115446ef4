using CoretimeDesk.Quoting.Matching;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>Random stories of on-demand orders, told in every order, doubled, and one by one.</summary>
public sealed class AnyOrderOfOrders(ITestOutputHelper output)
{
    private const int Stories = 150;

    [Fact]
    public void Any_order_and_repetition_gives_the_same_verdicts_and_no_budget_is_ever_overdrawn()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var (counted, reviewed) = (0, 0);
        for (var i = 0; i < Stories; i++)
        {
            var story = Tell(random);
            var expected = story.OrderVerdicts();
            var told = story.Orders.Concat(story.Orders.Where(_ => random.Next(3) == 0)).ToArray();
            random.Shuffle(told);
            Assert.Equal(expected, OrderMatcher.Match(told, story.Remarks, Enumerable.Reverse(story.Quotes), story.Customers, story.Decisions));
            foreach (var quote in story.Quotes)
            {
                var use = story.UseOf(quote);
                Assert.True(use.Customer <= quote.Budget!.Customer && use.Sponsor <= quote.Budget.Sponsor, $"seed {seed}: {use} of {quote.Budget}");
            }

            foreach (var verdict in expected.Where(v => v.IsCustomerPaid))
            {
                var order = story.Orders.Single(o => o.FactId == verdict.FactId);
                Assert.True(order.Means == OrderMeans.Balance && !story.Customers.Sponsors.Contains(order.Payer), $"seed {seed}: {order}");
            }

            counted += expected.Count(v => v.State == MatchState.Counted);
            reviewed += expected.Count(v => v.State == MatchState.InReview);
        }

        // The stories tell something: without these the test would pass on silence.
        Assert.True(counted > Stories && reviewed > Stories / 4, $"seed {seed}: {counted} counted, {reviewed} in review");
    }

    [Fact]
    public void The_newest_order_is_judged_by_what_was_spent_before_as_with_all_others()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var i = 0; i < Stories; i++)
        {
            var story = Tell(random);
            var (newest, before) = (story.Orders[^1], story.Orders.SkipLast(1).ToList());
            var earlier = OrderMatcher.Match(before, story.Remarks, story.Quotes, story.Customers, story.Decisions);
            var ledger = new OrderLedger(story.Quotes, story.Customers);
            foreach (var quote in story.Quotes)
            {
                var use = BudgetUse.Of(quote, before, earlier);
                ledger.GoOn(quote.Digest, use, use.First?.Payer);
            }

            var tags = story.Remarks.Where(r => r.Place.BlockHash == newest.Place.BlockHash).Select(r => r.Digest).ToHashSet();
            var alone = ledger.Judge(newest, tags, null);
            if (alone.State == MatchState.Counted && alone.Basis != MatchBasis.Person && story.Decisions.All(d => d.FactId != newest.FactId))
            {
                Assert.Equal(story.VerdictOf(newest), alone);
            }
        }
    }

    private static ChainStory Tell(Random random)
    {
        var story = new ChainStory().Sponsor("sponsor").Customer("c0", "account0", 2_000).Customer("c1", "account1", 2_001);
        if (random.Next(3) == 0)
        {
            story.Customer("c1", "account0");
        }

        for (var step = random.Next(8, 30); step > 0; step--)
        {
            var quotes = story.Quotes;
            switch (random.Next(8))
            {
                case 0 or 1:
                    story.Budget($"c{random.Next(2)}", random.Next(0, 6), random.Next(1, 4), validHours: random.Next(4, 60));
                    break;
                case 2 when quotes.Count > 0 && quotes[random.Next(quotes.Count)] is { Ending: null } ended:
                    story.End(ended, random.Next(2) == 0 ? QuoteEnding.Superseded : QuoteEnding.Withdrawn);
                    break;
                case 3 when story.Orders.Count > 0 && quotes.Count > 0:
                    var (order, quote) = (story.Orders[random.Next(story.Orders.Count)], quotes[random.Next(quotes.Count)]);
                    story.Decided(random.Next(2) == 0 ? new(order.FactId, quote.Digest, new HashSet<string>()) : new(order.FactId, null, new HashSet<string> { quote.Digest }));
                    break;
                default:
                    string[] payers = ["account0", "account1", "sponsor", "mallory"];
                    story.Order(
                        payers[random.Next(payers.Length)], 2_000u + (uint)random.Next(3), random.Next(1, 30) / 10m, (OrderMeans)random.Next(1, 4) is var means && random.Next(4) == 0 ? means : OrderMeans.Balance,
                        quotes.Count > 0 && random.Next(4) == 0 ? quotes[random.Next(quotes.Count)] : null);
                    break;
            }
        }

        story.Order("account0", 2_000, 0.1m);
        return story;
    }
}
