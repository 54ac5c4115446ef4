using CoretimeDesk.Journal;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.Acceptance;
using CoretimeDesk.Quoting.Tests.Matching;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using QuoteState = CoretimeDesk.Quoting.V1.QuoteState;

namespace CoretimeDesk.Quoting.Tests.Acceptance;

/// <summary>Acceptance as it is saved and told, and what is to be signed to buy.</summary>
public sealed class AcceptingOverTheDesk(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly QuotingWorld _desk = new(postgres);
    private MatchingWorld _chain = null!;

    public async ValueTask InitializeAsync()
    {
        await _desk.InitializeAsync();
        _chain = new(_desk);
    }

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    public static async Task<string> TextAsync(QuotingWorld desk, V1.Quote quote) =>
        (await desk.Of<AcceptanceDesk>().TextAsync(QuotingWorld.IdOf(quote), desk.Rita, CancellationToken.None)).OrThrow().Text;

    public static Task<Outcome<AcceptBySignatureResponse>> SignAsync(QuotingWorld desk, V1.Quote quote, string account, byte[] signature, Actor? by = null, int replica = 0) =>
        desk.Of<AcceptanceDesk>(replica).BySignatureAsync(
            QuotingWorld.As(by ?? desk.Rita), Acceptor.Staff(by ?? desk.Rita), QuotingWorld.IdOf(quote), MatchingWorld.DigestOf(quote), account, signature, CancellationToken.None);

    [Fact]
    public async Task A_signature_is_kept_with_its_text_told_to_all_and_taken_once()
    {
        using var key = new WalletKey();
        var quote = await SentToAsync(key);
        var text = await TextAsync(_desk, quote);
        var signature = key.Sign(text);
        var first = (await SignAsync(_desk, quote, key.Account, signature)).OrThrow().Acceptance;
        var again = (await SignAsync(_desk, quote, key.Account, signature, replica: 1)).OrThrow().Acceptance;

        Assert.Equal(first, again);
        Assert.Equal((V1.AcceptanceKind.Signature, true, text, key.Account, "ecdsa", "Rita Rep"), (first.Kind, first.IsStrong, first.Text, first.Signer, first.Scheme, first.RecordedBy));
        Assert.Equal(QuoteState.Accepted, await _chain.StateAsync(quote));
        var told = Assert.Single(await _chain.PublicAsync<QuoteAccepted>(quote));
        Assert.Equal((MatchingWorld.DigestOf(quote), text, first.Signature), (told.QuoteSha256, told.Text, told.Signature));
    }

    [Fact]
    public async Task Two_at_once_on_two_replicas_are_one_acceptance()
    {
        using var key = new WalletKey();
        var quote = await SentToAsync(key);
        var signature = key.Sign(await TextAsync(_desk, quote));
        var both = await Task.WhenAll(SignAsync(_desk, quote, key.Account, signature), SignAsync(_desk, quote, key.Account, signature, replica: 1));
        Assert.All(both, o => Assert.Null(o.Refusal));
        Assert.Single(await _chain.PublicAsync<QuoteAccepted>(quote));
    }

    [Fact]
    public async Task A_declared_account_buys_for_the_customer_and_signs_for_nobody()
    {
        using var key = new WalletKey();
        var customer = _desk.Customer();
        await _chain.VerifiedAsync(customer, key.Account, HowVerified.Declared);
        var (quote, _) = await _chain.SentAsync(customer: customer);
        Assert.Equal("KEY_NOT_VERIFIED", QuotingWorld.ReasonOf(await SignAsync(_desk, quote, key.Account, key.Sign(await TextAsync(_desk, quote)))));
    }

    [Fact]
    public async Task What_was_superseded_expired_or_withdrawn_cannot_be_accepted()
    {
        using var key = new WalletKey();
        var (superseded, withdrawn, expired) = (await SentToAsync(key), await SentToAsync(key), await SentToAsync(key));
        var (one, two, three) = (key.Sign(await TextAsync(_desk, superseded)), key.Sign(await TextAsync(_desk, withdrawn)), key.Sign(await TextAsync(_desk, expired)));

        var revised = (await _desk.ReviseAsync(_desk.Rita, superseded)).OrThrow().Quote;
        (await _desk.PriceAsync(_desk.Rita, revised)).OrThrow();
        (await _desk.SubmitAsync(_desk.Rita, revised)).OrThrow();
        (await _desk.SendAsync(_desk.Rita, revised)).OrThrow();
        (await _desk.WithdrawAsync(_desk.Rita, withdrawn)).OrThrow();
        Assert.Equal("QUOTE_SUPERSEDED", QuotingWorld.ReasonOf(await SignAsync(_desk, superseded, key.Account, one)));
        Assert.Equal("QUOTE_WITHDRAWN", QuotingWorld.ReasonOf(await SignAsync(_desk, withdrawn, key.Account, two)));

        _desk.Clock.Advance(TimeSpan.FromDays(15));
        Assert.Equal("QUOTE_EXPIRED", QuotingWorld.ReasonOf(await SignAsync(_desk, expired, key.Account, three)));
    }

    [Fact]
    public async Task Only_who_works_on_the_quote_records_what_its_customer_says()
    {
        using var key = new WalletKey();
        var quote = await SentToAsync(key);
        var signature = key.Sign(await TextAsync(_desk, quote));
        Assert.Equal("NOT_FOUND", QuotingWorld.ReasonOf(await SignAsync(_desk, quote, key.Account, signature, QuotingWorld.Person("Rob", [Guid.CreateVersion7()], Role.Rep))));
        Assert.Equal("NOT_YOUR_QUOTE", QuotingWorld.ReasonOf(await SignAsync(_desk, quote, key.Account, signature, QuotingWorld.Person("Rosa", [_desk.Team], Role.Rep))));
    }

    [Fact]
    public async Task A_typed_name_stays_in_the_desk_and_no_event_tells_it()
    {
        var quote = await _desk.SentAsync(_desk.Rita, _desk.Customer("enterprise"));
        var typed = new AcceptanceEvidence.WithName("Jane Q. Customer", "Head of IT", "203.0.113.7", "", "");
        var done = (await _desk.Of<AcceptanceDesk>().ByTypedNameAsync(
            QuotingWorld.As(Actor.Desk), Acceptor.Customer, QuotingWorld.IdOf(quote), MatchingWorld.DigestOf(quote), typed, CancellationToken.None)).OrThrow().Acceptance;

        Assert.Equal((V1.AcceptanceKind.TypedName, false, "Jane Q. Customer", "203.0.113.7"), (done.Kind, done.IsStrong, done.Name, done.Address));
        Assert.False(Assert.Single(await _chain.PublicAsync<QuoteAccepted>(quote)).IsStrong);
        await using var command = _desk.Database.CreateCommand("select count(*) from quoting.journal where payload::text like '%Jane Q.%'");
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Call_data_buys_what_was_quoted_under_the_quotes_digest()
    {
        var (quote, account) = await _chain.SentAsync(cores: 3);
        var data = (await CallDataAsync(quote)).OrThrow();
        var asked = _desk.Calls.Asked.Last();
        Assert.Equal((MatchingWorld.Chain, $"0x{MatchingWorld.DigestOf(quote)}", 3), (asked.Chain, asked.Remark, asked.Calls.Count));
        Assert.Equal((3u, "100000000000", 2_003_002u), (data.Cores, data.LimitPlanck, data.SpecVersion));

        // Bought in part: what is left.
        var block = _chain.Next();
        await _chain.SaysAsync(block.Remarks(MatchingWorld.DigestOf(quote)), block.Buys(account, _chain.Sale, 100_000_000_000));
        Assert.Equal(2u, (await CallDataAsync(quote)).OrThrow().Cores);

        var rest = _chain.Next();
        await _chain.SaysAsync(rest.Remarks(MatchingWorld.DigestOf(quote)), rest.Buys(account, _chain.Sale, 100_000_000_000), rest.Buys(account, _chain.Sale, 100_000_000_000));
        Assert.Equal("QUOTE_BOUGHT", QuotingWorld.ReasonOf(await CallDataAsync(quote)));
    }

    [Fact]
    public async Task Call_data_is_refused_when_the_market_is_not_what_was_quoted()
    {
        var (quote, _) = await _chain.SentAsync();
        _desk.Market.EndPrice = Market.Token.Dot.Whole(11);
        Assert.Equal("PRICE_ABOVE_LIMIT", QuotingWorld.ReasonOf(await CallDataAsync(quote)));

        _desk.Clock.Advance(_desk.Market.UntilPhaseEnd());
        Assert.Equal("QUOTE_EXPIRED", QuotingWorld.ReasonOf(await CallDataAsync(quote)));
    }

    private Task<Outcome<GetCallDataResponse>> CallDataAsync(V1.Quote quote) => _desk.Of<AcceptanceDesk>().CallDataAsync(QuotingWorld.IdOf(quote), _desk.Rita, CancellationToken.None);

    private async Task<V1.Quote> SentToAsync(WalletKey key)
    {
        var customer = _desk.Customer();
        await _chain.VerifiedAsync(customer, key.Account);
        return (await _chain.SentAsync(customer: customer)).Quote;
    }
}
