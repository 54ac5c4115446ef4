using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Acceptance;

/// <summary>A sent revision as its customer sees it, with what was frozen.</summary>
/// <param name="Offer">What can be accepted.</param>
/// <param name="Snapshot">What went out.</param>
internal sealed record OfferView(OpenOffer Offer, QuoteSnapshot Snapshot)
{
    /// <summary>The revision with that digest; null when none was sent.</summary>
    public static OfferView? Of(Quote quote, string digest) =>
        quote.Revisions.FirstOrDefault(r => r.Snapshot is { } sent && sent.Sha256 == digest) is { } revision ? Of(quote, revision) : null;

    /// <summary>A revision that was sent.</summary>
    public static OfferView Of(Quote quote, QuoteRevision revision)
    {
        var sent = revision.Snapshot!;
        return new(
            new(quote.Number, revision.Number, $"{sent.Customer.AccountNumber} {sent.Customer.AccountName}", sent.Customer.Segment, sent.Sha256, StandingOf(revision.State), sent.ValidUntil), sent);
    }

    private static OfferStanding StandingOf(QuoteState state) => state switch
    {
        QuoteState.Sent => OfferStanding.Sent,
        QuoteState.Accepted => OfferStanding.Accepted,
        QuoteState.Won => OfferStanding.Won,
        QuoteState.Expired => OfferStanding.Expired,
        QuoteState.Withdrawn => OfferStanding.Withdrawn,
        QuoteState.Superseded => OfferStanding.Superseded,
        _ => throw new System.Diagnostics.UnreachableException($"a sent revision is {state}"),
    };
}
