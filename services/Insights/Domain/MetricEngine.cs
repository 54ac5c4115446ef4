using System.Collections.Immutable;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Explaining;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;
using CoretimeDesk.Insights.Grouping;
using CoretimeDesk.Insights.Reports;
using CoretimeDesk.Insights.Sealing;

namespace CoretimeDesk.Insights;

/// <summary>Figures from facts. Reads no clock: what is asked for says as of when.</summary>
public static class MetricEngine
{
    /// <summary>Works out what is asked for. The order of the facts does not matter.</summary>
    /// <exception cref="ArgumentException">The query names a metric that there is not, or its months are the wrong way round.</exception>
    public static MetricReport Compute(FactSet facts, MetricQuery query)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(query);
        Check(query);
        var run = new FactRun(query.Metrics is null ? Metrics.Usual : [.. query.Metrics.Distinct(StringComparer.Ordinal).Select(Metrics.Rule)], query.From, query.To);
        foreach (var fact in FactOrder.Recorded(facts.Facts.Where(f => f.RecordedAt <= query.AsOf)))
        {
            run.Add(fact);
        }

        return run.Report(query, c => c with { Lines = facts.Lines, Duplicates = facts.Duplicates, UnknownKind = facts.UnknownKind, AfterAsOf = facts.Facts.Length - c.Counted });
    }

    /// <summary>Says what one figure is made of, down to facts.</summary>
    /// <param name="facts">The facts, in any order.</param>
    /// <param name="asOf">Facts that were recorded later do not exist.</param>
    /// <param name="metric">The metric's name.</param>
    /// <param name="month">The month.</param>
    /// <param name="group">Only of this group; null for all.</param>
    /// <exception cref="ArgumentException">There is no such metric, or it is not grouped.</exception>
    public static Explanation Explain(FactSet facts, DateTimeOffset asOf, string metric, Month month, Group? group = null)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var (desk, instant) = (new DeskBooks(), Fact.ToTheMillisecond(asOf));
        foreach (var fact in facts.Facts.Where(f => f.RecordedAt <= instant))
        {
            desk.Add(fact);
        }

        return Explain(desk, instant, metric, month, group);
    }

    internal static Explanation Explain(DeskBooks desk, DateTimeOffset instant, string metric, Month month, Group? group)
    {
        var rule = Metrics.Rule(metric);
        if (group is not null && !rule.IsGrouped)
        {
            throw new ArgumentException($"{metric} has no groups; {string.Join(", ", Metrics.Grouped.Select(m => m.Name))} have.", nameof(group));
        }

        var figure = group is null ? FactRun.Latest(desk, rule, month, instant) : Groups.Figure(desk, rule, month, group);
        return new(rule.Metric, month, group, instant, rule.Formula, figure, rule.Explain(new(desk, month, instant.UtcTicks, group)));
    }

    internal static void Check(MetricQuery query)
    {
        if (query.To < query.From)
        {
            throw new ArgumentException($"The last month, {query.To}, is before the first, {query.From}.", nameof(query));
        }
    }
}
