using System.Text;
using CoretimeDesk.Quoting.Proofs;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;
using CoretimeDesk.Sealing;

namespace CoretimeDesk.Quoting.Tests.Proofs;

/// <summary>Quote files as a desk makes them: a journal in memory, sealed with a key of the test's.</summary>
internal sealed class SampleFiles : IDisposable
{
    public SealKey Key { get; } = SealKey.Create();

    public QuoteFile Of(QuoteSnapshot quote)
    {
        var rows = new List<SealedRow> { SentRow(quote) };
        rows.AddRange(quote.Approvals.Select(a => GivenRow(quote, a)));
        return Of(quote, rows);
    }

    /// <summary>With these rows for proofs, among others in one seal.</summary>
    public QuoteFile Of(QuoteSnapshot quote, IReadOnlyList<SealedRow> rows)
    {
        var journal = new List<SealedRow> { Other(1), Other(2) };
        journal.AddRange(rows);
        journal.AddRange([Other(3), Other(4)]);
        var leaves = journal.SelectMany(r => r.LeafHash()).ToArray();
        var seal = Key.Sign(new(
            "quoting", 7, new('a', 64), Convert.ToHexStringLower(MerkleTree.Root(leaves)), journal.Count, "734-1", "740-12", quote.SentAt.AddMinutes(10), Key.Public.Id));
        return new()
        {
            Number = quote.Number,
            Revision = quote.Revision,
            Sha256 = quote.Sha256,
            Quote = QuoteDigest.Canonical(quote),
            TermsSha256 = quote.TermsSha256,
            Terms = TermsDigest.Canonical(quote.Terms),
            Rules = RuleFile.First.Canonical,
            Proofs = [.. rows.Select((row, i) => RowProof.Of(new(row, i + 2, [.. MerkleTree.Path(leaves, i + 2).Select(Convert.ToHexStringLower)], seal)))],
            PublicKey = Convert.ToHexStringLower(Key.Public.Info),
        };
    }

    public static SealedRow SentRow(QuoteSnapshot quote) => new(
        "quoting", Guid.Parse("019340a0-0000-7000-8000-0000000000e1"), quote.QuoteId, "quote", 9, 5, "coretimedesk.quoting.QuoteSent.v1",
        $$"""{"number": "{{quote.Number}}", "quoteId": "{{quote.QuoteId}}", "revision": {{quote.Revision}}, "quoteSha256": "{{quote.Sha256}}", "termsSha256": "{{quote.TermsSha256}}"}""",
        quote.Owner.Id, quote.Owner.Name, "1", null, quote.SentAt);

    public static SealedRow GivenRow(QuoteSnapshot quote, ApprovalProof approval) => new(
        "quoting", Guid.Parse("019340a0-0000-7000-8000-0000000000e2"), quote.QuoteId, "quote", 7, 3, "coretimedesk.quoting.ApprovalGiven.v1",
        $$"""{"role": "{{approval.Role}}", "byId": "{{approval.By.Id}}", "givenAt": "{{approval.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'}}", "revision": {{quote.Revision}}, "termsSha256": "{{approval.TermsSha256}}"}""",
        approval.By.Id, approval.By.Name, "1", null, approval.At);

    public static byte[] Bytes(QuoteFile file) => Encoding.UTF8.GetBytes(file.ToText());

    public QuoteVerification Verify(QuoteFile file) => QuoteVerifier.Verify(Bytes(file), Key.Public);

    public void Dispose() => Key.Dispose();

    private static SealedRow Other(int number) => new(
        "quoting", Guid.Parse($"019340a0-0000-7000-8000-0000000000f{number}"), Guid.Parse($"019340a0-0000-7000-8000-0000000000d{number}"), "quote", number, number,
        "coretimedesk.quoting.QuoteDrafted.v1", "{}", Guid.Empty, "desk", "", null, Documents.SampleQuotes.SentAt);
}
