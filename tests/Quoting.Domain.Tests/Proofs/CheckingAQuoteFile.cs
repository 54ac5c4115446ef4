using CoretimeDesk.Market;
using CoretimeDesk.Quoting.Proofs;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Quoting.Tests.Documents;
using CoretimeDesk.Sealing;

namespace CoretimeDesk.Quoting.Tests.Proofs;

public sealed class CheckingAQuoteFile : IDisposable
{
    private readonly SampleFiles _desk = new();

    [Fact]
    public void Finds_nothing_wrong_with_what_the_desk_made()
    {
        foreach (var quote in new[] { SampleQuotes.Plain, SampleQuotes.Approved, SampleQuotes.Rebated, SampleQuotes.Plain.For("Ελλάδα 区块链 \"x\" \\ 🦄") })
        {
            var found = _desk.Verify(_desk.Of(quote));
            Assert.True(found.Ok, Told(found));
            Assert.Equal(quote.Sha256, found.Quote!.Sha256);
            Assert.True(found.KeyWasGiven);
        }

        Assert.Equal(
            ["form", "digest", "terms", "amounts", "verdict", "giveaway", "approvals", "journal", "approvals in the journal", "signature"],
            _desk.Verify(_desk.Of(SampleQuotes.Approved)).Checks.Select(c => c.Name));
    }

    [Fact]
    public void Finds_every_byte_that_was_changed()
    {
        var good = SampleFiles.Bytes(_desk.Of(SampleQuotes.Approved));
        Assert.True(QuoteVerifier.Verify(good, _desk.Key.Public).Ok);
        for (var i = 0; i < good.Length; i++)
        {
            var bad = (byte[])good.Clone();
            bad[i] ^= 1;
            Assert.False(QuoteVerifier.Verify(bad, _desk.Key.Public).Ok, $"byte {i} of {good.Length}");
        }
    }

    [Fact]
    public void Finds_that_something_was_cut_off_or_added()
    {
        var good = SampleFiles.Bytes(_desk.Of(SampleQuotes.Plain));
        for (var length = 0; length < good.Length; length++)
        {
            Assert.False(QuoteVerifier.Verify(good.AsSpan(0, length), _desk.Key.Public).Ok, $"{length} of {good.Length}");
        }

        Assert.False(QuoteVerifier.Verify([.. good, (byte)'\n'], null).Ok);
        Assert.False(QuoteVerifier.Verify([(byte)' ', .. good], null).Ok);
        Assert.False(QuoteVerifier.Verify([0xef, 0xbb, 0xbf, .. good], null).Ok);
        Assert.False(QuoteVerifier.Verify("null"u8, null).Ok);
        Assert.False(QuoteVerifier.Verify("[[[[[["u8, null).Ok);
        Assert.False(QuoteVerifier.Verify([0xff, 0xfe], null).Ok);
    }

