namespace CoretimeDesk.Quoting.Quotes;

/// <summary>
/// The digest of a quote as it was sent: on its documents, in the remark of the purchase, and under the customer's signature. Members and their order
/// are described in docs/quotes.md.
/// </summary>
public static class QuoteDigest
{
    /// <summary>The text that is hashed.</summary>
    public static string Canonical(QuoteSnapshot quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        return CanonicalText.Of(text => text
            .Number("v", 1)
            .Id("quote", quote.QuoteId)
            .Text("number", quote.Number)
            .Number("revision", quote.Revision)
            .Text("terms", TermsDigest.Of(quote.Terms))
            .Text("account_number", quote.Customer.AccountNumber)
            .Text("account_name", quote.Customer.AccountName)
            .Id("lead", quote.Customer.LeadId)
            .Id("owner", quote.Owner.Id)
            .Text("owner_name", quote.Owner.Name)
            .Inner("rules", rules => rules
                .Number("version", quote.Judgement.RuleVersion)
                .Text("hash", quote.Judgement.RuleHash)
                .Text("role", quote.Judgement.Role)
                .Text("tier", quote.Judgement.Tier ?? "")
                .Number("step", quote.Judgement.Step ?? 0))
            .List("approvals", quote.Approvals, (approval, proof) => approval
                .Text("role", proof.Role)
                .Id("by", proof.By.Id)
                .Text("by_name", proof.By.Name)
                .Id("for", proof.For?.Id)
                .Text("for_name", proof.For?.Name ?? "")
                .Instant("at", proof.At)
                .Text("terms", proof.TermsSha256))
            .Text("assessment", quote.Terms.Assessment?.Sha256 ?? "")
            .Instant("sent_at", quote.SentAt)
            .Instant("valid_until", quote.ValidUntil)
            .Text("clock", quote.Clock switch { ValidityClock.Calendar => "calendar", ValidityClock.SalePhase => "sale-phase", _ => "rule-version" }));
    }

    /// <summary>64 hexadecimal digits in lower case.</summary>
    public static string Of(QuoteSnapshot quote) => CanonicalJson.Digest(Canonical(quote));

    /// <summary>The digest of a text that <see cref="Canonical"/> made.</summary>
    public static string OfCanonical(string canonical) => CanonicalJson.Digest(canonical);
}
