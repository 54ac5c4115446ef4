using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>What became of the quote that a link shows. The numbers are those of the wire.</summary>
public enum LinkStanding
{
    /// <summary>It counts.</summary>
    Open = 1,

    /// <summary>One of its clocks has run out.</summary>
    Expired = 2,

    /// <summary>It was taken back.</summary>
    Withdrawn = 3,

    /// <summary>There is a later revision.</summary>
    Superseded = 4,
}

/// <summary>What a link shows, and how long.</summary>
public static class LinkRules
{
    /// <summary>How long a customer can look at a quote that was accepted, after its validity: until the purchase is final, and for the files.</summary>
    public static readonly TimeSpan AfterAcceptance = TimeSpan.FromDays(90);

    /// <summary>What a link to a revision says at an instant.</summary>
    /// <param name="state">The revision's state.</param>
    /// <param name="validUntil">First instant at which it does not count.</param>
    /// <param name="now">The instant. The desk's own clock may record an end a little later than it came.</param>
    public static LinkStanding StandingOf(QuoteState state, DateTimeOffset validUntil, DateTimeOffset now) => state switch
    {
        QuoteState.Sent => now < validUntil ? LinkStanding.Open : LinkStanding.Expired,
        QuoteState.Accepted or QuoteState.Won => now < validUntil + AfterAcceptance ? LinkStanding.Open : LinkStanding.Expired,
        QuoteState.Withdrawn => LinkStanding.Withdrawn,
        QuoteState.Superseded => LinkStanding.Superseded,
        QuoteState.Expired => LinkStanding.Expired,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "a link leads to a revision that was sent"),
    };
}
