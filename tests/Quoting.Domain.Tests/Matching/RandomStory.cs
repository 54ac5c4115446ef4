using CoretimeDesk.Quoting.Matching;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>A story of a few customers, quotes and purchases, in which everything that can go wrong goes wrong now and then.</summary>
internal static class RandomStory
{
    private const int Customers = 3;
    private const int StepsMax = 24;

    public static ChainStory Tell(Random random)
    {
        var story = new ChainStory().Sponsor("sponsor");
        for (var i = 0; i < Customers; i++)
        {
            story.Customer($"c{i}", $"account{i}", Para(i)).Customer($"c{i}", $"treasury{i}");
        }

        if (random.Next(4) == 0)
        {
            story.Customer("c0", "account1");
        }

        var steps = random.Next(6, StepsMax);
        for (var step = 0; step < steps; step++)
        {
            Step(story, random);
        }

        return story;
    }

    private static uint Para(int customer) => 2_000u + (uint)customer;

    private static void Step(ChainStory story, Random random)
    {
        var quotes = story.Quotes;
        switch (random.Next(10))
        {
            case 0 or 1:
                story.Quote($"c{random.Next(Customers)}", limit: 15 + random.Next(10), validHours: random.Next(3, 60), periods: Periods(random));
                break;
            case 2 when quotes.Count > 0 && Some(quotes, random) is { Ending: null } ended:
                story.End(ended, random.Next(2) == 0 ? QuoteEnding.Superseded : QuoteEnding.Withdrawn);
                break;
            case 3 or 4 or 5 when quotes.Count > 0:
                var tags = Enumerable.Range(0, random.Next(8) == 0 ? 2 : 1).Select(_ => Some(quotes, random)).DistinctBy(q => q.Digest).ToArray();
                story.Buys(Payer(story, tags[0], random), random.Next(1, 4), 14 + random.Next(8), Sale(random), tags);
                break;
            case 6:
                story.Buys(Anybody(random), 1, 14 + random.Next(8), Sale(random));
                break;
            case 7 when story.Paid.Count > 0:
                story.Assign(Some(story.Paid, random), Para(random.Next(Customers)), random.Next(3) > 0, random.Next(4) == 0 ? (uint)random.Next(6_000) : 0);
                break;
            case 8 when story.Paid.Count > 0:
                story.Renew(Some(story.Paid, random), Anybody(random), Para(random.Next(Customers)));
                break;
            case 9 when story.Paid.Count > 0:
                Decide(story, random);
                break;
            default:
                story.Pass(TimeSpan.FromHours(random.Next(1, 12)));
                break;
        }
    }

    private static void Decide(ChainStory story, Random random)
    {
        var fact = Some(story.Paid, random);
        var verdict = story.VerdictOf(fact);
        if (verdict.State == MatchState.InReview)
        {
            var candidate = Some(verdict.Candidates, random);
            story.Decided(random.Next(2) == 0
                ? new(fact.FactId, candidate.Digest, new HashSet<string>())
                : new(fact.FactId, null, verdict.Candidates.Select(c => c.Digest).ToHashSet()));
        }
        else if (verdict is { State: MatchState.Counted, Digest: { } digest })
        {
            story.Decided(new(fact.FactId, null, new HashSet<string> { digest }));
        }
    }

    private static (uint Customer, uint Sponsor)[] Periods(Random random) =>
        [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(4) == 0 ? (0u, 1u) : ((uint)random.Next(1, 4), (uint)random.Next(2)))];

    private static uint Sale(Random random) => ChainStory.Sale + (random.Next(6) == 0 ? ChainStory.Region : 0);

    private static string Payer(ChainStory story, MatchTerms quote, Random random) => random.Next(5) switch
    {
        0 => Anybody(random),
        1 => "sponsor",
        _ => $"{(random.Next(3) == 0 ? "treasury" : "account")}{Enumerable.Range(0, Customers).First(i => story.Customers.HasTask(Para(i), quote))}",
    };

    private static string Anybody(Random random) => random.Next(4) switch
    {
        0 => "sponsor",
        1 => "mallory",
        _ => $"account{random.Next(Customers)}",
    };

    private static T Some<T>(IReadOnlyList<T> items, Random random) => items[random.Next(items.Count)];
}
