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
        if (query.To < query.From)
        {
            throw new ArgumentException($"The last month, {query.To}, is before the first, {query.From}.", nameof(query));
        }

        List<FigureRule> rules = query.Metrics is null ? [.. Metrics.Rules] : [.. query.Metrics.Distinct(StringComparer.Ordinal).Select(Metrics.Rule)];
        var desk = new DeskBooks();
        var tracker = new SealTracker(desk, query, rules);
        var counted = FactOrder.Recorded(facts.Facts.Where(f => f.RecordedAt <= query.AsOf));
        foreach (var fact in counted)
        {
            tracker.Add(fact);
        }

        tracker.Finish();
        return new(
            query.AsOf,
            query.From,
            query.To,
            new(facts.Lines, facts.Duplicates, facts.UnknownKind, facts.Facts.Length - counted.Length, counted.Length, Ids(desk.Waiting), Ids(counted.Where(f => f.IsBackdated)), Ids(counted.Where(f => f.IsRedated))),
            [.. rules.Select(r => Series(desk, tracker, query, r))],
            [.. desk.Purchases.Sales.Select(s => new SaleFigure(s.Key, UnmatchedRevenueRule.Of(s.Value)))],
            query.By,
            query.By is { } by ? Groups.Of(desk, query, by) : []);
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
        var (rule, instant) = (Metrics.Rule(metric), Fact.ToTheMillisecond(asOf));
        if (group is not null && !rule.IsGrouped)
        {
            throw new ArgumentException($"{metric} has no groups; {string.Join(", ", Metrics.Grouped.Select(m => m.Name))} have.", nameof(group));
        }

        var desk = new DeskBooks();
        foreach (var fact in facts.Facts.Where(f => f.RecordedAt <= instant))
        {
            desk.Add(fact);
        }

        var figure = group is null ? Latest(desk, rule, month, instant) : Groups.Figure(desk, rule, month, group);
        return new(rule.Metric, month, group, instant, rule.Formula, figure, rule.Explain(new(desk, month, instant.UtcTicks, group)));
    }

    private static MetricSeries Series(DeskBooks desk, SealTracker tracker, MetricQuery query, FigureRule rule)
    {
        var months = ImmutableArray.CreateBuilder<MetricMonth>();
        var before = Latest(desk, rule, query.From.Previous, query.AsOf);
        foreach (var month in Month.Range(query.From, query.To))
        {
            var (figure, track) = (Latest(desk, rule, month, query.AsOf), tracker.Find(rule, month));
            var isMature = query.AsOf >= SealTracker.MatureAt(rule, month);
            months.Add(new(
                month,
                figure,
                isMature,
                Comparison.Of(rule, figure, before, isMature),
                !rule.IsSealed ? MonthStatus.Running : track is null ? MonthStatus.Open : MonthStatus.Sealed,
                SealTracker.SealAt(rule, month),
                track?.FirstPublished,
                track?.Revision ?? 0,
                track?.Restatements ?? []));
            before = figure;
        }

        return new(rule.Metric, months.ToImmutable());
    }

    private static Figure Latest(DeskBooks desk, FigureRule rule, Month month, DateTimeOffset asOf) =>
        month.End <= asOf ? rule.Of(desk.Months, month) : rule.SoFar(desk, month, asOf.UtcTicks);

    private static ImmutableArray<string> Ids(IEnumerable<Fact> facts) => [.. facts.Select(f => f.Id).Order(StringComparer.Ordinal)];
}
