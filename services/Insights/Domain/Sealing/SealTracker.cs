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
    private readonly MetricQuery _query;
    private readonly List<(FigureRule Rule, Track?[] Tracks)> _byRule = [];
    private readonly List<Track> _queue;
    private readonly List<Track> _changed = [];
    private DateTimeOffset _instant = DateTimeOffset.MinValue;
    private int _sealed;

    public SealTracker(DeskBooks desk, MetricQuery query, IEnumerable<FigureRule> rules)
    {
        (_desk, _query) = (desk, query);
        foreach (var rule in rules.Where(r => r.IsSealed))
        {
            _byRule.Add((rule, [.. Month.Range(query.From, query.To).Select(m => SealAt(rule, m) is { } at && at <= query.AsOf ? new Track(rule, m, at) : null)]));
        }

        _queue = [.. _byRule.SelectMany(r => r.Tracks).OfType<Track>().OrderBy(t => t.SealAt)];
    }

    /// <summary>When a metric's month is sealed; null for what never is.</summary>
    public static DateTimeOffset? SealAt(FigureRule rule, Month month) => rule.IsSealed ? Later(MatureAt(rule, month), SealsAfter) : null;

    /// <summary>When the time is over within which things count for a month.</summary>
    public static DateTimeOffset MatureAt(FigureRule rule, Month month) => Later(month.End, TimeSpan.FromDays(rule.Metric.HorizonDays));

    /// <summary>Adds a fact to the books. Facts come in the order in which they were recorded, then of their ids.</summary>
    public void Add(Fact fact)
    {
        if (fact.RecordedAt != _instant)
        {
            CloseInstant();
            _instant = fact.RecordedAt;
            SealUntil(t => t.SealAt < _instant); // What is recorded at the very instant is still in the first publication.
        }

        _desk.Add(fact);
        if (_sealed > 0)
        {
            Notice(fact);
        }

        _desk.Months.Forget();
    }

    /// <summary>All facts are in.</summary>
    public void Finish()
    {
        CloseInstant();
        SealUntil(t => true);
    }

    /// <summary>A metric's month; null when it is not sealed by the as-of instant.</summary>
    public Track? Find(FigureRule rule, Month month) => _byRule.Find(r => r.Rule == rule).Tracks?[month.Index - _query.From.Index];

    private void SealUntil(Func<Track, bool> isDue)
    {
        for (; _sealed < _queue.Count && isDue(_queue[_sealed]); _sealed++)
        {
            var track = _queue[_sealed];
            track.Seal(track.Rule.Of(_desk.Months, track.Month));
        }
    }

    private void Notice(Fact fact)
    {
        foreach (var book in _desk.Months.Touched)
        {
            foreach (var (rule, tracks) in _byRule)
            {
                if ((rule.Reads & book.Touched) != 0)
                {
                    Notice(fact, tracks, book.Month, Reach(rule, book.Touched));
                }
            }
        }
    }

    /// <summary>How many months after a touched one may have changed with it.</summary>
    private static int Reach(FigureRule rule, Touch touched) => (rule.ReadsBefore & touched) != 0 ? int.MaxValue : (rule.ReadsTrailing & touched) != 0 ? 2 : 0;

    private void Notice(Fact fact, Track?[] tracks, Month month, int reach)
    {
        var first = (long)month.Index - _query.From.Index;
        var last = Math.Min(first + reach, tracks.Length - 1);
        for (var i = Math.Max(first, 0); i <= last; i++)
        {
            if (tracks[i] is { FirstPublished: not null } track && track.Notice(fact, track.Rule.Of(_desk.Months, track.Month)))
            {
                _changed.Add(track);
            }
        }
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
