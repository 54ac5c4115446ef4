using CoretimeDesk.Insights.Explaining;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;
using CoretimeDesk.Insights.Forecasting;
using CoretimeDesk.Insights.Reports;

namespace CoretimeDesk.Insights;

/// <summary>
/// A desk whose facts go on: what is new is entered in books that stay, so that a report as of now costs what its own months cost, whatever the number of facts. It gives what
/// <see cref="MetricEngine"/> gives for the same facts and its forecasts. Where a fact comes too late for that, it says so, and another one is to be made of all facts.
/// Not for several threads at once.
/// </summary>
public sealed class LiveDesk
{
    /// <summary>Months that can be asked for: before these were no chains, and nobody plans that far ahead.</summary>
    public static readonly Month First = new(2000, 1);

    /// <summary>The last of them.</summary>
    public static readonly Month Last = new(2200, 12);

    private readonly FactRun _run = new(Metrics.Rules, First, Last);
    private readonly List<ForecastFrozen> _forecasts = [];
    private List<Fact> _ahead = [];
    private Month? _next;

    /// <param name="facts">All facts so far, each id once, in any order; without forecasts, which are made here.</param>
    /// <param name="now">What was recorded later waits for its time.</param>
    public LiveDesk(IEnumerable<Fact> facts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(facts);
        _ = TryAdd(facts, now); // Into empty books everything fits.
    }

    /// <summary>What was forecast for each month that has begun, in order.</summary>
    public IReadOnlyList<ForecastFrozen> Forecasts => _forecasts;

    /// <summary>Adds facts, and what was ahead of its time until now.</summary>
    /// <param name="facts">New ones, in any order.</param>
    /// <param name="now">Not before the one that was given last.</param>
    /// <returns>False when they make another history of what is in the books already: these are of no use any more.</returns>
    public bool TryAdd(IEnumerable<Fact> facts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(facts);
        now = Fact.ToTheMillisecond(now);
        _ahead.AddRange(facts);
        var due = FactOrder.Recorded(_ahead.Where(f => f.RecordedAt <= now));
        _ahead = due.Length == _ahead.Count ? [] : _ahead.FindAll(f => f.RecordedAt > now);
        foreach (var fact in due)
        {
            _next ??= Month.Of(fact.RecordedAt).Next;
            if (_run.Tracker.IsInOrder(fact))
            {
                Freeze(m => m.Start < fact.RecordedAt);
                _run.Add(fact);
            }
            else if ((_forecasts is [.., var last] && fact.RecordedAt <= last.RecordedAt) || Month.Of(fact.RecordedAt) < _next.Value.Previous || !_run.TryAddLate(fact))
            {
                return false;
            }
        }

        Freeze(m => m.Start <= now);
        return true;
    }

    /// <summary>A report as of an instant that is not before the last <c>now</c>.</summary>
    /// <exception cref="ArgumentException">The query names a metric that there is not, or its months are the wrong way round.</exception>
    public MetricReport Report(MetricQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        MetricEngine.Check(query);
        return _run.Report(query, c => c with { Lines = c.Lines + _ahead.Count, AfterAsOf = _ahead.Count });
    }

    /// <summary>As <see cref="MetricEngine.Explain"/>, as of an instant that is not before the last <c>now</c>.</summary>
    public Explanation Explain(DateTimeOffset asOf, string metric, Month month, Group? group = null) => MetricEngine.Explain(_run.Desk, Fact.ToTheMillisecond(asOf), metric, month, group);

    /// <summary>Makes the forecasts of months that begin. What was recorded at a month's first instant is known then.</summary>
    private void Freeze(Func<Month, bool> hasBegun)
    {
        for (; _next is { } month && hasBegun(month); _next = month.Next)
        {
            var frozen = new ForecastFrozen($"forecast/{month}", month.Start, month.Start, month, Forecast.Of(_run.Desk, month));
            _forecasts.Add(frozen);
            _run.Add(frozen);
        }
    }
}
