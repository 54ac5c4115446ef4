using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Explaining;
using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Figures;

/// <summary>Shares by number that need nothing but the books of their month.</summary>
internal static class Counted
{
    /// <summary>How many accepted quotes a rep could concede alone.</summary>
    public static FigureRule RepBandShare { get; } = new ProportionRule(
        "rep_band_share",
        ("quotes first accepted in the month that a rep could concede alone", "quotes first accepted in the month"),
        Touch.AcceptedQuotes,
        b => (b.QuotesInRepBand, b.QuotesAccepted),
        s => s.AcceptedQuotes.Where(q => q.Sent.Band == Band.Rep).Select(q => Evidence.Quote(q, "1 quote")),
        s => s.AcceptedQuotes.Select(q => Evidence.Quote(q, "1 quote")));

    /// <summary>How many matches the desk found by itself.</summary>
    public static FigureRule MatchAutoShare { get; } = new ProportionRule(
        "match_auto_share",
        ("purchases matched automatically in the month", "purchases matched in the month"),
        Touch.Matches,
        b => (b.AutoMatches, b.Matches),
        s => s.Matches.Where(m => m.Fact.How == MatchHow.Auto).Select(Evidence.Match),
        s => s.Matches.Select(Evidence.Match));

    /// <summary>How many of those were wrong.</summary>
    public static FigureRule MatchReversedShare { get; } = new ProportionRule(
        "match_reversed_share",
        ("purchases matched automatically in the month whose match was reversed by the as-of instant", "purchases matched automatically in the month"),
        Touch.Matches,
        b => (b.AutoMatchesReversed, b.AutoMatches),
        s => s.Matches.Where(m => m.Fact.How == MatchHow.Auto && m.Reversal is not null).Select(Evidence.Match),
        s => s.Matches.Where(m => m.Fact.How == MatchHow.Auto).Select(Evidence.Match));
}