    [Theory]
    [InlineData("digest", "digest")]
    [InlineData("terms_digest", "terms")]
    [InlineData("number", "amounts")]
    [InlineData("revision", "amounts")]
    [InlineData("rules", "verdict")]
    [InlineData("row", "journal")]
    [InlineData("index", "journal")]
    [InlineData("path", "journal")]
    [InlineData("path cut", "journal")]
    [InlineData("seal", "signature")]
    [InlineData("signature", "signature")]
    [InlineData("key", "signature")]
    [InlineData("proofs", "journal")]
    public void Finds_every_field_that_was_changed(string field, string check)
    {
        var file = _desk.Of(SampleQuotes.Plain);
        var (proof, zeros) = (file.Proofs[0], new string('0', 64));
        using var other = SealKey.Create();
        var changed = field switch
        {
            "digest" => file with { Sha256 = zeros },
            "terms_digest" => file with { TermsSha256 = zeros },
            "number" => file with { Number = "Q-2026-000124" },
            "revision" => file with { Revision = 2 },
            "rules" => file with { Rules = file.Rules.Replace("\"S\":1000", "\"S\":1001", StringComparison.Ordinal) },
            "row" => file with { Proofs = [proof with { Row = proof.Row.Replace("Ada", "Eve", StringComparison.Ordinal) }] },
            "index" => file with { Proofs = [proof with { Index = proof.Index + 1 }] },
            "path" => file with { Proofs = [proof with { Path = [zeros, .. proof.Path.Skip(1)] }] },
            "path cut" => file with { Proofs = [proof with { Path = [.. proof.Path.SkipLast(1)] }] },
            "seal" => file with { Proofs = [proof with { Seal = proof.Seal.Replace("\"leaves\":5", "\"leaves\":6", StringComparison.Ordinal) }] },
            "signature" => file with { Proofs = [proof with { Signature = proof.Signature[..^2] + (proof.Signature.EndsWith("00", StringComparison.Ordinal) ? "01" : "00") }] },
            "key" => file with { PublicKey = Convert.ToHexStringLower(other.Public.Info) },
            _ => file with { Proofs = [] },
        };
        Assert.NotEqual(file.ToText(), changed.ToText());
        var found = _desk.Verify(changed);
        Assert.Contains(found.Checks, c => !c.Ok && c.Name == check);
    }

    [Fact]
    public void A_quote_that_was_rewritten_with_fitting_digests_is_not_in_the_journal()
    {
        var dearer = SampleQuotes.Approved with { ValidUntil = SampleQuotes.Approved.ValidUntil.AddDays(1) };
        var file = _desk.Of(dearer, [SampleFiles.SentRow(SampleQuotes.Approved), SampleFiles.GivenRow(SampleQuotes.Approved, SampleQuotes.Approved.Approvals[0])]);
        Assert.Equal(["journal"], _desk.Verify(file).Checks.Where(c => !c.Ok).Select(c => c.Name));
    }

    [Fact]
    public void Another_quotes_proof_proves_nothing_here()
    {
        var (mine, other) = (_desk.Of(SampleQuotes.Plain), _desk.Of(SampleQuotes.Plain with { Revision = 2, QuoteId = SampleQuotes.Plain.QuoteId }));
        Assert.True(_desk.Verify(other).Ok);
        var swapped = _desk.Verify(mine with { Proofs = other.Proofs });
        Assert.Equal(["journal"], swapped.Checks.Where(c => !c.Ok).Select(c => c.Name));

        var approved = _desk.Of(SampleQuotes.Approved);
        var reversed = _desk.Verify(approved with { Proofs = [.. approved.Proofs.Reverse()] });
        Assert.Contains(reversed.Checks, c => !c.Ok && c.Name == "journal");
        Assert.False(_desk.Verify(approved with { Proofs = [approved.Proofs[0]] }).Ok);
        Assert.False(_desk.Verify(approved with { Proofs = [.. approved.Proofs, approved.Proofs[1]] }).Ok);
        Assert.False(_desk.Verify(mine with { Proofs = approved.Proofs }).Ok);
    }

