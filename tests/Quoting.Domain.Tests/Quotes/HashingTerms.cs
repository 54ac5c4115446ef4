using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Tests.Quotes;

public sealed class HashingTerms
{
    private static readonly QuoteTerms Terms = Quoted.Terms(Quoted.Ask(Quoted.Cores(2, 3, rebate: 5, waived: 7, new SponsoredPeriod(2, 1)), new QuoteLine.OnDemand(new(11), new(4), default)) with { ReasonCode = "strategic", ReasonNote = "First rollup of its kind" });

    private static readonly QuoteSnapshot Sent = new()
    {
        QuoteId = Quoted.QuoteId,
        Number = "Q-2026-000001",
        Revision = 1,
        Terms = Terms,
        Customer = new(Quoted.AccountId, "A-2026-000001", "Aleph \"Rollup\"", "startup", 13, null, ""),
        Owner = new(Quoted.AccountId, "Rita Rep"),
        Judgement = Judging.Of(RuleFile.First, Terms, "rep", Quoted.At),
        Approvals = [new(Quoted.QuoteId, "team_lead", new(Quoted.QuoteId, "Tom Lead"), null, Quoted.At, TermsDigest.Of(Terms))],
        SentAt = Quoted.At,
        ValidUntil = Quoted.At.AddDays(3),
        Clock = ValidityClock.Calendar,
    };

    /// <summary>Whoever writes the texts by the description gets these digests: docs/quotes.md is what is tested.</summary>
    [Fact]
    public void All_texts_and_digests_are_those_that_are_written_down()
    {
        var document = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "quotes.md"));

        foreach (var (text, digest) in new[] { (InternalText.Of(Terms)!.Canonical(), Terms.InternalSha256), (TermsDigest.Canonical(Terms), TermsDigest.Of(Terms)), (QuoteDigest.Canonical(Sent), Sent.Sha256) })
        {
            Assert.Equal(digest, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))));
            Assert.True(document.Contains($"```\n{text}\n```\nhas the SHA-256 `{digest}`.", StringComparison.Ordinal), $"docs/quotes.md does not hold {digest} of\n{text}");
        }
    }

    /// <summary>Complaint 1: whatever is changed that a price depends on, the digest is another.</summary>
    [Fact]
    public void Complaint1_Any_change_that_a_price_depends_on_changes_the_digest()
    {
        var ask = Terms.Ask;
        QuoteTerms[] others =
        [
            Terms with { QuoteId = Guid.CreateVersion7(Quoted.At) },
            Terms with { AccountId = Guid.CreateVersion7(Quoted.At) },
            Terms with { Segment = "builder" },
            Terms with { AnnualCorePeriods = 14 },
            Terms with { Internal = new InternalTerms.Open(Quoted.Salt, new(2_501), new(0)) },
            Terms with { Internal = new InternalTerms.Open(Quoted.Salt, new(2_500), new(1)) },
            Terms with { Internal = new InternalTerms.Open(new string('0', 64), new(2_500), new(0)) },
            Terms with { Assessment = null },
            Terms with { Assessment = Terms.Assessment! with { Sha256 = new string('c', 64) } },
            Terms with { Ask = ask with { Settlement = Settlement.SponsorBuysAndAssigns } },
            Terms with { Ask = ask with { ParaId = 2_001 } },
            Terms with { Ask = ask with { ParaId = null } },
            Terms with { Ask = ask with { ValidDays = 13 } },
            Terms with { Ask = ask with { ReasonCode = "volume" } },
            Terms with { Ask = ask with { ReasonNote = "x" } },
            Terms with { Ask = ask with { Lines = [.. ask.Lines.Reverse()] } },
            Terms with { Ask = ask with { Lines = [ask.Lines[0]] } },
            Terms with { Ask = ask with { Lines = [Quoted.Cores(2, 3, 6, 7, new SponsoredPeriod(2, 1)), ask.Lines[1]] } },
            Terms with { Ask = ask with { Lines = [Quoted.Cores(2, 3, 5, 8, new SponsoredPeriod(2, 1)), ask.Lines[1]] } },
            Terms with { Ask = ask with { Lines = [Quoted.Cores(2, 3, 5, 7, new SponsoredPeriod(2, 2)), ask.Lines[1]] } },
            Terms with { Ask = ask with { Lines = [Quoted.Cores(2, 4, 5, 7, new SponsoredPeriod(2, 1)), ask.Lines[1]] } },
            Terms with { Ask = ask with { Lines = [Quoted.Cores(1, 3, 5, 7), ask.Lines[1]] } },
            Terms with { Ask = ask with { Lines = [((QuoteLine.Coretime)ask.Lines[0]) with { Giveaway = new(new(5), new(7), "Other") }, ask.Lines[1]] } },
            Terms with { Price = Terms.Price with { BlockHash = $"0x{new string('d', 64)}" } },
            Terms with { Price = Terms.Price with { RelayBlock = new(10_210_001) } },
            Terms with { Price = Terms.Price with { Recorded = true } },
            Terms with { Price = Terms.Price with { Token = Token.Pas } },
            Terms with { Price = Terms.Price with { Sale = Terms.Price.Sale! with { Limit = new(1) } } },
            Terms with { Price = Terms.Price with { Sale = Terms.Price.Sale! with { PhaseEndsAt = Quoted.At } } },
            Terms with { Price = Terms.Price with { Sale = Terms.Price.Sale! with { Periods = [.. Terms.Price.Periods.Select(p => p with { Expected = p.Expected + new Planck(1) })] } } },
        ];

        var digests = others.Select(TermsDigest.Of).Append(TermsDigest.Of(Terms)).ToList();
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    [Fact]
    public void The_quote_digest_covers_the_terms_the_approvals_the_rules_and_the_dates()
    {
        var sent = Sent;
        QuoteSnapshot[] others =
        [
            sent with { Number = "Q-2026-000002" },
            sent with { Revision = 2 },
            sent with { Terms = Terms with { AnnualCorePeriods = 12 } },
            sent with { Customer = sent.Customer with { AccountName = "Aleph Rollup" } },
            sent with { Owner = new(Quoted.AccountId, "Rita") },
            sent with { Judgement = sent.Judgement with { RuleHash = new string('0', 64) } },
            sent with { Judgement = sent.Judgement with { RuleVersion = 2 } },
            sent with { Judgement = sent.Judgement with { Role = "team_lead" } },
            sent with { Approvals = [] },
            sent with { Approvals = [sent.Approvals[0] with { For = new(Quoted.AccountId, "Tina Lead") }] },
            sent with { SentAt = Quoted.At.AddMicroseconds(1) },
            sent with { ValidUntil = Quoted.At.AddDays(4) },
            sent with { Clock = ValidityClock.SalePhase },
        ];

        Assert.Equal(others.Length + 1, others.Append(sent).Select(s => s.Sha256).Distinct().Count());
        Assert.Equal(sent.Sha256, QuoteDigest.OfCanonical(QuoteDigest.Canonical(sent)));
        Assert.StartsWith("{\"v\":1,\"quote\":\"019a0000-0000-7000-8000-000000000001\",\"number\":\"Q-2026-000001\",\"revision\":1,\"terms\":\"", QuoteDigest.Canonical(sent), StringComparison.Ordinal);
        Assert.Contains("\"account_name\":\"Aleph \\\"Rollup\\\"\"", QuoteDigest.Canonical(sent), StringComparison.Ordinal);
    }
}
