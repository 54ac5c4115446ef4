using System.Numerics;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Money;
using CoretimeDesk.Market;

namespace CoretimeDesk.Insights.Forecasting;

/// <summary>
/// What a month will bring, as known at its first instant: quotes that are still within the time in which they are usually accepted or bought, each by the share that was, in the
/// six latest months of which that is known for certain. A function of the facts recorded until then: nobody types it, and whoever works it out later has the same.
/// </summary>
internal static class Forecast
{
    private const int QuotedStage = 3;
    private const int AcceptedStage = 4;
    private const int Months = 6;

    /// <summary>Of a month, from books that hold what was recorded by its first instant, and nothing else.</summary>
    public static Planck Of(DeskBooks desk, Month month)
    {
        var (accept, win) = (RateOf(desk, month, QuotedStage), RateOf(desk, month, AcceptedStage));
        var pipeline = new Pipeline(desk, month.Start);
        return new(checked((UInt128)pipeline.Weighted(accept, win)));
    }

    /// <summary>The share over the latest months that are mature when a month begins; nothing of nothing is nothing.</summary>
    internal static Rate RateOf(DeskBooks desk, Month month, int stage)
    {
        var within = TimeSpan.FromDays(Horizons.Stages[stage]);
        var (part, whole, found) = (0L, 0L, 0);

        // More months than are summed: the latest are not mature yet.
        for (var m = month.Index - 1; m >= Math.Max(0, month.Index - Months - 2) && found < Months; m--)
        {
            if (month.Start >= new Month(m).End + within)
            {
                (part, whole, found) = (part + desk.Months[new(m)].Advanced[stage], whole + desk.Months[new(m)].Entered[stage], found + 1);
            }
        }

        return new(part, Math.Max(whole, 1), within);
    }
}

/// <summary>A share of what went on to the next stage in time.</summary>
internal readonly record struct Rate(long Part, long Whole, TimeSpan Within);

/// <summary>What customers have been offered who have neither bought nor gone; of a quote with several revisions the latest.</summary>
internal sealed class Pipeline
{
    private readonly List<QuoteState> _open = [];
    private readonly DateTimeOffset _at;

    /// <param name="desk">All that is known at the instant.</param>
    /// <param name="at">The instant.</param>
    public Pipeline(DeskBooks desk, DateTimeOffset at)
    {
        _at = at;
        Dictionary<string, QuoteState> latest = new(StringComparer.Ordinal);
        foreach (var quote in desk.Quotes.Quotes)
        {
            var cluster = desk.Clusters.Lead(quote.Sent.Lead).Cluster;
            if (cluster.FirstPaid is not null || cluster.Leads.Any(l => l.Closed is not null))
            {
                continue;
            }

            var name = quote.Sent.Quote[..(quote.Sent.Quote.LastIndexOf('/') is > 0 and var slash ? slash : quote.Sent.Quote.Length)];
            if (!latest.TryGetValue(name, out var other) || FactOrder.Compare(other.Sent, quote.Sent) < 0)
            {
                latest[name] = quote;
            }
        }

        _open.AddRange(latest.Values);
    }

    /// <summary>Quotes that may still be accepted in time.</summary>
    public IEnumerable<QuoteState> Waiting(Rate accept) => _open.Where(q => q.Accepted is null && q.Sent.At > _at - accept.Within);

    /// <summary>Accepted quotes that may still be bought in time.</summary>
    public IEnumerable<QuoteState> Signed(Rate win) => _open.Where(q => q.Accepted is { } accepted && accepted.At > _at - win.Within);

    /// <summary>Each by the share that usually goes on, in planck; rounded once, down.</summary>
    public BigInteger Weighted(Rate accept, Rate win) =>
        ((Sum(Waiting(accept)) * accept.Part * win.Part) + (Sum(Signed(win)) * win.Part * accept.Whole)) / ((BigInteger)accept.Whole * win.Whole);

    /// <summary>What a quote asks for.</summary>
    public static BigInteger NetOf(QuoteState quote) => quote.Sent.List.Value - BigInteger.Min(quote.Sent.Concession.Value, quote.Sent.List.Value);

    private static BigInteger Sum(IEnumerable<QuoteState> quotes) => quotes.Aggregate(BigInteger.Zero, (sum, q) => sum + NetOf(q));
}
