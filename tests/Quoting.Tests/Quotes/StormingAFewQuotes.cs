using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using QuoteState = CoretimeDesk.Quoting.V1.QuoteState;

namespace CoretimeDesk.Quoting.Tests.Quotes;

/// <summary>
/// People of every role, with several roles, by delegation, twelve at once and by two replicas whose clocks differ, do anything to the same few quotes, while
/// sale phases and days pass. Whatever they do, what was sent is what its rules allow.
/// </summary>
public sealed class StormingAFewQuotes(PostgresFixture postgres, ITestOutputHelper output) : IAsyncLifetime
{
    private readonly QuotingWorld _world = new(postgres);
    private readonly Dictionary<Guid, Actor> _people = [];
    private Guid[] _accounts = [];

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        _world.Skew = TimeSpan.FromSeconds(5);
        Actor[] people =
        [
            _world.Rita, _world.Tom, _world.Hana, _world.Lena, _world.Bert, _world.Sam,
            QuotingWorld.Person("Ruth Rep and lead", [_world.Team], Role.Rep, Role.TeamLead),
            QuotingWorld.Person("Mona Many", [_world.Team], Role.Rep, Role.HeadOfSales, Role.Leadership, Role.BudgetHolder),
            QuotingWorld.Person("Theo Other lead", [Guid.CreateVersion7()], Role.TeamLead),
            QuotingWorld.Person("Ada Administrator", [_world.Team], Role.Administrator),
        ];
        foreach (var person in people)
        {
            _people[person.Id] = person;
        }

        var owners = people.Where(p => p.Is(Role.Rep)).ToArray();
        _accounts = [_world.Customers.Add("startup", 13, owners), _world.Customers.Add("enterprise", 14, owners), _world.Customers.Add("builder", 200, owners)];
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task F2_Nothing_is_ever_sent_that_its_rules_do_not_allow_or_that_somebody_approved_who_may_not()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var quotes = new List<V1.Quote>();
        foreach (var account in _accounts)
        {
            quotes.Add(await _world.DraftAsync(_world.Rita, account, QuotingWorld.Ask()));
            quotes.Add(await _world.DraftAsync(_people.Values.Single(p => p.Name.StartsWith("Mona", StringComparison.Ordinal)), account, QuotingWorld.Ask()));
        }

        // Between rounds some hours pass: six and a half days in all, so that the last round lies in the next sale's interlude.
        var reasons = new List<string>();
        for (var round = 0; round < 24; round++)
        {
            var random = new Random(seed + round);
            var seeds = Enumerable.Range(0, 12).Select(_ => random.Next()).ToList();
            reasons.AddRange((await Task.WhenAll(seeds.Select((s, worker) => Task.Run(() => StepsAsync(new Random(s), quotes, worker))))).SelectMany(r => r));
            _world.Clock.Advance(TimeSpan.FromHours(6.5));
        }

        output.WriteLine(string.Join(", ", reasons.CountBy(r => r).OrderByDescending(r => r.Value).Select(r => $"{(r.Key.Length > 0 ? r.Key : "done")} {r.Value}")));
        var sent = 0;
        foreach (var quote in quotes)
        {
            var now = await _world.GetAsync(quote);
            foreach (var revision in now.Revisions.Where(r => r.Snapshot is not null))
            {
                sent++;
                CheckSent(now, revision, seed);
            }

            Assert.True(now.Revisions.Count(r => r.State is QuoteState.Sent or QuoteState.Accepted) <= 1, $"two revisions of {now.Number} are out; seed {seed}");
            await CheckReplayAsync(quote, seed);
        }

