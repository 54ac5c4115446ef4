using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;
using CoretimeDesk.Insights.Reports;
using CoretimeDesk.Market;

namespace CoretimeDesk.Insights.Shelf;

/// <summary>
/// What a month will bring, as known at its first instant: quotes that are still within the time in which they are usually accepted or bought, each by the share that was, in the
/// six latest months of which that is known for certain. A function of the facts recorded until then: nobody types it, and whoever works it out later has the same.
/// </summary>
internal static class Forecast
{
    private const string ToAccepted = "stage_quoted_accepted";
    private const string ToWon = "stage_accepted_won";
    private const int Months = 6;

    /// <summary>Of a month.</summary>
    public static Planck Of(FactSet told, Month month)
    {
        var at = month.Start;
        var facts = told.Facts.Where(f => f.RecordedAt <= at).ToImmutableArray();
        var known = new FactSet(facts, facts.Length, 0, 0);
        var open = OpenQuotes.Of(facts).ToList();
        if (open.Count == 0)
        {
            return Planck.Zero;
        }

        // More months than are summed: the latest are not mature yet.
        var from = new Month(Math.Max(0, month.Index - Months - 2));
        var report = MetricEngine.Compute(new(facts, facts.Length, 0, 0), new(at, from, month.Previous, null, [ToAccepted, ToWon]));
        var (accept, win) = (RateOf(report, ToAccepted), RateOf(report, ToWon));
        var accepted = facts.OfType<Accepted>().GroupBy(a => a.Quote, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Min(a => a.At), StringComparer.Ordinal);
        var waiting = Sum(open.Where(q => !accepted.ContainsKey(q.Quote) && q.At > at - accept.Within));
        var signed = Sum(open.Where(q => accepted.TryGetValue(q.Quote, out var since) && since > at - win.Within));

        // Rounded once, down.
        var planck = ((waiting * accept.Part * win.Part) + (signed * win.Part * accept.Whole)) / (accept.Whole * win.Whole);
        return new(checked((UInt128)planck));
    }

    private static BigInteger Sum(IEnumerable<Quoted> quotes) => quotes.Aggregate(BigInteger.Zero, (sum, q) => sum + q.List.Value - BigInteger.Min(q.Concession.Value, q.List.Value));

    /// <summary>The share over months that are mature; nothing of nothing is nothing.</summary>
    private static Rate RateOf(MetricReport report, string name)
    {
        var series = report.Metrics.Single(m => m.Metric.Name == name);
        var figures = series.Months.Where(m => m.IsMature).TakeLast(Months).Select(m => (ProportionFigure)m.Figure).ToList();
        var (part, whole) = (figures.Sum(f => f.Numerator), figures.Sum(f => f.Denominator));
        return new(part, Math.Max(whole, 1), TimeSpan.FromDays(series.Metric.HorizonDays));
    }

    private sealed record Rate(long Part, long Whole, TimeSpan Within);
}
