using CoretimeDesk.Insights.Explaining;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Reports;
using CoretimeDesk.Insights.Told;

namespace CoretimeDesk.Insights.Shelf;

/// <summary>The facts in a token, in books that go on with them.</summary>
internal sealed class TokenFacts
{
    private readonly Lock _lock = new();
    private readonly Completion _completion;
    private readonly List<Fact> _facts;
    private readonly LiveDesk _live;
    private DateTimeOffset _now;
    private bool _isSpent;

    /// <param name="kept">All facts in the token.</param>
    /// <param name="staff">Who is who.</param>
    /// <param name="revision">Which look.</param>
    /// <param name="now">What was recorded later waits for its time.</param>
    public TokenFacts(IReadOnlyCollection<KeptFact> kept, Staff staff, long revision, DateTimeOffset now)
    {
        (Staff, Revision, _now, _completion) = (staff, revision, SubjectTold.Millis(now), new(staff));
        _facts = [.. _completion.Begin(kept)];
        _live = new(_facts, _now);
    }

    /// <summary>Which look.</summary>
    public long Revision { get; private set; }

    /// <summary>Who is who.</summary>
    public Staff Staff { get; }

    /// <summary>As of when all that was kept is in it; while it is made anew, that stands still.</summary>
    public DateTimeOffset? StandsAt { get; set; }

    /// <summary>How many questions were answered from the books. Others are answered from all facts, which takes as much longer as there are facts.</summary>
    public long FromBooks { get; private set; }

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
            Revision = revision;
            MoveTo(now);
            _isSpent |= !_live.TryAdd(facts, _now);
            return !_isSpent;
        }
    }

    /// <summary>A report; one as of now is read from the books, one as of an instant in the past is worked out from all facts.</summary>
    /// <param name="asOf">Null for now.</param>
    /// <param name="clock">What the clock says.</param>
    /// <param name="query">The question as of an instant.</param>
    public MetricReport Report(DateTimeOffset? asOf, DateTimeOffset clock, Func<DateTimeOffset, MetricQuery> query) =>
        Ask(asOf, clock, (live, at) => live.Report(query(at)), (facts, at) => MetricEngine.Compute(facts, query(at)));

    /// <summary>What a figure is made of; <paramref name="asOf"/> null for now.</summary>
    public Explanation Explain(DateTimeOffset? asOf, DateTimeOffset clock, string metric, Month month, Group? group) =>
        Ask(asOf, clock, (live, at) => live.Explain(at, metric, month, group), (facts, at) => MetricEngine.Explain(facts, at, metric, month, group));

    /// <summary>All facts until an instant, with the forecasts of all months that have begun then, by when they were recorded and id.</summary>
    public IEnumerable<Fact> All(DateTimeOffset until) => Set().Facts.Where(f => f.RecordedAt <= until).OrderBy(f => f.RecordedAt).ThenBy(f => f.Id, StringComparer.Ordinal);

    private T Ask<T>(DateTimeOffset? asOf, DateTimeOffset clock, Func<LiveDesk, DateTimeOffset, T> now, Func<FactSet, DateTimeOffset, T> past)
    {
        lock (_lock)
        {
            // Whoever asks as of now may be behind another who asked a moment later. Instants of books have no finer parts than facts have.
            var at = SubjectTold.Millis(asOf ?? StandsAt ?? (clock > _now ? clock : _now));
            _isSpent |= at >= _now && !_live.TryAdd([], at);
            if (at >= _now && !_isSpent)
            {
                MoveTo(at);
                FromBooks++;
                return now(_live, at);
            }
        }

        return past(Set(), asOf ?? StandsAt ?? clock);
    }

    private void MoveTo(DateTimeOffset now)
    {
        var instant = SubjectTold.Millis(now);
        _now = instant > _now ? instant : _now;
    }

    private FactSet Set()
    {
        lock (_lock)
        {
            return new([.. _facts, .. _live.Forecasts], _facts.Count + _live.Forecasts.Count, 0, 0);
        }
    }
}
