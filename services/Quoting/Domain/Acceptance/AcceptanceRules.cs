using CoretimeDesk.Substrate;

namespace CoretimeDesk.Quoting.Acceptance;

/// <summary>A quote as its customer sees it.</summary>
/// <param name="Number">"Q-2026-000123".</param>
/// <param name="Revision">Which revision.</param>
/// <param name="Customer">Number and name of the customer.</param>
/// <param name="Segment">As rule versions call it.</param>
/// <param name="Digest">The quote digest.</param>
/// <param name="Standing">Where it stands.</param>
/// <param name="ValidUntil">The first instant at which it does not count.</param>
public sealed record OpenOffer(string Number, int Revision, string Customer, string Segment, string Digest, OfferStanding Standing, DateTimeOffset ValidUntil)
{
    /// <summary>What is to be signed.</summary>
    public string Text => AcceptanceText.Of(Number, Revision, Customer, Digest, ValidUntil);
}

/// <summary>Whether a quote can be accepted.</summary>
public enum OfferStanding
{
    /// <summary>It is with the customer.</summary>
    Sent = 1,

    /// <summary>It was accepted.</summary>
    Accepted = 2,

    /// <summary>It was bought.</summary>
    Won = 3,

    /// <summary>Its time is over.</summary>
    Expired = 4,

    /// <summary>It was taken back.</summary>
    Withdrawn = 5,

    /// <summary>A later revision was sent.</summary>
    Superseded = 6,
}

/// <summary>When a customer's yes counts. Accepting wins nothing: only a finalised purchase does.</summary>
public static class AcceptanceRules
{
    /// <summary>The longest name or title, in UTF-16 units.</summary>
    public const int NameLengthMax = 120;

    /// <summary>The shortest name: initials are no name.</summary>
    public const int NameLengthMin = 3;

    private static readonly string[] PaperSegments = ["enterprise", "government"];

    /// <summary>The segment needs paper.</summary>
    public static bool TakesTypedName(OpenOffer offer)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return PaperSegments.Contains(offer.Segment);
    }

    /// <summary>A quote that is not in force cannot be accepted. One that was accepted, or bought, needs nothing more.</summary>
    public static Refusal? Standing(OpenOffer offer, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(offer);
        return offer.Standing switch
        {
            OfferStanding.Superseded => Over("QUOTE_SUPERSEDED", $"{offer.Number}, revision {offer.Revision}, was replaced by a later revision. Accept that one."),
            OfferStanding.Withdrawn => Over("QUOTE_WITHDRAWN", $"{offer.Number}, revision {offer.Revision}, was withdrawn. Ask for another quote."),
            OfferStanding.Expired => Ended(offer),
            OfferStanding.Sent when now >= offer.ValidUntil => Ended(offer),
            _ => null,
        };
    }

    /// <summary>Accepts by a signature of the text with the quote's digest.</summary>
    /// <param name="offer">The quote.</param>
    /// <param name="account">The chain account that signed: 0x hex of 32 or 20 bytes.</param>
    /// <param name="isVerified">It is on the customer's list of verified accounts.</param>
    /// <param name="signature">The signature.</param>
    /// <param name="now">The instant of the command.</param>
    public static Decision<AcceptanceEvidence> BySignature(OpenOffer offer, string account, bool isVerified, ReadOnlySpan<byte> signature, DateTimeOffset now)
    {
        if (Standing(offer, now) is { } over)
        {
            return over;
        }

        if (offer.Standing != OfferStanding.Sent)
        {
            return Decision<AcceptanceEvidence>.Nothing;
        }

        if (!isVerified)
        {
            return new Refusal(RefusalKind.Precondition, "KEY_NOT_VERIFIED", $"{account} is not among the verified accounts of {offer.Customer}. Verify it first (sign a challenge), or sign with one that is.");
        }

        return SchemeOf(account, offer.Text, signature) is { } scheme
            ? Decision<AcceptanceEvidence>.Emit(new AcceptanceEvidence.WithKey(account, scheme, offer.Text, $"0x{Convert.ToHexStringLower(signature)}"))
            : new Refusal(RefusalKind.Precondition, "SIGNATURE_WRONG", $"The key of {account} did not make this signature of this text. Sign the text of the quote as a message, unchanged, with exactly that account.");
    }

    /// <summary>Accepts by a typed name, where the segment needs paper.</summary>
    /// <param name="offer">The quote.</param>
    /// <param name="typed">Who, from where, and what shows it.</param>
    /// <param name="byStaff">Recorded by staff, who need a paper to show; else typed by the customer.</param>
    /// <param name="now">The instant of the command.</param>
    public static Decision<AcceptanceEvidence> ByTypedName(OpenOffer offer, AcceptanceEvidence.WithName typed, bool byStaff, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(typed);
        if (Standing(offer, now) is { } over)
        {
            return over;
        }

        if (!TakesTypedName(offer))
        {
            return new Refusal(RefusalKind.Precondition, "TYPED_NAME_NOT_OFFERED", $"A typed name is taken from enterprises and governments only; a customer of segment \"{offer.Segment}\" signs with a verified account, or simply buys.");
        }

        List<FieldViolation> wrong = [];
        Require("name", typed.Name, wrong);
        Require("title", typed.Title, wrong);
        if (byStaff && !IsDigest(typed.Document))
        {
            wrong.Add(new("document_sha256", "is missing: what staff record needs the SHA-256 of the signed paper, 64 hexadecimal digits; attach the paper to the account."));
        }

        return wrong.Count > 0 ? Refusal.InvalidFields(wrong)
            : offer.Standing != OfferStanding.Sent ? Decision<AcceptanceEvidence>.Nothing
            : Decision<AcceptanceEvidence>.Emit(typed);
    }

    private static void Require(string field, string value, List<FieldViolation> wrong)
    {
        var length = value.Trim().Length;
        if (length is < NameLengthMin or > NameLengthMax || value.Any(char.IsControl))
        {
            wrong.Add(new(field, $"must be {NameLengthMin} to {NameLengthMax} characters on one line, as it would stand below a contract."));
        }
    }

    private static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static SignatureScheme? SchemeOf(string account, string text, ReadOnlySpan<byte> signature) => account.Length == 2 + (2 * AccountId20.Size)
        ? SignedText.SchemeOf(AccountId20.Parse(account), text, signature)
        : SignedText.SchemeOf(AccountId32.Parse(account), text, signature);

    internal static Refusal Ended(OpenOffer offer) => Over("QUOTE_EXPIRED", $"{offer.Number}, revision {offer.Revision}, was valid until {offer.ValidUntil.UtcDateTime:d MMMM yyyy HH:mm} UTC. Ask for another quote.");

    private static Refusal Over(string reason, string message) => new(RefusalKind.Precondition, reason, message);
}
