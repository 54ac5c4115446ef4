using CoretimeDesk.Market;
using CoretimeDesk.Sealing;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>
/// What a quote keeps to the desk: why it concedes, and what is earned by it. Approvals are bound to it like to everything else, but what the customer gets
/// holds a digest of it and no word.
/// </summary>
public abstract record InternalTerms
{
    private InternalTerms()
    {
    }

    /// <summary>As the desk knows it. The reasons stand in the ask.</summary>
    /// <param name="Salt">32 random bytes, 64 hexadecimal digits in lower case: without them the digest could be guessed at, since rates and codes are few.</param>
    /// <param name="Commission">What the sale's commission plan takes, in basis points of the sale.</param>
    /// <param name="Overlay">What is paid on top of the plan.</param>
    /// <param name="Plan">The plan that says so; empty in quotes that were priced before plans were asked for.</param>
    public sealed record Open(string Salt, BasisPoints Commission, BasisPoints Overlay, string Plan = "") : InternalTerms;

    /// <summary>As whoever has only the quote knows it.</summary>
    /// <param name="Sha256">The digest of the internal text.</param>
    public sealed record Closed(string Sha256) : InternalTerms;
}

/// <summary>The internal text: what the terms' member <c>internal</c> is the SHA-256 of. Members and their order are described in docs/quotes.md.</summary>
/// <param name="Salt">64 hexadecimal digits.</param>
/// <param name="ReasonCode">One of the rule version's codes, or null.</param>
/// <param name="ReasonNote">Why, for those who approved.</param>
/// <param name="Commission">In basis points of the sale.</param>
/// <param name="Overlay">In basis points of the sale.</param>
/// <param name="Plan">The plan that the two are of. Empty in texts of version 1, which have none.</param>
public sealed record InternalText(string Salt, string? ReasonCode, string ReasonNote, BasisPoints Commission, BasisPoints Overlay, string Plan = "")
{
    /// <summary>That of terms as the desk knows them; null where only the digest is known.</summary>
    public static InternalText? Of(QuoteTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return terms.Internal is InternalTerms.Open open ? new(open.Salt, terms.Ask.ReasonCode, terms.Ask.ReasonNote, open.Commission, open.Overlay, open.Plan) : null;
    }

    /// <summary>The text that is hashed.</summary>
    public string Canonical() => CanonicalText.Of(text =>
    {
        text.Number("v", Plan.Length == 0 ? 1u : 2u)
            .Text("salt", Salt)
            .Text("reason_code", ReasonCode ?? "")
            .Text("reason_note", ReasonNote);
        if (Plan.Length > 0)
        {
            text.Text("plan", Plan);
        }

        text.Number("commission_bp", Commission.Value).Number("overlay_bp", Overlay.Value);
    });

    /// <summary>64 hexadecimal digits in lower case.</summary>
    public string Sha256() => CanonicalJson.Digest(Canonical());

    /// <summary>Reads a text; null when it is anything but what <see cref="Canonical"/> writes.</summary>
    public static InternalText? TryRead(string canonical)
    {
        var read = CanonicalReading.TryRead(canonical, json => new InternalText(
            json.Text("salt"),
            json.Text("reason_code") is { Length: > 0 } code ? code : null,
            json.Text("reason_note"),
            new(json.Whole("commission_bp")),
            new(json.Whole("overlay_bp")),
            json.Whole("v") == 2 ? json.Text("plan") : ""));
        return read is not null && Hexadecimal.IsHash(read.Salt) && read.Canonical() == canonical ? read : null;
    }

    /// <summary>Terms of which only the digest was known, with this text beside them. Whether it is theirs, the digest says.</summary>
    public QuoteTerms Beside(QuoteTerms terms)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return terms with { Internal = new InternalTerms.Open(Salt, Commission, Overlay, Plan), Ask = terms.Ask with { ReasonCode = ReasonCode, ReasonNote = ReasonNote } };
    }
}
