using System.Text;
using CoretimeDesk.Sealing;

namespace CoretimeDesk.Quoting.Proofs;

/// <summary>The evidence that one row is in the desk's sealed journal, as texts that anybody can hash.</summary>
/// <param name="Row">The row; the leaf is SHA-256 of a zero byte and this text.</param>
/// <param name="Index">Its place among the leaves.</param>
/// <param name="Path">The hashes up to the root.</param>
/// <param name="Seal">The seal; the signature is over this text.</param>
/// <param name="Signature">ECDSA P-256 with SHA-256, DER, hexadecimal.</param>
public sealed record RowProof(string Row, int Index, IReadOnlyList<string> Path, string Seal, string Signature)
{
    /// <summary>As a journal gives it.</summary>
    public static RowProof Of(InclusionProof proof) => new(proof.Row.Canonical(), proof.Index, proof.Path, proof.SignedSeal.Seal.Canonical(), proof.SignedSeal.Signature);

    /// <summary>With row and seal read; null when one of them is not what the desk writes.</summary>
    public InclusionProof? Read() => SealedRow.TryParse(Row) is { } row && Sealing.Seal.TryParse(Seal) is { } seal ? new(row, Index, Path, new(seal, Signature)) : null;
}

/// <summary>
/// A quote with everything that is needed to check it without the desk: the texts under the two digests, the rules that judged it, and the rows of the desk's
/// journal that say it was sent and who approved it, each with its way to a signed root.
/// </summary>
public sealed record QuoteFile
{
    private const string Form = "coretime-desk quote file 1";

    /// <summary>"Q-2026-000123".</summary>
    public required string Number { get; init; }

    /// <summary>1, 2, 3…</summary>
    public required int Revision { get; init; }

    /// <summary>The quote's digest.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The text that it is of.</summary>
    public required string Quote { get; init; }

    /// <summary>The terms' digest.</summary>
    public required string TermsSha256 { get; init; }

    /// <summary>The text that it is of.</summary>
    public required string Terms { get; init; }

    /// <summary>The rule version's text; its SHA-256 is the hash that the quote names.</summary>
    public required string Rules { get; init; }

    /// <summary>That the quote was sent, first; then one for each approval.</summary>
    public required IReadOnlyList<RowProof> Proofs { get; init; }

    /// <summary>The public key that signed: SubjectPublicKeyInfo, hexadecimal.</summary>
    public required string PublicKey { get; init; }

    /// <summary>"Q-2026-000123.r1.quote.json".</summary>
    public string FileName => $"{Number}.r{Revision}.quote.json";

    /// <summary>The file: one line, in one form, so that no byte of it can be another.</summary>
    public string ToText()
    {
        var json = new CanonicalJson().BeginObject()
            .Name("v").Value(Form)
            .Name("number").Value(Number)
            .Name("revision").Value(Revision)
            .Name("digest").Value(Sha256)
            .Name("quote").Value(Quote)
            .Name("terms_digest").Value(TermsSha256)
            .Name("terms").Value(Terms)
            .Name("rules").Value(Rules)
            .Name("proofs").BeginArray();
        foreach (var proof in Proofs)
        {
            json.BeginObject()
                .Name("row").Value(proof.Row)
                .Name("index").Value(proof.Index)
                .Name("path").Values(proof.Path)
                .Name("seal").Value(proof.Seal)
                .Name("signature").Value(proof.Signature)
                .EndObject();
        }

        return json.EndArray().Name("key").Value(PublicKey).EndObject() + "\n";
    }

    /// <summary>Reads a file; null when it is anything but what <see cref="ToText"/> writes, to the last byte.</summary>
    public static QuoteFile? TryRead(ReadOnlySpan<byte> utf8)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8);
        }
        catch (ArgumentException)
        {
            return null;
        }

        var file = CanonicalReading.TryRead(text, json => new QuoteFile
        {
            Number = json.Text("number"),
            Revision = json.Count("revision"),
            Sha256 = json.Text("digest"),
            Quote = json.Text("quote"),
            TermsSha256 = json.Text("terms_digest"),
            Terms = json.Text("terms"),
            Rules = json.Text("rules"),
            Proofs = json.Each("proofs", p => new RowProof(p.Text("row"), p.Count("index"), p.Texts("path"), p.Text("seal"), p.Text("signature"))),
            PublicKey = json.Text("key"),
        });
        return file?.ToText() == text ? file : null;
    }
}
