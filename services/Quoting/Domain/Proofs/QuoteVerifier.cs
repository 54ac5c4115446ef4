using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Sealing;

namespace CoretimeDesk.Quoting.Proofs;

/// <summary>Checks a quote file without a desk: pure, no clock, no network. The same code judges as when the quote was made.</summary>
public static class QuoteVerifier
{
    /// <summary>The form, the digests, the terms, the rules, the verdict, what is given away beside the concession where that is told, the approvals, the journal, the signature.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="given">The desk's public key, where the reader has it from the desk itself.</param>
    /// <param name="internalText">The desk's internal file, where the reader may see it: what the customer does not get. Null for none.</param>
    public static QuoteVerification Verify(ReadOnlySpan<byte> file, SealPublicKey? given, string? internalText = null)
    {
        if (QuoteFile.TryRead(file) is not { } read)
        {
            return new([new("form", false, "This is no quote file, or not all of one, or something in it was moved or added: it is not in the one form that the desk writes.")], null, given, given is not null);
        }

        var checks = new List<QuoteCheck> { new("form", true, "The file is whole and in the one form that the desk writes.") };
        var quote = CheckTexts(read, checks);
        if (quote is not null)
        {
            checks.Add(QuoteJudging.Check(read.Rules, quote));
            checks.AddRange(QuoteJudging.CheckInternal(read.Rules, quote, internalText));
            checks.Add(CheckApprovals(quote));
        }

        var key = given ?? (Hexadecimal.IsPlain(read.PublicKey) ? SealPublicKey.Of(Convert.FromHexString(read.PublicKey)) : null);
        var proofs = read.Proofs.Select(p => p.Read()).ToList();
        if (quote is not null)
        {
            checks.AddRange(QuoteInJournal.Check(quote, proofs));
        }

        checks.Add(CheckSignatures(proofs, key, given is not null, read.PublicKey));
        return new(checks, quote, key, given is not null);
    }

    private static QuoteSnapshot? CheckTexts(QuoteFile file, List<QuoteCheck> checks)
    {
        var digest = QuoteDigest.OfCanonical(file.Quote);
        checks.Add(digest == file.Sha256
            ? new("digest", true, $"The quote's text has the digest {digest}.")
            : new("digest", false, $"The quote's text has the digest {digest}, and the file says {file.Sha256}."));

        var terms = TermsDigest.OfCanonical(file.Terms);
        checks.Add(terms == file.TermsSha256
            ? new("terms", true, $"The terms' text has the digest {terms}.")
            : new("terms", false, $"The terms' text has the digest {terms}, and the file says {file.TermsSha256}."));

        var quote = QuoteReading.TryRead(file.Quote, file.Terms);
        checks.Add(quote is null
                ? new("amounts", false, "The texts are not what the desk writes, or they do not belong together, or an amount does not follow from its prices.")
            : quote.Number != file.Number || quote.Revision != file.Revision
                ? new("amounts", false, $"The text is of {quote.Number} revision {quote.Revision}, and the file says {file.Number} revision {file.Revision}.")
            : quote.Terms.QuoteId != quote.QuoteId
                ? new("amounts", false, "The terms are those of another quote.")
            : quote.SentAt >= quote.ValidUntil
                ? new("amounts", false, "It was no longer valid when it was sent.")
            : new("amounts", true, $"{quote.Number} revision {quote.Revision}: every amount follows from the prices, to the planck."));
        return quote;
    }

    private static QuoteCheck CheckApprovals(QuoteSnapshot quote)
    {
        foreach (var approval in quote.Approvals)
        {
            var fault = approval.TermsSha256 != quote.TermsSha256 ? "is bound to other terms"
                : approval.By.Id == quote.Owner.Id ? "was given by whoever made the quote"
                : approval.At > quote.SentAt ? "was given after the quote was sent"
                : quote.Approvals.Count(a => a.Role == approval.Role) > 1 ? "stands there twice"
                : null;
            if (fault is not null)
            {
                return new("approvals", false, $"The approval by {approval.By.Name} as {QuoteContent.Role(approval.Role)} {fault}.");
            }
        }

        return quote.Approvals.Count == 0
            ? new("approvals", true, "It has no approvals.")
            : new("approvals", true, $"Every approval is bound to exactly these terms: {string.Join(", ", quote.Approvals.Select(a => $"{a.By.Name} as {QuoteContent.Role(a.Role)}"))}.");
    }

    private static QuoteCheck CheckSignatures(List<InclusionProof?> proofs, SealPublicKey? key, bool given, string inFile)
    {
        if (key is null)
        {
            return new("signature", false, "The key in the file is no public key on P-256.");
        }

        // A file whose own key is another one than its seals name was stitched together, whoever reads it.
        if (Convert.ToHexStringLower(key.Info) != inFile)
        {
            return new("signature", false, $"The file was made with another key than {key.Id}, the one that was given.");
        }

        if (proofs.Count == 0 || proofs.Contains(null))
        {
            return new("signature", false, "There is no seal, or one that cannot be read.");
        }

        if (proofs.FirstOrDefault(p => !key.Verifies(p!.SignedSeal)) is { } bad)
        {
            return new("signature", false, $"Seal {bad.SignedSeal.Seal.Number} is not signed by key {key.Id}.");
        }

        return given
            ? new("signature", true, $"Signed by the desk: key {key.Id}.")
            : new("signature", true, $"Signed by key {key.Id}. That key came in the file: compare it with the desk's, or give it with --key.");
    }
}