    [Theory]
    [InlineData("other terms", "approvals")]
    [InlineData("by the owner", "approvals")]
    [InlineData("after sending", "approvals")]
    [InlineData("another role", "verdict")]
    [InlineData("missing", "verdict")]
    [InlineData("one too many", "verdict")]
    [InlineData("not in the journal", "approvals in the journal")]
    [InlineData("journalled by somebody else", "approvals in the journal")]
    public void Approvals_are_those_that_the_rules_want_bound_to_these_terms_and_in_the_journal(string fault, string check)
    {
        var quote = SampleQuotes.Approved;
        var approval = quote.Approvals[0];
        var other = new ApprovalProof(Guid.Empty, "head_of_sales", new(Guid.Parse("019340a0-0000-7000-8000-00000000000c"), "Eve"), null, approval.At, approval.TermsSha256);
        var wrong = fault switch
        {
            "other terms" => quote with { Approvals = [approval with { TermsSha256 = SampleQuotes.Plain.TermsSha256 }] },
            "by the owner" => quote with { Approvals = [approval with { By = quote.Owner }] },
            "after sending" => quote with { Approvals = [approval with { At = quote.SentAt.AddSeconds(1) }] },
            "another role" => quote with { Approvals = [other] },
            "missing" => quote with { Approvals = [] },
            "one too many" => quote with { Approvals = [approval, other] },
            _ => quote,
        };
        var rows = new List<SealedRow> { SampleFiles.SentRow(wrong) };
        rows.AddRange(wrong.Approvals.Select(a => fault switch
        {
            "not in the journal" => SampleFiles.GivenRow(wrong, a with { At = a.At.AddSeconds(1) }),
            "journalled by somebody else" => SampleFiles.GivenRow(wrong, a) with { ActorId = quote.Owner.Id },
            _ => SampleFiles.GivenRow(wrong, a),
        }));

        var found = _desk.Verify(_desk.Of(wrong, rows));

        Assert.Contains(found.Checks, c => !c.Ok && c.Name == check);
    }

    [Fact]
    public void F2_a_line_one_planck_beyond_the_ceiling_is_found_although_desk_and_journal_say_otherwise()
    {
        // 10 % of 63.3 DOT is what a rep may give to a startup of size S.
        var terms = SampleQuotes.Plain.Terms;
        var ceiling = new Planck(terms.Total.List.Value / 10);
        var within = SampleQuotes.Of(SampleQuotes.Terms(SampleQuotes.Coretime([], new(default, ceiling, "onboarding"))), 0);
        var beyond = SampleQuotes.Of(SampleQuotes.Terms(SampleQuotes.Coretime([], new(default, ceiling + new Planck(1), "onboarding"))), 0);

        Assert.True(_desk.Verify(_desk.Of(within)).Ok, Told(_desk.Verify(_desk.Of(within))));
        Assert.Equal(["verdict"], _desk.Verify(_desk.Of(beyond)).Checks.Where(c => !c.Ok).Select(c => c.Name));
        Assert.True(_desk.Verify(_desk.Of(SampleQuotes.Of(beyond.Terms, 1, "team_lead"))).Ok);
    }

    [Fact]
    public void Rules_that_were_made_to_fit_are_not_those_that_the_quote_names()
    {
        var generous = RuleFile.Read(RuleFile.First.Canonical.Replace("\"S\":1000", "\"S\":1500", StringComparison.Ordinal)).Version!;
        var quote = SampleQuotes.Approved with { Approvals = [] };
        var file = _desk.Of(quote) with { Rules = generous.Canonical };
        Assert.Contains(_desk.Verify(file).Checks, c => !c.Ok && c.Name == "verdict" && c.Why.Contains("hash", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_the_desks_key_a_forged_desk_is_not_found_and_the_answer_says_so()
    {
        using var forger = new SampleFiles();
        var file = SampleFiles.Bytes(forger.Of(SampleQuotes.Plain));

        var alone = QuoteVerifier.Verify(file, null);
        Assert.True(alone.Ok, Told(alone));
        Assert.False(alone.KeyWasGiven);
        Assert.Contains("compare it with the desk's", alone.Checks[^1].Why, StringComparison.Ordinal);

        Assert.Equal(["signature"], QuoteVerifier.Verify(file, _desk.Key.Public).Checks.Where(c => !c.Ok).Select(c => c.Name));
    }

    [Fact]
    public void The_file_is_named_after_the_quote() => Assert.Equal("Q-2026-000123.r1.quote.json", _desk.Of(SampleQuotes.Plain).FileName);

    public void Dispose() => _desk.Dispose();

    private static string Told(QuoteVerification found) => string.Join('\n', found.Checks.Select(c => $"{c.Ok} {c.Name}: {c.Why}"));
}
