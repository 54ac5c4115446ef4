using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Quoting.Matching;
using CoretimeDesk.Testing;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>Facts doubled, reordered and raced over two replicas: what is saved is what the pure rules make of the set of them.</summary>
public sealed class StormsOfFacts(PostgresFixture postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private const int Quotes = 6;
    private const int Facts = 40;
    private readonly QuotingWorld _desk = new(postgres);
    private MatchingWorld _chain = null!;

    public async ValueTask InitializeAsync()
    {
        await _desk.InitializeAsync();
        _chain = new(_desk);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Whatever_the_order_the_end_is_that_of_the_rules()
    {
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var quotes = new List<(V1.Quote Quote, string Account, uint Para)>();
        for (var i = 0; i < Quotes; i++)
        {
            var para = MatchingWorld.AnyPara();
            var (quote, account) = await _chain.SentAsync(ask: QuotingWorld.Ask(periods: (uint)random.Next(1, 3), cores: (uint)random.Next(1, 4)) with { ParaId = para });
            quotes.Add((quote, account, para));
        }

        var facts = Tell(random, quotes);
        var deliveries = facts.Concat(facts.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(deliveries);
        await Parallel.ForEachAsync(
            deliveries, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (fact, _) => await _chain.DeliverAsync("chainwatcher", Guid.Empty, fact, Math.Abs(fact.GetHashCode()) % 2));

        await using var db = _desk.Db();
        var rows = await db.PaidFacts.AsNoTracking().ToListAsync();
        var offers = await db.Offers.AsNoTracking().ToListAsync();
        var accounts = await db.CustomerAccounts.AsNoTracking().ToListAsync();
        Assert.Equal(facts.Count(f => f is Purchased or Renewed), rows.Count);
        var terms = offers.Select(o => o.ToTerms(o.AccountId)).ToList();
        var expected = Matcher.Match(
            rows.Select(r => r.ToFact()),
            (await db.Remarks.AsNoTracking().ToListAsync()).Select(r => r.ToRemark()),
            (await db.Assignments.AsNoTracking().ToListAsync()).Select(a => a.ToAssignment()),
            terms,
            new(accounts.Select(a => (a.PublicKey, a.AccountId)), [], [MatchingWorld.Sponsor]),
            []).ToDictionary(v => v.FactId);
        foreach (var row in rows)
        {
            Assert.Equal(expected[$"{row.Id}"], row.ToVerdict());
        }

        foreach (var offer in offers)
        {
            var fulfilment = Fulfilment.Of(terms.Single(t => t.Digest == offer.Digest), rows.Select(r => r.ToFact()), expected.Values);
            Assert.Equal(fulfilment.Won?.FactId, offer.WonBy?.ToString());
            var quote = quotes.Single(q => q.Quote.QuoteId == $"{offer.QuoteId}").Quote;
            Assert.Equal(fulfilment.Won is null ? V1.QuoteState.Sent : V1.QuoteState.Won, await _chain.StateAsync(quote));
            Assert.Equal(fulfilment.Won?.FactId, (await _chain.PublicAsync<V1.QuoteWon>(quote)).LastOrDefault()?.FactId);

            // What is told last is what is so.
            foreach (var period in fulfilment.Periods)
            {
                Assert.Equal(period.Counted, (await _chain.PublicAsync<V1.QuoteFulfilled>(quote)).LastOrDefault(f => f.Begin == period.Begin)?.CoresBought ?? 0);
            }
        }

        Assert.True(rows.Count(r => r.State == MatchState.Counted) > Quotes / 2, $"seed {seed}: the storm should match something");
    }

    private List<IMessage> Tell(Random random, List<(V1.Quote Quote, string Account, uint Para)> quotes)
    {
        List<IMessage> facts = [];
        List<Purchased> bought = [];

        // Over half of the quotes are bought as quoted, whatever chance adds to them.
        foreach (var (quote, account, _) in quotes.Take((Quotes / 2) + 1))
        {
            var block = _chain.Next(_desk.Clock.Now.AddSeconds(6 * facts.Count));
            facts.Add(block.Remarks(MatchingWorld.DigestOf(quote)));
            bought.Add(block.Buys(account, _chain.Sale, 100_000_000_000));
            facts.Add(bought[^1]);
        }

        while (facts.Count < Facts)
        {
            var (quote, account, para) = quotes[random.Next(quotes.Count)];
            var block = _chain.Next(_desk.Clock.Now.AddSeconds(6 * facts.Count));
            if (random.Next(4) == 0 && bought.Count > 0)
            {
                facts.Add(block.Assigns(bought[random.Next(bought.Count)], para, random.Next(2) == 0 ? AssignmentFinality.Final : AssignmentFinality.Provisional));
            }
            else if (random.Next(6) == 0 && bought.Count > 0)
            {
                facts.Add(block.Renews(bought[random.Next(bought.Count)], MatchingWorld.Account(), para, 103_000_000_000));
            }
            else
            {
                if (random.Next(4) > 0)
                {
                    facts.Add(block.Remarks(MatchingWorld.DigestOf(quote)));
                }

                var payer = random.Next(6) == 0 ? MatchingWorld.Account() : account;
                for (var i = random.Next(1, 4); i > 0; i--)
                {
                    bought.Add(block.Buys(payer, _chain.Sale, random.Next(8) == 0 ? 100_000_000_001u : (UInt128)100_000_000_000));
                    facts.Add(bought[^1]);
                }
            }
        }

        return facts;
    }
}
