using CoretimeDesk.Insights.Reports;
using CoretimeDesk.Insights.Shelf;

namespace CoretimeDesk.Insights.Answering;

/// <summary>
/// Reports by facts and question. One as of an instant that was asked for holds as long as the facts do. One as of now is the same report a moment later but for what the clock alone
/// has moved, so it is used for a few seconds; it says as of when it is.
/// </summary>
internal sealed class ReportCache(TimeProvider time)
{
    private const int ReportsMost = 64;
    private static readonly TimeSpan NowLasts = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private readonly LinkedList<(Key Key, DateTimeOffset Made, Lazy<Task<MetricReport>> Report)> _reports = [];

    /// <summary>The report; callers who ask the same at once wait for one.</summary>
    public async Task<MetricReport> GetAsync(TokenFacts facts, ReportQuery asked, CancellationToken stop)
    {
        var key = new Key(facts.Revision, asked.Token, asked.AsOf, asked.From, asked.To, asked.By, string.Join(',', asked.Metrics ?? []));
        var now = time.GetUtcNow();
        Lazy<Task<MetricReport>> report;
        lock (_lock)
        {
            var known = _reports.FirstOrDefault(r => r.Key == key && (asked.AsOf is not null || (now >= r.Made && now - r.Made < NowLasts)));
            report = known.Report ?? Remember(key, now, new(() => Task.Run(() => Make(facts, asked, now), CancellationToken.None)));
        }

        try
        {
            return await report.Value.WaitAsync(stop);
        }
        catch when (report.Value.IsFaulted)
        {
            Forget(report);
            throw;
        }
    }

    private static MetricReport Make(TokenFacts facts, ReportQuery asked, DateTimeOffset now) =>
        facts.Report(asked.AsOf, now, asOf => new(asOf, asked.From, asked.To, asked.By, asked.Metrics ?? ReportQuery.Names));

    private Lazy<Task<MetricReport>> Remember(Key key, DateTimeOffset made, Lazy<Task<MetricReport>> report)
    {
        for (var node = _reports.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Key == key || (node.Value.Key.Token == key.Token && node.Value.Key.Revision < key.Revision))
            {
                _reports.Remove(node);
            }

            node = next;
        }

        if (_reports.Count == ReportsMost)
        {
            _reports.RemoveLast();
        }

        _reports.AddFirst((key, made, report));
        return report;
    }

    private void Forget(Lazy<Task<MetricReport>> report)
    {
        lock (_lock)
        {
            if (_reports.FirstOrDefault(r => r.Report == report) is { Report: not null } found)
            {
                _reports.Remove(found);
            }
        }
    }

    private sealed record Key(long Revision, string Token, DateTimeOffset? AsOf, Month From, Month To, GroupBy? By, string Metrics);
}
