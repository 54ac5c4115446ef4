using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Proofs;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Quoting.Tests.Documents;
using CoretimeDesk.Quoting.Tests.Quotes;

namespace CoretimeDesk.Quoting.Tests.Proofs;

/// <summary>A customer reads neither why they got a concession nor what the rep earns; who may, can check both against what was approved.</summary>
public sealed class KeepingReasonsFromCustomers : IDisposable
{
    private const string Note = "Zanzibar talks to the other chain";
    private const string Code = "competitive";
    private static readonly BasisPoints Commission = new(2_347);
    private static readonly BasisPoints Overlay = new(613);

    private readonly SampleFiles _desk = new();

    private static QuoteSnapshot Kept { get; } = Of(Commission, Overlay);

    private static InternalText Inner { get; } = InternalText.Of(Kept.Terms)!;

    [Fact]
    public void Nothing_that_a_customer_gets_holds_the_note_the_code_or_the_rates()
    {
        var file = _desk.Of(Kept);
        var read = SampleQuotes.Read(Kept);
        // The rules list every code that there is, and say nothing of this quote.
        Assert.Contains(Code, file.Rules, StringComparison.Ordinal);
        var given = new Dictionary<string, string>
        {
            ["file"] = (file with { Rules = "" }).ToText(),
            ["html"] = QuoteHtml.Page(read),
            ["pdf"] = Encoding.Latin1.GetString(QuotePdf.Write(read)),
        };
        foreach (var (name, text) in given)
        {
            foreach (var word in new[] { "Zanzibar", Note, Code, "2347", "23.47", "613", "6.13", "2960", "29.6", "commission", "commission_bp", "overlay", "overlay_bp", "reason_code", "reason_note", Quoted.Salt })
            {
                // A number on its own: digests and signatures are hexadecimal, and hold any digits by chance.
                Assert.False(Regex.IsMatch(text, $"(?<![0-9A-Za-z]){Regex.Escape(word)}(?![0-9A-Za-z])", RegexOptions.IgnoreCase), $"the {name} holds \"{word}\"");
            }
        }
    }

    [Fact]
    public void The_internal_file_opens_the_commitment_and_the_giveaway_is_judged()
    {
        var without = Verify(null);
        Assert.True(without.Ok);
        var open = Assert.Single(without.Checks, c => !c.IsChecked);
        Assert.Equal(("giveaway", true), (open.Name, open.Ok));
        Assert.Contains("--internal", open.Why, StringComparison.Ordinal);

        var with = Verify(Inner.Canonical());
        Assert.True(with.Ok, string.Join('\n', with.Checks));
        Assert.All(with.Checks, c => Assert.True(c.IsChecked));
        Assert.Contains(with.Checks, c => c.Name == "internal" && c.Why.Contains(Kept.Terms.InternalSha256, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2347", "2346")]
    [InlineData("613", "612")]
    [InlineData("Zanzibar", "Zanzibbr")]
    [InlineData("competitive", "volume")]
    [InlineData("\"salt\":\"00", "\"salt\":\"01")]
    [InlineData("\"v\":1", "\"v\":2")]
    [InlineData("}", "}\n")]
    [InlineData("{", " {")]
    [InlineData("\"overlay_bp\":613", "\"overlay_bp\":613,\"x\":1")]
    [InlineData("2347", "99999999999")]
    public void A_wrong_internal_file_fails(string was, string becomes)
    {
        var text = Inner.Canonical();
        Assert.Contains(was, text, StringComparison.Ordinal);
        var found = Verify(text.Replace(was, becomes, StringComparison.Ordinal));
        Assert.False(found.Ok);
        Assert.Equal(["internal"], found.Checks.Where(c => !c.Ok).Select(c => c.Name));
    }

    [Fact]
    public void So_does_that_of_another_quote_an_empty_one_and_one_that_was_cut()
    {
        var text = Inner.Canonical();
        var other = InternalText.Of(SampleQuotes.Plain.Terms)!.Canonical();
        foreach (var wrong in Enumerable.Range(0, text.Length).Select(length => text[..length]).Append(other).Append("null").Append("[]"))
        {
            Assert.Equal(["internal"], Verify(wrong).Checks.Where(c => !c.Ok).Select(c => c.Name));
        }
    }

    [Fact]
    public void Too_much_commission_is_found_with_the_internal_file_and_only_with_it()
    {
        // A sixth of it is given away: with 5,000 and 500 basis points on top that is more than the giveaway ceiling of version 1.
        var greedy = Of(new(5_000), new(500));
        var file = SampleFiles.Bytes(_desk.Of(greedy));
        Assert.True(QuoteVerifier.Verify(file, _desk.Key.Public).Ok);

        var found = QuoteVerifier.Verify(file, _desk.Key.Public, InternalText.Of(greedy.Terms)!.Canonical());
        var bad = Assert.Single(found.Checks, c => !c.Ok);
        Assert.Equal("giveaway", bad.Name);
        Assert.Contains("giveaway_over_ceiling", bad.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reason_that_the_rules_do_not_know_is_found_too()
    {
        var quote = Of(Commission, Overlay, "because");
        var found = QuoteVerifier.Verify(SampleFiles.Bytes(_desk.Of(quote)), _desk.Key.Public, InternalText.Of(quote.Terms)!.Canonical());
        Assert.Contains("reason_code_unknown", Assert.Single(found.Checks, c => !c.Ok).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_the_salt_the_digest_cannot_be_guessed_at_and_with_another_it_is_another()
    {
        var salts = Enumerable.Range(0, 50).Select(i => i.ToString("x64", CultureInfo.InvariantCulture));
        var digests = salts.Select(salt => (Kept.Terms with { Internal = new InternalTerms.Open(salt, Commission, Overlay) }).InternalSha256).ToList();
        Assert.Equal(digests.Count, digests.Distinct().Count());
        Assert.Null(InternalText.TryRead(Inner.Canonical().Replace(Quoted.Salt, Quoted.Salt[..62], StringComparison.Ordinal)));
        Assert.Null(InternalText.TryRead(Inner.Canonical().Replace(Quoted.Salt, "", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_earned_cannot_be_asked_of_terms_that_were_read_from_a_customers_file()
    {
        var read = SampleQuotes.Read(Kept).Terms;
        Assert.Throws<InvalidOperationException>(() => read.Earned);
        Assert.Throws<InvalidOperationException>(() => Judging.Of(RuleFile.First, read, "rep", SampleQuotes.SentAt));
        Assert.Equal(Kept.TermsSha256, TermsDigest.Of(Inner.Beside(read)));
        Assert.Equal(Commission, Inner.Beside(read).Earned.Commission);
    }

    public void Dispose() => _desk.Dispose();

    private QuoteVerification Verify(string? inner) => QuoteVerifier.Verify(SampleFiles.Bytes(_desk.Of(Kept)), _desk.Key.Public, inner);

    private static QuoteSnapshot Of(BasisPoints commission, BasisPoints overlay, string code = Code)
    {
        var terms = SampleQuotes.Approved.Terms;
        return SampleQuotes.Of(
            terms with { Internal = new InternalTerms.Open(Quoted.Salt, commission, overlay), Ask = terms.Ask with { ReasonCode = code, ReasonNote = Note } }, 1, "team_lead");
    }
}
