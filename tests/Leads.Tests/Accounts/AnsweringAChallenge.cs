namespace CoretimeDesk.Leads.Tests.Accounts;

/// <summary>The rules alone, with signatures that wallets' own library made of short texts.</summary>
public sealed class AnsweringAChallenge
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 9, 30, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Expiry = Now + Challenges.Lifetime;

    [Theory]
    [InlineData("j", "0xd825085e556e5812885ab89cc4ef56e141b6882e23fb2e20964b137ea3e27d4d", "a4e3e8f6f1054872bab72f911488e21d7a8d6d260cc92bd45c967f57f16f1d0ef371cb7c7f6af105224ac0a67fead9e48e9d9b15ad9543c45aa12f8f28339e85", "sr25519")]
    [InlineData("4", "0x6f697bf36672df2f2e872c231f127ca43d3ced2eb610480c1b05cc916b7211b0", "3d032eede9677340e1403d2543a088eb16a8334d8a0e476124c289160258058b572248aad380d9fbdd7de90a84d26f18e113189ed6440608f6b76467be851c05", "Ed25519")]
    [InlineData("b", "0x2809bd70ed0492ff3fc6b48ce498d4fa40275735a664006e87d22a76377fd9df", "a70dbf984c1e629bcadb1883fd7be4e04c3ed417e9f3ad3fe3eae59308b7b85b7cebd5522b9b1e075196c6ee47b08c0f101d8de993076e6c50a3731b7c92a68b00", "ECDSA")]
    public void What_the_key_signed_verifies_the_account_and_is_kept_as_evidence(string text, string account, string signature, string scheme)
    {
        var state = Account(account);
        var decision = Challenges.Answer(state, Challenge(account, text), Convert.FromHexString(signature), null, Now);
        var noted = Assert.IsType<AccountEvent.ChainAccountNoted>(Assert.Single(decision.Events));
        Assert.Equal((HowVerified.SignedChallenge, Now), (noted.Account.How, noted.Account.Since));
        Assert.Contains(scheme, noted.Account.Evidence, StringComparison.Ordinal);
        Assert.Equal(new SignedAnswer(text, $"0x{signature}"), noted.Proof);
        Assert.Contains(state.After(decision.Events).StrongKeys, k => k == new StrongKey(KeyKind.ChainAccount, "", account));
    }

    [Theory]
    [InlineData(0, 0, "CHALLENGE_EXPIRED")]
    [InlineData(-1, 0, "SIGNATURE_WRONG")]
    [InlineData(-1, 1, "CHALLENGE_ANSWERED")]
    public void It_expires_to_the_tick_and_is_answered_once(long ticksAfterExpiry, int answers, string reason)
    {
        const string account = "0xd825085e556e5812885ab89cc4ef56e141b6882e23fb2e20964b137ea3e27d4d";
        var challenge = Challenge(account, "j") with { AnsweredAt = answers == 0 ? null : Now };
        var refusal = Challenges.Answer(Account(account), challenge, new byte[64], null, Expiry.AddTicks(ticksAfterExpiry)).Refusal!;
        Assert.Equal(reason, refusal.Reason);
        Assert.Contains(reason == "CHALLENGE_EXPIRED" ? "9 November 2026 09:30 UTC" : "", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_says_what_it_is_for_and_nobody_can_sign_for_a_para()
    {
        const string account = "0xd825085e556e5812885ab89cc4ef56e141b6882e23fb2e20964b137ea3e27d4d";
        var state = Account(account);
        var id = Guid.CreateVersion7();
        var issued = Challenges.Issue(state, new(account, ""), id, "5eed", Now, out var challenge);
        Assert.Equal(id, Assert.IsType<AccountEvent.ChallengeIssued>(Assert.Single(issued.Events)).ChallengeId);
        Assert.All(["A-2026-000001 Aleph", "moves no funds", "9 November 2026 09:30 UTC", id.ToString(), "5eed", state.ChainAccounts[0].Address.Text],
            part => Assert.Contains(part, challenge.Text, StringComparison.Ordinal));

        var sovereign = AccountAddress.Of(Substrate.SovereignAccounts.Sibling(2000));
        Assert.Contains("para 2000", Challenges.Issue(state, sovereign, id, "5eed", Now, out _).Refusal!.Message, StringComparison.Ordinal);
        Assert.Equal("CHAIN_ACCOUNT_UNKNOWN", Challenges.Issue(state, new("0x" + new string('1', 64), "x"), id, "5eed", Now, out _).Refusal!.Reason);
    }

    private static Challenge Challenge(string account, string text) => new(Guid.CreateVersion7(), new(account, account), text, Expiry, null);

    private static AccountState Account(string account) => new(Guid.CreateVersion7(), "A-2026-000001", "Aleph", Segment.Builder, 13, false, false, Now)
    {
        ChainAccounts = [new(AccountAddress.Of(Substrate.AccountId32.Parse(account)), "", HowVerified.Unverified, Now, "")],
    };
}
