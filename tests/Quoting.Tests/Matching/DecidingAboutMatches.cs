using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.Matching;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using MatchState = CoretimeDesk.Quoting.Matching.MatchState;
using QuoteState = CoretimeDesk.Quoting.V1.QuoteState;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>People decide which quote a fact belongs to, and never on their own success.</summary>
public sealed class DecidingAboutMatches(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly UInt128 Ten = 100_000_000_000;
    private readonly QuotingWorld _desk = new(postgres);
    private MatchingWorld _chain = null!;

    public async ValueTask InitializeAsync()
    {
        await _desk.InitializeAsync();
        _chain = new(_desk);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task A_team_lead_of_the_team_confirms_with_a_reason_and_the_quote_is_won()
    {
        var (quote, bought) = await InReviewAsync();
        var match = (await _chain.DecideAsync(_desk.Tom, bought, MatchingWorld.DigestOf(quote))).OrThrow().Match;

        Assert.Equal((V1.MatchState.Counted, V1.MatchBasis.Person, true, "Tom Lead"), (match.State, match.Basis, match.HasWon, match.DecidedBy));
        Assert.Equal(QuoteState.Won, await _chain.StateAsync(quote));
        Assert.Equal(V1.MatchBasis.Person, Assert.Single(await _chain.PublicAsync<QuoteWon>(quote)).Basis);
    }

    [Fact]
    public async Task Who_gains_by_it_and_who_may_not_decide_are_refused()
    {
        var (quote, bought) = await InReviewAsync();
        var digest = MatchingWorld.DigestOf(quote);
        Actor Rita(params Role[] roles) => _desk.Rita with { Roles = roles.ToHashSet() };
        Assert.Equal("NOT_A_REVIEWER", QuotingWorld.ReasonOf(await _chain.DecideAsync(_desk.Rita, bought, digest)));
        Assert.Equal("BENEFICIARY", QuotingWorld.ReasonOf(await _chain.DecideAsync(Rita(Role.Rep, Role.TeamLead), bought, digest)));
        Assert.Equal("BENEFICIARY", QuotingWorld.ReasonOf(await _chain.DecideAsync(Rita(Role.HeadOfSales), bought, digest)));
        Assert.Equal("NOT_A_REVIEWER", QuotingWorld.ReasonOf(await _chain.DecideAsync(_desk.Lena, bought, digest)));
        Assert.Equal("NOT_A_REVIEWER", QuotingWorld.ReasonOf(await _chain.DecideAsync(Staff.Person("Ada", Role.Administrator), bought, digest)));
        Assert.Equal("NOT_YOUR_TEAM", QuotingWorld.ReasonOf(await _chain.DecideAsync(QuotingWorld.Person("Tina", [Guid.CreateVersion7()], Role.TeamLead), bought, digest)));
        Assert.Equal("INVALID_FIELDS", QuotingWorld.ReasonOf(await _chain.DecideAsync(_desk.Tom, bought, digest, "looks good")));
        Assert.Equal("NOT_A_CANDIDATE", QuotingWorld.ReasonOf(await _chain.DecideAsync(_desk.Tom, bought, new string('0', 64))));
        Assert.Equal(QuoteState.Sent, await _chain.StateAsync(quote));
    }

    [Fact]
    public async Task Nobody_decides_that_something_happened()
    {
        Assert.Equal("NOT_FOUND", QuotingWorld.ReasonOf(await _chain.DecideAsync(_desk.Hana, Guid.CreateVersion7(), new string('0', 64), "because I say that it was paid")));
    }

    [Fact]
    public async Task What_was_decided_is_decided_also_when_two_decide_at_once()
    {
        var (quote, bought) = await InReviewAsync();
        var outcomes = await Task.WhenAll(_chain.DecideAsync(_desk.Tom, bought, MatchingWorld.DigestOf(quote)), _chain.DecideAsync(_desk.Hana, bought, null));
        Assert.Equal(["", "NOT_IN_REVIEW"], outcomes.Select(QuotingWorld.ReasonOf).Order());
        Assert.Equal(outcomes[0].Refusal is null ? QuoteState.Won : QuoteState.Sent, await _chain.StateAsync(quote));
    }

    [Fact]
    public async Task A_rejection_can_be_taken_back_and_then_it_is_looked_at_again()
    {
        var (quote, bought) = await InReviewAsync();
        (await _chain.DecideAsync(_desk.Tom, bought, null)).OrThrow();
        Assert.Equal("Rejected by Person", await _chain.ToldAsync(bought));
        Assert.Equal("NOT_IN_REVIEW", QuotingWorld.ReasonOf(await _chain.DecideAsync(_desk.Tom, bought, MatchingWorld.DigestOf(quote))));

        (await _chain.ReverseAsync(_desk.Hana, bought)).OrThrow();
        Assert.Equal("InReview: WrongAccount", await _chain.ToldAsync(bought));
    }

    [Fact]
    public async Task Lists_show_each_fact_in_one_place_to_those_who_may_see_it()
    {
        var (quote, bought) = await InReviewAsync();
        var unknown = _chain.Next().Buys(MatchingWorld.Account(), _chain.Sale, Ten);
        await _chain.SaysAsync(unknown);
        Assert.Contains(await ListAsync(MatchState.InReview), m => m.Fact.FactId == bought.Origin.FactId && m.Candidates.Single().Number == quote.Number);
        Assert.Contains(await ListAsync(MatchState.Unmatched), m => m.Fact.FactId == unknown.Origin.FactId);

        (await _chain.DecideAsync(_desk.Tom, bought, MatchingWorld.DigestOf(quote))).OrThrow();
        Assert.DoesNotContain(await ListAsync(MatchState.InReview), m => m.Fact.FactId == bought.Origin.FactId);
        Assert.Equal([bought.Origin.FactId], (await ListAsync(MatchState.Counted, _desk.Rita)).Select(m => m.Fact.FactId));
        Assert.Empty(await ListAsync(MatchState.Counted, QuotingWorld.Person("Rob", [Guid.CreateVersion7()], Role.Rep)));
    }

    [Fact]
    public async Task Pages_hold_each_fact_once()
    {
        var facts = Enumerable.Range(0, 7).Select(_ => _chain.Next().Buys(MatchingWorld.Account(), _chain.Sale, Ten)).ToList();
        await _chain.SaysAsync(facts);
        List<string> seen = [];
        for (var token = ""; ;)
        {
            var check = Check.That(new ListUnmatchedRequest());
            var page = FactPage.Read(check, 2, token);
            check.ThrowIfAny();
            var (matches, next) = await _desk.Of<MatchDesk>().ListAsync([MatchState.Unmatched], null, null, false, page, CancellationToken.None);
            seen.AddRange(matches.Select(m => m.Fact.FactId));
            if (next.Length == 0)
            {
                break;
            }

            token = next;
        }

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Superset(facts.Select(f => f.Origin.FactId).ToHashSet(), seen.ToHashSet());
    }

    [Fact]
    public async Task A_payment_that_resembles_no_quote_can_be_given_to_a_customer_and_a_word_alone_wins_nothing()
    {
        var customer = _desk.Customer();
        var (quote, _) = await _chain.SentAsync(customer: customer);
        var bought = await UnknownAsync();
        var match = (await _chain.GiveAsync(_desk.Tom, bought, customer)).OrThrow().Match;

        Assert.Equal((V1.MatchState.OutsideTerms, V1.MatchBasis.Person, false, false, quote.Number, "Tom Lead"), (match.State, match.Basis, match.HasWon, match.IsCustomerPaid, match.Quote.Number, match.DecidedBy));
        Assert.Equal(["no_evidence"], match.Differs);
        Assert.Equal(QuoteState.Sent, await _chain.StateAsync(quote));
        Assert.DoesNotContain(await ListAsync(MatchState.Unmatched), m => m.Fact.FactId == bought.Origin.FactId);
    }

    [Fact]
    public async Task What_was_given_counts_once_the_paying_account_is_known_as_the_customers()
    {
        var customer = _desk.Customer();
        var (quote, _) = await _chain.SentAsync(customer: customer);
        var bought = await UnknownAsync();
        (await _chain.GiveAsync(_desk.Tom, bought, customer)).OrThrow();

        await _chain.VerifiedAsync(customer, bought.Buyer);
        Assert.StartsWith("Counted by Person", await _chain.ToldAsync(bought), StringComparison.Ordinal);
        Assert.Equal(QuoteState.Won, await _chain.StateAsync(quote));
    }

    [Fact]
    public async Task Nobody_gives_a_payment_to_themselves_nor_one_that_is_decided_nor_to_whom_nothing_was_sent()
    {
        var customer = _desk.Customer();
        await _chain.SentAsync(customer: customer);
        var bought = await UnknownAsync();
        Assert.Equal("NOT_A_REVIEWER", QuotingWorld.ReasonOf(await _chain.GiveAsync(_desk.Rita, bought, customer)));
        Assert.Equal("BENEFICIARY", QuotingWorld.ReasonOf(await _chain.GiveAsync(_desk.Rita with { Roles = new HashSet<Role> { Role.HeadOfSales } }, bought, customer)));
        Assert.Equal("NOT_YOUR_TEAM", QuotingWorld.ReasonOf(await _chain.GiveAsync(QuotingWorld.Person("Tina", [Guid.CreateVersion7()], Role.TeamLead), bought, customer)));
        Assert.Equal("INVALID_FIELDS", QuotingWorld.ReasonOf(await _chain.GiveAsync(_desk.Tom, bought, customer, "it is theirs")));
        Assert.Equal("NO_QUOTE", QuotingWorld.ReasonOf(await _chain.GiveAsync(_desk.Hana, bought, Guid.CreateVersion7())));
        Assert.Equal("Unmatched", await _chain.ToldAsync(bought));

        var (_, looked) = await InReviewAsync();
        Assert.Equal("NOT_UNMATCHED", QuotingWorld.ReasonOf(await _chain.GiveAsync(_desk.Hana, looked, customer)));
    }

    [Fact]
    public async Task What_was_given_wrongly_is_taken_back_and_not_given_to_that_quote_again()
    {
        var (one, other) = (_desk.Customer(), _desk.Customer());
        await _chain.SentAsync(customer: one);
        await _chain.SentAsync(customer: other);
        var bought = await UnknownAsync();
        (await _chain.GiveAsync(_desk.Tom, bought, one)).OrThrow();
        (await _chain.ReverseAsync(_desk.Hana, bought)).OrThrow();
        Assert.Equal("Rejected by Person", await _chain.ToldAsync(bought));
        Assert.Equal("NO_QUOTE", QuotingWorld.ReasonOf(await _chain.GiveAsync(_desk.Tom, bought, one)));
        Assert.Equal(V1.MatchState.OutsideTerms, (await _chain.GiveAsync(_desk.Tom, bought, other)).OrThrow().Match.State);
    }

    private async Task<ChainWatcher.V1.Purchased> UnknownAsync()
    {
        var bought = _chain.Next().Buys(MatchingWorld.Account(), _chain.Sale, Ten);
        await _chain.SaysAsync(bought);
        Assert.Equal("Unmatched", await _chain.ToldAsync(bought));
        return bought;
    }

    private async Task<IReadOnlyList<Match>> ListAsync(MatchState state, Actor? mine = null) =>
        (await _desk.Of<MatchDesk>().ListAsync([state], null, mine, false, new(200, null, Guid.Empty), CancellationToken.None)).Matches;

    private async Task<(V1.Quote Quote, ChainWatcher.V1.Purchased Bought)> InReviewAsync()
    {
        var (quote, _) = await _chain.SentAsync();
        var block = _chain.Next();
        var bought = block.Buys(MatchingWorld.Account(), _chain.Sale, Ten);
        await _chain.SaysAsync(block.Remarks(MatchingWorld.DigestOf(quote)), bought);
        Assert.Equal("InReview: WrongAccount", await _chain.ToldAsync(bought));
        return (quote, bought);
    }
}
