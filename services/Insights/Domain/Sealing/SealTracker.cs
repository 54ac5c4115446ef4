using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;

namespace CoretimeDesk.Insights.Sealing;

/// <summary>
/// Follows facts one by one in the order in which they were recorded, seals each metric's month when its time has come, and notes what changes
/// after that. It looks only at figures that read what a fact touched.
/// </summary>
internal sealed class SealTracker
{
    // Day 5 of the month after, 12:00.
    private static readonly TimeSpan SealsAfter = TimeSpan.FromDays(4) + TimeSpan.FromHours(12);

    private readonly DeskBooks _desk;
    private readonly Month _from;
    private readonly List<(FigureRule Rule, Track?[] Tracks)> _byRule = [];
    private readonly Dictionary<FigureRule, Track?[]> _tracks = [];
    private readonly List<Track> _queue;
    private readonly List<Track> _changed = [];
    private DateTimeOffset _instant = DateTimeOffset.MinValue;
    private string _id = "";
    private bool _isClosed;
    private DateTimeOffset _restated = DateTimeOffset.MinValue;
    private int _sealed;

    public SealTracker(DeskBooks desk, Month from, Month to, IEnumerable<FigureRule> rules)
    {
        (_desk, _from) = (desk, from);
        foreach (var rule in rules.Where(r => r.IsSealed))
        {
            Track?[] tracks = [.. Month.Range(from, to).Select(m => SealAt(rule, m) is { } at ? new Track(rule, m, at) : null)];
            _byRule.Add((rule, tracks));
            _tracks.Add(rule, tracks);
        }

        _queue = [.. _byRule.SelectMany(r => r.Tracks).OfType<Track>().OrderBy(t => t.SealAt)];
    }

    /// <summary>When a metric's month is sealed; null for what never is.</summary>
    public static DateTimeOffset? SealAt(FigureRule rule, Month month) => rule.IsSealed ? Later(MatureAt(rule, month), SealsAfter) : null;

    /// <summary>When the time is over within which things count for a month.</summary>
    public static DateTimeOffset MatureAt(FigureRule rule, Month month) => Later(month.End, TimeSpan.FromDays(rule.Metric.HorizonDays));

    /// <summary>The fact was recorded after all that came before, and after all that is sealed.</summary>
    public bool IsInOrder(Fact fact) =>
        (fact.RecordedAt > _instant || (fact.RecordedAt == _instant && !_isClosed && string.CompareOrdinal(fact.Id, _id) > 0)) && (_sealed == 0 || fact.RecordedAt > _queue[_sealed - 1].SealAt);

    /// <summary>Adds a fact to the books. Facts come in the order in which they were recorded, then of their ids.</summary>
    public void Add(Fact fact)
    {
        if (fact.RecordedAt != _instant)
        {
            CloseInstant();
            (_instant, _isClosed) = (fact.RecordedAt, false);
            SealUntil(t => t.SealAt < _instant); // What is recorded at the very instant is still in the first publication.
        }

        _id = fact.Id;
        _ = Enter(fact);
    }

    /// <summary>
    /// Adds a fact that was recorded before others that are in the books. That is the same as if it had come in its turn as long as nothing was sealed or restated since, and it changes
    /// nothing that is sealed. Else it says false: the books are right then, and what was restated when is not.
    /// </summary>
    public bool TryAddLate(Fact fact) => fact.RecordedAt > _restated && (_sealed == 0 || fact.RecordedAt > _queue[_sealed - 1].SealAt) && !Enter(fact);

    /// <summary>All facts that were recorded by an instant are in.</summary>
    public void Finish(DateTimeOffset asOf)
    {
        CloseInstant();
        _isClosed = true;
        SealUntil(t => t.SealAt <= asOf);
    }

    /// <summary>A metric's month; null when it is not sealed yet.</summary>
    public Track? Find(FigureRule rule, Month month) => _tracks.GetValueOrDefault(rule)?[month.Index - _from.Index] is { FirstPublished: not null } track ? track : null;

    /// <summary>True when something changed that is sealed.</summary>
    private bool Enter(Fact fact)
    {
        _desk.Add(fact);
        var isRestated = _sealed > 0 && Notice(fact);
        _desk.Months.Forget();
        if (isRestated)
        {
            _restated = _instant;
        }

        return isRestated;
    }

    private void SealUntil(Func<Track, bool> isDue)
    {
        for (; _sealed < _queue.Count && isDue(_queue[_sealed]); _sealed++)
        {
            var track = _queue[_sealed];
            track.Seal(track.Rule.Of(_desk.Months, track.Month));
        }
    }

    private bool Notice(Fact fact)
    {
        var isAny = false;
        foreach (var book in _desk.Months.Touched)
        {
            foreach (var (rule, tracks) in _byRule)
            {
                if ((rule.Reads & book.Touched) != 0)
                {
                    isAny |= Notice(fact, tracks, book.Month, Reach(rule, book.Touched));
                }
            }
        }

        return isAny;
    }

    /// <summary>How many months after a touched one may have changed with it.</summary>
    private static int Reach(FigureRule rule, Touch touched) => (rule.ReadsBefore & touched) != 0 ? int.MaxValue : (rule.ReadsTrailing & touched) != 0 ? 2 : 0;

    private bool Notice(Fact fact, Track?[] tracks, Month month, int reach)
    {
        var isAny = false;
        var first = (long)month.Index - _from.Index;
        var last = Math.Min(first + reach, tracks.Length - 1);

        // Months of a metric are sealed one after the other: after the first that is not, none is.
        for (var i = Math.Max(first, 0); i <= last && tracks[i] is { FirstPublished: not null } track; i++)
        {
            var before = track.Latest;
            if (track.Notice(fact, track.Rule.Of(_desk.Months, track.Month)))
            {
                _changed.Add(track);
            }

            isAny |= !ReferenceEquals(before, track.Latest);
        }

        return isAny;
    }

    private void CloseInstant()
    {
        foreach (var track in _changed)
        {
            track.Restate(_instant);
        }

        _changed.Clear();
    }

    /// <summary>An instant after another; the calendar's last one if it would be later.</summary>
    private static DateTimeOffset Later(DateTimeOffset instant, TimeSpan by) => DateTimeOffset.MaxValue - instant < by ? DateTimeOffset.MaxValue : instant + by;
}
