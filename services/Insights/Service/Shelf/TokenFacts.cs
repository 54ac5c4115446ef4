using CoretimeDesk.Insights.Explaining;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Reports;

namespace CoretimeDesk.Insights.Shelf;

/// <summary>The facts in a token, in books that go on with them.</summary>
internal sealed class TokenFacts
{
    private readonly Lock _lock = new();
    private readonly Completion _completion;
    private readonly List<Fact> _facts;
    private readonly LiveDesk _live;
    private DateTimeOffset _now;

    /// <param name="kept">All facts in the token.</param>
    /// <param name="staff">Who is who.</param>
    /// <param name="revision">Which look.</param>
    /// <param name="now">What was recorded later waits for its time.</param>
    public TokenFacts(IReadOnlyCollection<KeptFact> kept, Staff staff, long revision, DateTimeOffset now)
    {
        (Staff, Revision, _now, _completion) = (staff, revision, now, new(staff));
        _facts = [.. _completion.Begin(kept)];
        _live = new(_facts, now);
    }

    /// <summary>Which look.</summary>
    public long Revision { get; private set; }

    /// <summary>Who is who.</summary>
    public Staff Staff { get; }

    /// <summary>How many facts there are.</summary>
    public int Count => _facts.Count;

    /// <summary>As of when all that was kept is in it; while it is made anew, that stands still.</summary>
    public DateTimeOffset? StandsAt { get; set; }

    /// <summary>Adds facts; false when what is here holds no more, and is to be made anew of all facts.</summary>
    public bool TryAdd(IReadOnlyList<KeptFact> added, long revision, DateTimeOffset now)
    {
        lock (_lock)
        {
            List<Fact> facts = [];
            foreach (var one in added)
            {
                if (_completion.Add(one) is not { } completed)
                {
                    return false;
                }

                facts.AddRange(completed);
            }

            _facts.AddRange(facts);
            (Revision, _now) = (revision, now > _now ? now : _now);
            return _live.TryAdd(facts, _now);
        }
    }

    /// <summary>A report; one as of now is read from the books, one as of an instant in the past is worked out from all facts.</summary>
    public MetricReport Report(MetricQuery query) => Ask(query.AsOf, live => live.Report(query), facts => MetricEngine.Compute(facts, query));

    /// <summary>What a figure is made of.</summary>
    public Explanation Explain(DateTimeOffset asOf, string metric, Month month, Group? group) =>
        Ask(asOf, live => live.Explain(asOf, metric, month, group), facts => MetricEngine.Explain(facts, asOf, metric, month, group));

    /// <summary>All facts until an instant, with the forecasts of all months that have begun then, by when they were recorded and id.</summary>
    public IEnumerable<Fact> All(DateTimeOffset until) => Set().Facts.Where(f => f.RecordedAt <= until).OrderBy(f => f.RecordedAt).ThenBy(f => f.Id, StringComparer.Ordinal);

    private T Ask<T>(DateTimeOffset asOf, Func<LiveDesk, T> now, Func<FactSet, T> past)
    {
        lock (_lock)
        {
            if (asOf >= _now && _live.TryAdd([], asOf))
            {
                _now = asOf;
                return now(_live);
            }
        }

        return past(Set());
    }

    private FactSet Set()
    {
        lock (_lock)
        {
            return new([.. _facts, .. _live.Forecasts], _facts.Count + _live.Forecasts.Count, 0, 0);
        }
    }
}
