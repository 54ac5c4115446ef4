using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Leads.V1;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Testing;
using QuoteBook = CoretimeDesk.Quoting.Quotes.QuoteBook;
using QuoteState = CoretimeDesk.Quoting.V1.QuoteState;
using QuoteStates = CoretimeDesk.Quoting.Quotes.QuoteState;
using Settlement = CoretimeDesk.Quoting.Quotes.Settlement;

namespace CoretimeDesk.Quoting.Tests.Matching;

/// <summary>Finalised facts win quotes, and nothing else does.</summary>
public sealed class WinningQuotes(PostgresFixture postgres) : IAsyncLifetime
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
    public async Task Complaint6_The_purchase_wins_the_quote_and_everybody_hears_of_both_in_one_stream()
    {
        var (quote, account) = await _chain.SentAsync(cores: 2);
        var block = _chain.Next();
        var (remark, first, second) = (block.Remarks(MatchingWorld.DigestOf(quote)), block.Buys(account, _chain.Sale, Ten), block.Buys(account, _chain.Sale, Ten));
        await _chain.SaysAsync(first, remark, second);

        Assert.Equal(QuoteState.Won, await _chain.StateAsync(quote));
        Assert.Equal(["QuoteAccepted", "QuoteWon", "QuoteFulfilled", "QuoteFulfilled"], (await _desk.EventsAsync(quote))[^4..]);
        var accepted = Assert.Single(await _chain.PublicAsync<QuoteAccepted>(quote));
        Assert.Equal((V1.AcceptanceKind.Purchase, true, first.Origin.FactId), (accepted.Kind, accepted.IsStrong, accepted.FactId));
        var won = Assert.Single(await _chain.PublicAsync<QuoteWon>(quote));
        Assert.Equal(
            (first.Origin.BlockHash, first.Origin.EventIndex, first.Price, first.Region.Begin, first.Region.Begin + 5_040, account, MatchingWorld.DigestOf(quote), first.Origin.OccurredAt),
            (won.BlockHash, won.EventIndex, won.PaidPlanck, won.Begin, won.End, won.Payer, won.QuoteSha256, won.WonAt));
        var fulfilled = (await _chain.PublicAsync<QuoteFulfilled>(quote))[^1];
        Assert.Equal((2u, 2u, true, $"{2 * Ten}"), (fulfilled.CoresBought, fulfilled.CoresQuoted, fulfilled.Complete, fulfilled.PaidPlanck));
    }

    [Fact]
    public async Task F15_Two_of_three_cores_win_and_are_told_as_two_of_three()
    {
        var (quote, account) = await _chain.SentAsync(cores: 3);
        var block = _chain.Next();
        await _chain.SaysAsync(block.Remarks(MatchingWorld.DigestOf(quote)), block.Buys(account, _chain.Sale, Ten), block.Buys(account, _chain.Sale, Ten));

        Assert.Equal(QuoteState.Won, await _chain.StateAsync(quote));
        var fulfilled = (await _chain.PublicAsync<QuoteFulfilled>(quote))[^1];
        Assert.Equal((2u, 3u, false), (fulfilled.CoresBought, fulfilled.CoresQuoted, fulfilled.Complete));
    }

    [Fact]
    public async Task The_steps_alone_give_the_same_quote_again_also_after_a_win_was_taken_back()
    {
        var (quote, account) = await _chain.SentAsync();
        var block = _chain.Next();
        var bought = block.Buys(account, _chain.Sale, Ten);
        await _chain.SaysAsync(block.Remarks(MatchingWorld.DigestOf(quote)), bought);
        Assert.Equal(QuoteStates.Won, QuoteBook.Replay(await _desk.StepsAsync(quote)).Newest.State);

        (await _chain.ReverseAsync(_desk.Hana, bought)).OrThrow();
        Assert.Equal(QuoteStates.Sent, QuoteBook.Replay(await _desk.StepsAsync(quote)).Newest.State);
        Assert.Equal(QuoteState.Sent, await _chain.StateAsync(quote));
        Assert.Equal(bought.Origin.FactId, Assert.Single(await _chain.PublicAsync<QuoteWinReversed>(quote)).FactId);
        Assert.Equal("Rejected by Person", await _chain.ToldAsync(bought));
    }

    [Fact]
    public async Task A_customer_who_said_yes_before_has_still_said_yes_when_the_match_is_taken_back()
    {
        using var key = new WalletKey();
        var customer = _desk.Customer();
        await _chain.VerifiedAsync(customer, key.Account);
        var (quote, account) = await _chain.SentAsync(customer: customer);
        var text = await Acceptance.AcceptingOverTheDesk.TextAsync(_desk, quote);
        (await Acceptance.AcceptingOverTheDesk.SignAsync(_desk, quote, key.Account, key.Sign(text))).OrThrow();
        Assert.Equal(QuoteState.Accepted, await _chain.StateAsync(quote));

        var block = _chain.Next();
        var bought = block.Buys(account, _chain.Sale, Ten);
        await _chain.SaysAsync(block.Remarks(MatchingWorld.DigestOf(quote)), bought);
        Assert.Equal(QuoteState.Won, await _chain.StateAsync(quote));
        Assert.Equal(V1.AcceptanceKind.Signature, Assert.Single(await _chain.PublicAsync<QuoteAccepted>(quote)).Kind);

        (await _chain.ReverseAsync(_desk.Hana, bought)).OrThrow();
        Assert.Equal(QuoteState.Accepted, await _chain.StateAsync(quote));
    }

    [Fact]
    public async Task The_same_facts_again_in_any_order_and_on_any_replica_change_nothing()
    {
        var (quote, account) = await _chain.SentAsync(cores: 2);
        var block = _chain.Next();
        Google.Protobuf.IMessage[] facts = [block.Remarks(MatchingWorld.DigestOf(quote)), block.Buys(account, _chain.Sale, Ten), block.Buys(account, _chain.Sale, Ten)];
        await _chain.SaysAsync(facts);
        var events = await _desk.EventsAsync(quote);
        await _chain.SaysAsync(facts.Reverse().Concat(facts));
        Assert.Equal(events, await _desk.EventsAsync(quote));
    }

    [Fact]
    public async Task An_earlier_purchase_that_is_heard_of_later_is_the_one_that_won()
    {
        var (quote, account) = await _chain.SentAsync();
        var (early, late) = (_chain.Next(), _chain.Next(_desk.Clock.Now.AddMinutes(1)));
        var (first, second) = (early.Buys(account, _chain.Sale, Ten), late.Buys(account, _chain.Sale, Ten));
        await _chain.SaysAsync(late.Remarks(MatchingWorld.DigestOf(quote)), second);
        await _chain.SaysAsync(early.Remarks(MatchingWorld.DigestOf(quote)), first);

        var won = await _chain.PublicAsync<QuoteWon>(quote);
        Assert.Equal([(second.Origin.FactId, false), (first.Origin.FactId, true)], won.Select(w => (w.FactId, w.IsRestated)));
        Assert.Equal(("Counted by Digest", "Surplus by Digest: Surplus"), (await _chain.ToldAsync(first), await _chain.ToldAsync(second)));
    }

    [Fact]
    public async Task What_was_bought_before_a_quote_was_withdrawn_wins_it_although_it_is_known_later()
    {
        var (quote, account) = await _chain.SentAsync();
        var block = _chain.Next();
        _desk.Clock.Advance(TimeSpan.FromMinutes(2));
        (await _desk.WithdrawAsync(_desk.Rita, quote)).OrThrow();
        await _chain.SaysAsync(block.Remarks(MatchingWorld.DigestOf(quote)), block.Buys(account, _chain.Sale, Ten));
        Assert.Equal(QuoteState.Won, await _chain.StateAsync(quote));
    }

    [Fact]
    public async Task What_was_bought_after_it_was_withdrawn_waits_for_a_person_and_wins_nothing()
    {
        var (quote, account) = await _chain.SentAsync();
        (await _desk.WithdrawAsync(_desk.Rita, quote)).OrThrow();
        _desk.Clock.Advance(TimeSpan.FromMinutes(2));
        var block = _chain.Next();
        var bought = block.Buys(account, _chain.Sale, Ten);
        await _chain.SaysAsync(block.Remarks(MatchingWorld.DigestOf(quote)), bought);
        Assert.Equal("InReview: Withdrawn", await _chain.ToldAsync(bought));

        (await _chain.DecideAsync(_desk.Hana, bought, MatchingWorld.DigestOf(quote))).OrThrow();
        Assert.Equal("OutsideTerms by Person: Withdrawn", await _chain.ToldAsync(bought));
        Assert.Equal(QuoteState.Withdrawn, await _chain.StateAsync(quote));
    }

    [Fact]
    public async Task An_account_that_is_verified_after_it_bought_has_bought_by_the_quote()
    {
        var customer = _desk.Customer();
        var (quote, _) = await _chain.SentAsync(customer: customer);
        var (block, stranger) = (_chain.Next(), MatchingWorld.Account());
        var bought = block.Buys(stranger, _chain.Sale, Ten);
        await _chain.SaysAsync(block.Remarks(MatchingWorld.DigestOf(quote)), bought);
        Assert.Equal("InReview: WrongAccount", await _chain.ToldAsync(bought));

        await _chain.VerifiedAsync(customer, stranger, HowVerified.Unverified);
        Assert.Equal("InReview: WrongAccount", await _chain.ToldAsync(bought)); // Somebody typed it: worth nothing.

        await _chain.VerifiedAsync(customer, stranger);
        Assert.Equal(QuoteState.Won, await _chain.StateAsync(quote));
    }

    [Fact]
    public async Task The_account_of_the_quoted_para_is_the_customers()
    {
        var para = MatchingWorld.AnyPara();
        var (quote, _) = await _chain.SentAsync(ask: QuotingWorld.Ask() with { ParaId = para });
        var bought = _chain.Next().Buys(CoretimeDesk.Quoting.Matching.OfferedTerms.AccountOf(para), _chain.Sale, Ten);
        await _chain.SaysAsync(bought);
        Assert.Equal("InReview: Weak", await _chain.ToldAsync(bought)); // 70: account, sale and price.

        await _chain.SaysAsync(_chain.Next().Assigns(bought, para));
        Assert.Equal(("Counted by Score", QuoteState.Won), (await _chain.ToldAsync(bought), await _chain.StateAsync(quote)));
    }

    [Fact]
    public async Task What_a_merged_account_bought_the_survivor_bought_until_the_merge_is_undone()
    {
        var (survivor, absorbed) = (_desk.Customer(), _desk.Customer());
        var (quote, _) = await _chain.SentAsync(customer: survivor);
        var key = MatchingWorld.Account();
        await _chain.VerifiedAsync(absorbed, key);
        var block = _chain.Next();
        var bought = block.Buys(key, _chain.Sale, Ten);
        await _chain.SaysAsync(block.Remarks(MatchingWorld.DigestOf(quote)), bought);
        Assert.Equal("InReview: WrongAccount", await _chain.ToldAsync(bought));

        var merge = $"{Guid.CreateVersion7()}";
        await _chain.DeliverAsync("leads", survivor, new AccountsMerged { AccountId = $"{survivor}", AbsorbedAccountId = $"{absorbed}", MergeId = merge });
        Assert.Equal(QuoteState.Won, await _chain.StateAsync(quote));

        await _chain.DeliverAsync("leads", survivor, new MergeUndone { AccountId = $"{survivor}", OtherAccountId = $"{absorbed}", MergeId = merge });
        Assert.Equal(QuoteState.Sent, await _chain.StateAsync(quote));
    }

    [Fact]
    public async Task A_sponsors_purchase_fulfils_and_never_wins()
    {
        var para = MatchingWorld.AnyPara();
        var ask = QuotingWorld.Ask(periods: 1) with { ParaId = para };
        var (quote, _) = await _chain.SentAsync(ask: ask with { Settlement = Settlement.SponsorBuysAndAssigns });
        var block = _chain.Next();
        var bought = block.Buys(MatchingWorld.Sponsor, _chain.Sale, Ten);
        await _chain.SaysAsync(block.Remarks(MatchingWorld.DigestOf(quote)), bought);
        Assert.Equal("AwaitingAssignment", await _chain.ToldAsync(bought));

        await _chain.SaysAsync(_chain.Next().Assigns(bought, para));
        Assert.Equal(("Counted by Digest", QuoteState.Sent), (await _chain.ToldAsync(bought), await _chain.StateAsync(quote)));
        Assert.True(Assert.Single(await _chain.PublicAsync<QuoteFulfilled>(quote)).Complete);
    }

    [Fact]
    public async Task A_renewal_continues_the_core_that_was_bought()
    {
        var para = MatchingWorld.AnyPara();
        var (quote, account) = await _chain.SentAsync(ask: QuotingWorld.Ask(periods: 2) with { ParaId = para });
        var block = _chain.Next();
        var bought = block.Buys(account, _chain.Sale, Ten);
        await _chain.SaysAsync(block.Remarks(MatchingWorld.DigestOf(quote)), bought);
        _desk.Clock.Advance(TimeSpan.FromDays(20));
        var renewed = _chain.Next().Renews(bought, MatchingWorld.Account(), para, 103_000_000_000);
        await _chain.SaysAsync(renewed);

        Assert.Equal("Counted by Score", await _chain.ToldAsync(renewed));
        Assert.Equal([(bought.Region.Begin, 1u), (renewed.Begin, 1u)], (await _chain.PublicAsync<QuoteFulfilled>(quote)).Select(f => (f.Begin, f.CoresBought)));
    }
}
