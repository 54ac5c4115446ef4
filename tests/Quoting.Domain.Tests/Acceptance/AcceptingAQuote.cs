using CoretimeDesk.Quoting.Acceptance;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Quoting.Tests.Acceptance;

/// <summary>A customer's yes: by a key on the list, over exactly the digest; by a name, where paper is needed.</summary>
public sealed class AcceptingAQuote
{
    private static readonly DateTimeOffset Now = new(2026, 11, 3, 9, 0, 0, TimeSpan.Zero);
    private static readonly string Digest = new('a', 64);

    private static readonly WalletKey Alice = new();

    private static OpenOffer Offer(OfferStanding standing = OfferStanding.Sent, string segment = "startup", string? digest = null, int revision = 1) =>
        new("Q-2026-000001", revision, "A-2026-000017 Aleph Rollup", segment, digest ?? Digest, standing, Now.AddDays(14));

    [Fact]
    public void The_text_says_what_it_is_for_and_holds_the_digest()
    {
        Assert.Equal(
            $"Coretime Desk: I accept quote Q-2026-000001, revision 1, for A-2026-000017 Aleph Rollup. Quote digest {Digest}. "
            + "Signing this accepts the terms of exactly that quote. It moves no funds and permits nothing. Valid until 17 November 2026 09:00:00 UTC.",
            Offer().Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_key_on_the_list_accepts_with_and_without_the_wallets_brackets(bool wrapped)
    {
        var offer = Offer();
        var signature = wrapped ? Alice.Sign(offer.Text) : Alice.SignBare(offer.Text);
        var evidence = Assert.IsType<AcceptanceEvidence.WithKey>(Assert.Single(AcceptanceRules.BySignature(offer, Alice.Account, true, signature, Now).Events));

        Assert.Equal((Alice.Account, SignatureScheme.Ecdsa, offer.Text), (evidence.Account, evidence.Scheme, evidence.Text));
        Assert.True(evidence.IsStrong);

        // Anybody can check the evidence alone.
        Assert.Equal(SignatureScheme.Ecdsa, SignedText.SchemeOf(AccountId32.Parse(evidence.Account), evidence.Text, Convert.FromHexString(evidence.Signature.AsSpan(2))));
    }

    [Fact]
    public void A_signature_of_another_digest_or_revision_or_quote_accepts_nothing()
    {
        foreach (var other in new[] { Offer(digest: new('b', 64)), Offer(revision: 2), Offer() with { Number = "Q-2026-000002" }, Offer() with { ValidUntil = Now.AddDays(15) } })
        {
            Assert.Equal("SIGNATURE_WRONG", AcceptanceRules.BySignature(Offer(), Alice.Account, true, Alice.Sign(other.Text), Now).Refusal!.Reason);
        }
    }

    [Fact]
    public void Every_cut_and_every_flipped_bit_of_a_signature_is_refused()
    {
        var signature = Alice.Sign(Offer().Text);
        for (var length = 0; length < signature.Length; length++)
        {
            Assert.Equal("SIGNATURE_WRONG", AcceptanceRules.BySignature(Offer(), Alice.Account, true, signature.AsSpan(0, length), Now).Refusal!.Reason);
        }

        for (var bit = 0; bit < signature.Length * 8; bit += 7)
        {
            var bent = signature.ToArray();
            bent[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal("SIGNATURE_WRONG", AcceptanceRules.BySignature(Offer(), Alice.Account, true, bent, Now).Refusal!.Reason);
        }
    }

    [Fact]
    public void A_key_that_nobody_verified_accepts_nothing_however_well_it_signs() =>
        Assert.Equal("KEY_NOT_VERIFIED", AcceptanceRules.BySignature(Offer(), Alice.Account, false, Alice.Sign(Offer().Text), Now).Refusal!.Reason);

    [Theory]
    [InlineData(OfferStanding.Superseded, "QUOTE_SUPERSEDED")]
    [InlineData(OfferStanding.Withdrawn, "QUOTE_WITHDRAWN")]
    [InlineData(OfferStanding.Expired, "QUOTE_EXPIRED")]
    public void What_is_not_in_force_cannot_be_accepted(OfferStanding standing, string reason)
    {
        var offer = Offer(standing, "enterprise");
        Assert.Equal(reason, AcceptanceRules.BySignature(offer, Alice.Account, true, Alice.Sign(offer.Text), Now).Refusal!.Reason);
        Assert.Equal(reason, AcceptanceRules.ByTypedName(offer, Typed(), false, Now).Refusal!.Reason);
    }

    [Fact]
    public void The_last_instant_counts_and_the_first_after_it_does_not()
    {
        var offer = Offer();
        var signature = Alice.Sign(offer.Text);
        Assert.Null(AcceptanceRules.BySignature(offer, Alice.Account, true, signature, offer.ValidUntil.AddTicks(-1)).Refusal);
        Assert.Equal("QUOTE_EXPIRED", AcceptanceRules.BySignature(offer, Alice.Account, true, signature, offer.ValidUntil).Refusal!.Reason);
    }

    [Theory]
    [InlineData(OfferStanding.Accepted)]
    [InlineData(OfferStanding.Won)]
    public void A_second_yes_changes_nothing(OfferStanding standing)
    {
        var again = AcceptanceRules.BySignature(Offer(standing), Alice.Account, true, Alice.Sign(Offer().Text), Now);
        Assert.Null(again.Refusal);
        Assert.Empty(again.Events);
    }

    [Theory]
    [InlineData("enterprise", null)]
    [InlineData("government", null)]
    [InlineData("startup", "TYPED_NAME_NOT_OFFERED")]
    [InlineData("builder", "TYPED_NAME_NOT_OFFERED")]
    public void A_name_is_taken_where_the_segment_needs_paper_and_is_the_weaker_evidence(string segment, string? reason)
    {
        var decision = AcceptanceRules.ByTypedName(Offer(segment: segment), Typed(), false, Now);
        Assert.Equal(reason, decision.Refusal?.Reason);
        Assert.All(decision.Events, e => Assert.False(e.IsStrong));
    }

    [Theory]
    [InlineData("", "Head of IT", "name")]
    [InlineData("JD", "Head of IT", "name")]
    [InlineData("Jane\nDoe", "Head of IT", "name")]
    [InlineData("Jane Doe", "", "title")]
    public void A_name_must_look_like_one(string name, string title, string field) =>
        Assert.Equal(field, Assert.Single(AcceptanceRules.ByTypedName(Offer(segment: "enterprise"), Typed(name, title), false, Now).Refusal!.Fields).Field);

    [Fact]
    public void Staff_need_a_paper_to_show_and_customers_do_not()
    {
        var offer = Offer(segment: "government");
        Assert.Equal("document_sha256", Assert.Single(AcceptanceRules.ByTypedName(offer, Typed(), true, Now).Refusal!.Fields).Field);
        Assert.Single(AcceptanceRules.ByTypedName(offer, Typed() with { Document = new('0', 64) }, true, Now).Events);
        Assert.Single(AcceptanceRules.ByTypedName(offer, Typed(), false, Now).Events);
    }

    private static AcceptanceEvidence.WithName Typed(string name = "Jane Doe", string title = "Head of IT") => new(name, title, "203.0.113.7", "", "");
}
