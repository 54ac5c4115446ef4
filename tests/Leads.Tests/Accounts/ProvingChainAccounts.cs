using CoretimeDesk.Leads.V1;
using CoretimeDesk.Testing;
using Role = CoretimeDesk.Role;

namespace CoretimeDesk.Leads.Tests.Accounts;

public sealed class ProvingChainAccounts(LeadsWorld world)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_customer_who_signs_the_challenge_proves_the_account_for_good(bool ethereum)
    {
        using var key = new WalletKey();
        var address = ethereum ? key.Ethereum : key.Substrate;
        var account = await NoteAsync(await world.WithAsync(), address);
        Assert.Equal((V1.HowVerified.Unverified, address), (account.ChainAccounts.Single().How, account.ChainAccounts.Single().Address));
        Assert.Empty(account.Keys);

        var challenge = await IssueAsync(account, address);
        Assert.Contains(account.Number, challenge.Text, StringComparison.Ordinal);
        var answer = await AnswerAsync(challenge, ethereum ? key.SignAsEthereum(challenge.Text) : key.SignAsSubstrate(challenge.Text));
        Assert.Equal((V1.HowVerified.SignedChallenge, address), (answer.ChainAccount.How, answer.ChainAccount.Address));
        Assert.Equal(AccountKeyKind.ChainAccount, answer.Account.Keys.Single().Kind);
        Assert.Equal(answer.Account, await world.GetAsync(account.AccountId));

        // The evidence is in the journal, for anybody to check.
        var payload = await world.ScalarAsync<string>($"select payload::text from leads.journal where aggregate_id = '{account.AccountId}' order by version desc limit 1");
        var recorded = V1.ChainAccountNoted.Parser.ParseJson(payload);
        Assert.Equal(challenge.Text, recorded.Challenge);
        Assert.NotNull(AccountAddress.TryRead(address, out var read) is null ? read.SchemeOf(recorded.Challenge, Convert.FromHexString(recorded.Signature[2..])) : null);
    }

    [Fact]
    public async Task A_signature_counts_once_and_only_of_that_text_by_that_key()
    {
        using var key = new WalletKey();
        using var stranger = new WalletKey();
        var account = await NoteAsync(await world.WithAsync(), key.Substrate);
        var (one, other) = (await IssueAsync(account, key.Substrate), await IssueAsync(account, key.Substrate));
        Assert.NotEqual(one.Text, other.Text);
        Assert.Equal("SIGNATURE_WRONG", (await LeadsWorld.RefusedAsync(AnswerAsync(one, stranger.SignAsSubstrate(one.Text)))).Reason);
        Assert.Equal("SIGNATURE_WRONG", (await LeadsWorld.RefusedAsync(AnswerAsync(one, key.SignAsSubstrate(other.Text)))).Reason);
        Assert.Equal("SIGNATURE_WRONG", (await LeadsWorld.RefusedAsync(AnswerAsync(one, key.SignAsEthereum(one.Text)))).Reason);
        Assert.Equal(V1.HowVerified.Unverified, (await world.GetAsync(account.AccountId)).ChainAccounts.Single().How);

        await AnswerAsync(one, key.SignAsSubstrate(one.Text));
        Assert.Equal("CHALLENGE_ANSWERED", (await LeadsWorld.RefusedAsync(AnswerAsync(one, key.SignAsSubstrate(one.Text)))).Reason);
    }

    [Fact]
    public async Task An_expired_challenge_says_when()
    {
        using var key = new WalletKey();
        var account = await NoteAsync(await world.WithAsync(), key.Substrate);
        var challenge = await IssueAsync(account, key.Substrate);
        await world.ScalarAsync<DateTime>($"update leads.challenges set expires_at = '2026-01-02 03:04:00Z' where id = '{challenge.ChallengeId}' returning expires_at");
        var refusal = await LeadsWorld.RefusedAsync(AnswerAsync(challenge, key.SignAsSubstrate(challenge.Text)));
        Assert.Equal("CHALLENGE_EXPIRED", refusal.Reason);
        Assert.Contains("2 January 2026 03:04 UTC", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_one_customer_has_proven_no_other_can_and_of_two_at_once_one_does()
    {
        using var key = new WalletKey();
        var accounts = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ => await NoteAsync(await world.WithAsync(), key.Substrate)));
        var challenges = await Task.WhenAll(accounts.Select(a => IssueAsync(a, key.Substrate)));
        var outcomes = await Task.WhenAll(challenges.Select(async (c, i) =>
        {
            var call = AnswerAsync(c, key.SignAsSubstrate(c.Text), i);
            await call.ContinueWith(_ => { }, TaskScheduler.Default);
            return call;
        }));
        var winner = (await Assert.Single(outcomes, o => o.IsCompletedSuccessfully)).Account;
        foreach (var lost in outcomes.Where(o => !o.IsCompletedSuccessfully))
        {
            var refusal = await LeadsWorld.RefusedAsync(lost);
            Assert.Equal(("ACCOUNT_EXISTS", winner.Number), (refusal.Reason, refusal.Facts["account_number"]));
        }
    }

    [Fact]
    public async Task A_declaration_is_weaker_than_a_signature_and_never_replaces_one()
    {
        using var key = new WalletKey();
        var account = await NoteAsync(await world.WithAsync(), key.Substrate);
        account = await NoteAsync(account, key.Substrate, "Ada Lovelace, by mail of 3 May 2026");
        Assert.Equal((V1.HowVerified.Declared, "Ada Lovelace, by mail of 3 May 2026"), (account.ChainAccounts.Single().How, account.ChainAccounts.Single().Evidence));

        // Anybody can declare anything: it is no key, and the other account is warned of.
        var other = await world.WithAsync();
        var warned = await world.Leads().AddChainAccountAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = other.AccountId, Address = key.Substrate, How = V1.HowVerified.Unverified }, world.AsRita());
        Assert.Contains(warned.PossibleDuplicates, d => d.AccountId == account.AccountId && d.Reasons.Contains(V1.WeakReason.SameChainAccount));

        var challenge = await IssueAsync(account, key.Substrate);
        await AnswerAsync(challenge, key.SignAsSubstrate(challenge.Text));
        account = await NoteAsync(account, key.Substrate, "Bob");
        Assert.Equal(V1.HowVerified.SignedChallenge, account.ChainAccounts.Single().How);
    }

    [Fact]
    public async Task Only_a_service_says_that_the_chain_showed_it()
    {
        var account = await world.WithAsync();
        var request = new AddChainAccountRequest
        {
            RequestId = LeadsWorld.NewId(),
            AccountId = account.AccountId,
            Address = AccountWorld.Address(),
            How = V1.HowVerified.ChainFact,
            Fact = new() { Chain = "polkadot-coretime", BlockHash = AccountWorld.Genesis().Value, EventIndex = 7 },
        };
        Assert.Equal("how", (await LeadsWorld.RefusedAsync(world.Leads().AddChainAccountAsync(request, world.AsRita()).ResponseAsync)).Fields.Single().Field);
        var shown = (await world.Leads().AddChainAccountAsync(request, world.Staff.As(Staff.Person("watcher", Role.Service)))).Account;
        Assert.Equal(V1.HowVerified.ChainFact, shown.ChainAccounts.Single().How);
        Assert.Contains("event 7 of block 0x", shown.ChainAccounts.Single().Evidence, StringComparison.Ordinal);
        Assert.Equal(AccountKeyKind.ChainAccount, shown.Keys.Single().Kind);
    }

    [Theory]
    [InlineData(V1.HowVerified.Declared, "", "declaration")]
    [InlineData(V1.HowVerified.Unverified, "Ada", "declaration")]
    [InlineData(V1.HowVerified.SignedChallenge, "", "how")]
    [InlineData(V1.HowVerified.ParaSovereign, "", "how")]
    [InlineData(V1.HowVerified.Unspecified, "", "how")]
    public async Task What_does_not_go_together_is_named(V1.HowVerified how, string declaration, string field)
    {
        var refusal = await LeadsWorld.RefusedAsync(world.Leads().AddChainAccountAsync(
            new() { RequestId = LeadsWorld.NewId(), AccountId = (await world.WithAsync()).AccountId, Address = AccountWorld.Address(), How = how, Declaration = declaration }, world.AsRita()).ResponseAsync);
        Assert.Equal(field, refusal.Fields[0].Field);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("0xzz")]
    [InlineData("deadbeef")]
    public async Task What_is_no_signature_is_refused_as_such(string signature)
    {
        var refusal = await LeadsWorld.RefusedAsync(world.Leads().AnswerChallengeAsync(
            new() { RequestId = LeadsWorld.NewId(), ChallengeId = LeadsWorld.NewId(), Signature = signature }, world.AsRita()).ResponseAsync);
        Assert.Equal("signature", refusal.Fields.Single().Field);
    }

    private async Task<Account> NoteAsync(Account account, string address, string? declaration = null) => (await world.Leads().AddChainAccountAsync(
        new()
        {
            RequestId = LeadsWorld.NewId(),
            AccountId = account.AccountId,
            Address = address,
            How = declaration is null ? V1.HowVerified.Unverified : V1.HowVerified.Declared,
            Declaration = declaration ?? "",
        },
        world.AsRita())).Account;

    private async Task<IssueChallengeResponse> IssueAsync(Account account, string address) =>
        await world.Leads().IssueChallengeAsync(new() { RequestId = LeadsWorld.NewId(), AccountId = account.AccountId, Address = address }, world.AsRita());

    private async Task<AnswerChallengeResponse> AnswerAsync(IssueChallengeResponse challenge, string signature, int replica = 0) =>
        await world.Leads(replica).AnswerChallengeAsync(new() { RequestId = LeadsWorld.NewId(), ChallengeId = challenge.ChallengeId, Signature = signature }, world.AsRita());
}
