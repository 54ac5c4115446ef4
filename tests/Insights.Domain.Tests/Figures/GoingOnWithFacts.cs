using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;

namespace CoretimeDesk.Insights.Tests.Figures;

/// <summary>Books that go on say what books say that are made of all facts at once: figures, seals, restatements with their causes, and groups.</summary>
public class GoingOnWithFacts
{
    private const int Runs = 20;
    private static readonly MetricQuery Everything = Computing.Query("2026-12-01T00:00:00Z", "2025-11", "2026-11", null, [.. Metrics.All.Select(m => m.Name)]);

    [Fact]
    public void F12_A_report_is_the_same_whether_facts_were_added_one_by_one_or_all_at_once() => Seeded.Run(Runs, random =>
    {
        var (facts, given, again) = (Told(random), new List<Fact>(), 0);
        LiveDesk? live = null;
        foreach (var (now, news) in Portions(random, facts))
        {
            given.AddRange(news);
            if (live is null || !live.TryAdd(news, now))
            {
                (live, again) = (new(given, now), again + 1);
            }

            if (random.Next(3) == 0)
            {
                var query = Everything with { AsOf = now, By = random.Next(2) == 0 ? null : (GroupBy)random.Next(4) };
                Computing.AssertSame(Computing.Json(MetricEngine.Compute(FactSet.Of(given.Concat(live.Forecasts)), query)), Computing.Json(live.Report(query)), $"the report as of {now:O}");
                var (metric, month) = (random.Of(Metrics.All).Name, new Month(2026, random.Next(1, 7)));
                Assert.Equal(MetricEngine.Explain(FactSet.Of(given.Concat(live.Forecasts)), now, metric, month).Figure, live.Explain(now, metric, month).Figure);
            }
        }

        Assert.True(again < facts.Count / 2, $"made anew {again} times for {facts.Count} facts");
    });

    [Fact]
    public void F12_Forecasts_are_the_same_whenever_facts_came() => Seeded.Run(Runs, random =>
    {
        var facts = Told(random);
        var once = new LiveDesk(facts, Everything.AsOf);
        Assert.Equal(once.Forecasts, new LiveDesk(random.Shuffled(facts), Everything.AsOf).Forecasts);
        Assert.Equal(once.Forecasts.Select(f => f.Month), Month.Range(Month.Of(facts.Min(f => f.RecordedAt)).Next, Month.Of(Everything.AsOf)));
    });

    private static List<Fact> Told(Random random) => [.. RandomFacts.Make(random).Where(f => f is not ForecastFrozen)];

    /// <summary>Facts about as they come: most in order, some a little later than others that were recorded after them, a few much later.</summary>
    private static IEnumerable<(DateTimeOffset Now, List<Fact> News)> Portions(Random random, IEnumerable<Fact> facts)
    {
        var arrivals = facts.Select(f => (Fact: f, At: f.RecordedAt + (random.Next(12) switch { 0 => TimeSpan.FromDays(random.Next(30)), < 4 => TimeSpan.FromHours(random.Next(60)), _ => TimeSpan.Zero })))
            .OrderBy(a => a.At).ThenBy(a => a.Fact.Id, StringComparer.Ordinal).ToList();
        for (var i = 0; i < arrivals.Count;)
        {
            var count = Math.Min(random.Next(1, 8), arrivals.Count - i);
            var news = arrivals.GetRange(i, count);
            yield return (news[^1].At, random.Shuffled(news.Select(n => n.Fact)).ToList());
            i += count;
        }

        yield return (Everything.AsOf, []);
    }
}