        Assert.True(sent > 5, $"Only {sent} were sent: the storm was none. Seed {seed}");
        Assert.Contains(reasons, r => r == "NOT_APPROVED");
    }

    private static void CheckSent(V1.Quote quote, V1.QuoteRevision revision, int seed)
    {
        var snapshot = revision.Snapshot.ToDomain();
        var where = $"{quote.Number} revision {revision.Revision}; seed {seed}";
        Assert.True(revision.Snapshot.QuoteSha256 == snapshot.Sha256 && revision.Snapshot.TermsSha256 == TermsDigest.Of(snapshot.Terms), $"the digest of {where}");

        // Judged anew by the version that the quote names, as whoever submitted it, at the instant of sending.
        var rules = RuleFile.First;
        Assert.True((rules.Version, rules.Hash) == (snapshot.Judgement.RuleVersion, snapshot.Judgement.RuleHash), $"the rules of {where}");
        var again = Judging.Of(rules, snapshot.Terms, snapshot.Judgement.Role, snapshot.SentAt);
        Assert.True(again.Verdict != VerdictKind.Refused, $"the rules refuse {where}: {string.Join(", ", again.Reasons)}");
        Assert.True(snapshot.ValidUntil > snapshot.SentAt && !(snapshot.ValidUntil > snapshot.Terms.Price.Sale?.PhaseEndsAt) && snapshot.ValidUntil <= snapshot.SentAt.AddDays(30), $"the validity of {where}");

        var submitter = Guid.Parse(revision.SubmittedById);
        foreach (var role in again.Approvers)
        {
            var proof = snapshot.Approvals.SingleOrDefault(a => a.Role == role);
            Assert.True(proof is not null, $"nobody of {role} approved {where}");
            Assert.True(proof.TermsSha256 == TermsDigest.Of(snapshot.Terms), $"{proof.By.Name} approved other terms than those of {where}");
            foreach (var person in new[] { proof.By, proof.For }.OfType<Person>())
            {
                Assert.True(person.Id != submitter && person.Id != snapshot.Owner.Id && person.Id.ToString() != quote.CustomerOwnerId && person.Id != snapshot.Terms.Assessment?.WrittenById, $"{person.Name} approved {where}, and may not");
            }
        }

        var people = snapshot.Approvals.SelectMany(a => new[] { a.By.Id, a.For?.Id ?? a.By.Id }.Distinct()).ToList();
        Assert.True(people.Count == people.Distinct().Count(), $"somebody approved two parts of {where}");
    }

    private async Task CheckReplayAsync(V1.Quote quote, int seed)
    {
        var replayed = QuoteBook.Replay(await _world.StepsAsync(quote));
        await using var db = _world.Db();
        var stored = QuoteBook.Read(QuoteBook.Whole(db.Quotes).Single(q => q.Id == QuotingWorld.IdOf(quote)));
        Assert.True(stored.ToMessage(0).Equals(replayed.ToMessage(0)), $"{quote.Number} is not what its journal says; seed {seed}");
        foreach (var (one, other) in stored.Revisions.Zip(replayed.Revisions).Where(p => p.First.Snapshot is not null))
        {
            Assert.Equal(one.Snapshot!.Sha256, other.Snapshot!.Sha256);
        }
    }

    private async Task<List<string>> StepsAsync(Random random, List<V1.Quote> quotes, int worker)
    {
        var reasons = new List<string>();
        for (var step = 0; step < 8; step++)
        {
            var (quote, person) = (quotes[random.Next(quotes.Count)], _people.Values.ElementAt(random.Next(_people.Count)));
            // Half of the time somebody who may.
            var owner = random.Next(2) == 0 ? person : _people[Guid.Parse(quote.OwnerId)];
            reasons.Add(random.Next(16) switch
            {
                0 or 1 => QuotingWorld.ReasonOf(await _world.EditAsync(owner, quote, AnyAsk(random), worker)),
                2 => QuotingWorld.ReasonOf(await _world.PriceAsync(owner, quote, worker)),
                3 => QuotingWorld.ReasonOf(await _world.SubmitAsync(owner, quote, worker)),
                4 => QuotingWorld.ReasonOf(await _world.SendAsync(owner, quote, worker)),
                5 when random.Next(4) == 0 => QuotingWorld.ReasonOf(await _world.WithdrawAsync(owner, quote, worker)),
                6 => QuotingWorld.ReasonOf(await _world.ReviseAsync(owner, quote, worker)),
                7 => await DelegateAsync(random, person),
                8 => Assess(random, quote),
                9 or 10 or 11 => await WalkAsync(owner, quote, worker),
                _ => await DecideAsync(random, quote, person, worker),
            });
        }

        return reasons;
    }

    /// <summary>What somebody does who wants a quote out, with others at it meanwhile.</summary>
    private async Task<string> WalkAsync(Actor owner, V1.Quote quote, int worker)
    {
        await _world.ReviseAsync(owner, quote, worker);
        await _world.PriceAsync(owner, quote, worker);
        await _world.SubmitAsync(owner, quote, worker);
        return QuotingWorld.ReasonOf(await _world.SendAsync(owner, quote, worker));
    }

    private async Task<string> DecideAsync(Random random, V1.Quote quote, Actor person, int worker)
    {
        var approvals = (await _world.GetAsync(quote)).Revisions.SelectMany(r => r.Approvals).ToList();
        if (approvals.Count == 0)
        {
            return "nothing asked";
        }

        // Mostly the newest, sometimes one that is long over; mostly its own digest, sometimes another's.
        var approval = random.Next(4) > 0 ? approvals[^1] : approvals[random.Next(approvals.Count)];
        return random.Next(6) == 0
            ? QuotingWorld.ReasonOf(await _world.DeclineAsync(person, approval, replica: worker))
            : QuotingWorld.ReasonOf(await _world.GiveAsync(person, approval, random.Next(3) == 0 ? "" : "strategic", random.Next(5) == 0 ? approvals[random.Next(approvals.Count)].TermsSha256 : null, worker));
    }

    private async Task<string> DelegateAsync(Random random, Actor from)
    {
        try
        {
            var role = new[] { Role.TeamLead, Role.HeadOfSales, Role.Leadership, Role.BudgetHolder }[random.Next(4)];
            await _world.DelegateAsync(from, role, _people.Values.ElementAt(random.Next(_people.Count)), TimeSpan.FromHours(random.Next(1, 900)));
            return "";
        }
        catch (RefusedException e)
        {
            return e.Refusal.Reason;
        }
    }

    private string Assess(Random random, V1.Quote quote)
    {
        var account = Guid.Parse(quote.Customer.AccountId);
        if (random.Next(5) == 0)
        {
            _world.Customers.Unassess(account);
        }
        else
        {
            _world.Customers.Assess(account, random.Next(2) == 0 ? _world.Sam : _people.Values.ElementAt(random.Next(_people.Count)));
        }

        return "assessed";
    }

    private static CoretimeDesk.Quoting.Quotes.QuoteAsk AnyAsk(Random random)
    {
        var (periods, cores) = ((uint)random.Next(1, 4), (uint)random.Next(1, 4));
        // From nothing to more than anybody may give.
        var waived = random.Next(3) == 0 ? 0 : (UInt128)random.NextInt64(0, (random.Next(2) == 0 ? 12_000_000_000L : 60_000_000_000L) * periods * cores);
        CoretimeDesk.Quoting.Quotes.SponsoredPeriod[] sponsored = random.Next(4) == 0 ? [new((uint)random.Next(1, (int)periods + 1), 1)] : [];
        return QuotingWorld.Ask(periods, cores, random.Next(6) == 0 ? (UInt128)random.Next(1, 1_000_000) : 0, waived, sponsored, random.Next(4) == 0 ? null : "strategic", random.Next(3) == 0 ? (uint)random.Next(1, 40) : null);
    }
}
