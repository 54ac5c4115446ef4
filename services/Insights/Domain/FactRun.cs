using System.Collections.Immutable;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;
using CoretimeDesk.Insights.Grouping;
using CoretimeDesk.Insights.Reports;
using CoretimeDesk.Insights.Sealing;

namespace CoretimeDesk.Insights;

/// <summary>Books that facts are entered in one by one, as they were recorded, and reports that are read from them.</summary>
/// <param name="rules">What is followed after its seal.</param>
/// <param name="from">The first month that is.</param>
/// <param name="to">The last.</param>
internal sealed class FactRun(IReadOnlyList<FigureRule> rules, Month from, Month to)
{
    private readonly List<string> _backdated = [];
    private readonly List<string> _redated = [];
    private int _sorted;

    public DeskBooks Desk { get; } = new();

    public int Count { get; private set; }

    public SealTracker Tracker => field ??= new(Desk, from, to, rules);

    /// <summary>The next fact.</summary>
    public void Add(Fact fact)
    {
        Note(fact);
        Tracker.Add(fact);
    }

    /// <summary>A fact that was recorded before others that are in the books; false when that makes another history of sealed figures.</summary>
    public bool TryAddLate(Fact fact)
    {
        Note(fact);
        return Tracker.TryAddLate(fact);
    }

    /// <summary>Reads a report. The months are within those of the run, and nothing is in the books that was recorded after the as-of instant.</summary>
    public MetricReport Report(MetricQuery query, Func<FactCounts, FactCounts> counts)
    {
        Tracker.Finish(query.AsOf);
        Sort();
        List<FigureRule> asked = query.Metrics is null ? [.. Metrics.Usual] : [.. query.Metrics.Distinct(StringComparer.Ordinal).Select(Metrics.Rule)];
        return new(
            query.AsOf,
            query.From,
            query.To,
            counts(new(Count, 0, 0, 0, Count, Ids(Desk.Waiting), [.. _backdated], [.. _redated])),
            [.. asked.Select(r => Series(query, r))],
            [.. Desk.Purchases.Sales.Select(s => new SaleFigure(s.Key, UnmatchedRevenueRule.Of(s.Value)))],
            query.By,
            query.By is { } by ? Groups.Of(Desk, query, by) : []);
    }

    /// <summary>The figure of a month as it is known at an instant.</summary>
    public static Figure Latest(DeskBooks desk, FigureRule rule, Month month, DateTimeOffset asOf) =>
        month.End <= asOf ? rule.Of(desk.Months, month) : rule.SoFar(desk, month, asOf.UtcTicks);

    private MetricSeries Series(MetricQuery query, FigureRule rule)
    {
        var months = ImmutableArray.CreateBuilder<MetricMonth>();
        var before = Latest(Desk, rule, query.From.Previous, query.AsOf);
        foreach (var month in Month.Range(query.From, query.To))
        {
            var (figure, track) = (Latest(Desk, rule, month, query.AsOf), Tracker.Find(rule, month));
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

    private void Note(Fact fact)
    {
        Count++;
        if (fact.IsBackdated)
        {
            _backdated.Add(fact.Id);
        }
        else if (fact.IsRedated)
        {
            _redated.Add(fact.Id);
        }
    }

    private void Sort()
    {
        if (_sorted != Count)
        {
            _backdated.Sort(StringComparer.Ordinal);
            _redated.Sort(StringComparer.Ordinal);
            _sorted = Count;
        }
    }

    private static ImmutableArray<string> Ids(IEnumerable<Fact> facts) => [.. facts.Select(f => f.Id).Order(StringComparer.Ordinal)];
}
