using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;
using CoretimeDesk.Insights.Reports;

namespace CoretimeDesk.Insights.Tests.Sealing;

public class SealingAndRestating
{
    private static readonly MetricQuery Everything = Computing.Query("2026-12-01T00:00:00Z", "2025-11", "2026-08");

    [Fact]
    public void F12_What_was_published_never_changes_and_later_facts_only_add_restatements() => Seeded.Run(25, random =>
    {
        var facts = FactSet.Of(RandomFacts.Make(random));
        var then = MetricEngine.Compute(facts, Everything with { AsOf = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero).AddDays(random.Next(200)) });
        var now = MetricEngine.Compute(facts, Everything);
        foreach (var (before, after) in Months(then).Zip(Months(now)).Where(p => p.First.Status == MonthStatus.Sealed))
        {
            Assert.Equal((before.FirstPublished, before.SealAt, MonthStatus.Sealed), (after.FirstPublished, after.SealAt, after.Status));
            Assert.Equal(before.Restatements.Select(Text), after.Restatements.Take(before.Restatements.Length).Select(Text));
        }
    });

    [Fact]
    public void F12_Every_revision_is_what_a_report_of_that_instant_says() => Seeded.Run(3, random =>
    {
        var facts = FactSet.Of(RandomFacts.Make(random));
        foreach (var (series, month) in MetricEngine.Compute(facts, Everything).Metrics.SelectMany(s => s.Months.Where(m => m.Status == MonthStatus.Sealed).Select(m => (s, m))))
        {
            Assert.Equal(month.FirstPublished, Figure(facts, series.Metric, month.Month, month.SealAt!.Value));
            Assert.Equal(month.Figure, month.Restatements.LastOrDefault()?.After ?? month.FirstPublished);
            Assert.Equal(Enumerable.Range(2, month.Restatements.Length), month.Restatements.Select(r => r.Revision));
            Assert.Equal(1 + month.Restatements.Length, month.Revision);
            foreach (var restatement in month.Restatements)
            {
                Assert.Equal(restatement.After, Figure(facts, series.Metric, month.Month, restatement.RecordedAt));
                Assert.NotEqual(restatement.After, Figure(facts, series.Metric, month.Month, restatement.RecordedAt.AddMilliseconds(-1)));
                Assert.NotEmpty(restatement.Causes);
            }
        }
    });

    [Fact]
    public void A_purchase_seen_late_restates_the_month_of_its_block_and_is_named()
    {
        var won = Won([Created("a", 5), Buy("p", 20, seen: 70), new Matched("m", Day(70), Day(70), "p", "a", MatchHow.Auto, false)]);
        Assert.Equal((new CountFigure(0), new CountFigure(1), 2), (won.FirstPublished, won.Figure, won.Revision));
        Assert.Equal("revision 2 at 2026-03-12T00:00:00Z by p after CountFigure { Value = 1 }", Text(Assert.Single(won.Restatements)));
    }

    [Fact]
    public void Facts_of_one_instant_that_cancel_each_other_out_restate_nothing()
    {
        Fact[] before = [Created("a", 5), Buy("p", 20, seen: 20)];
        var (match, reversal) = (new Matched("m", Day(70), Day(70), "p", "a", MatchHow.Auto, false), new MatchReversed("n", Day(70), Day(70), "m"));
        Assert.Equal(1, Won([.. before, match, reversal]).Revision);
        var apart = Won([.. before, match, reversal with { OccurredAt = Day(70).AddMilliseconds(1), RecordedAt = Day(70).AddMilliseconds(1) }]);
        Assert.Equal((3, new CountFigure(0)), (apart.Revision, apart.Figure));
    }

    [Fact]
    public void What_is_recorded_at_the_seal_is_published_and_a_millisecond_later_it_restates()
    {
        var seal = new DateTimeOffset(2026, 2, 5, 12, 0, 0, TimeSpan.Zero);
        foreach (var (recorded, revision, first) in new[] { (seal, 1, 1L), (seal.AddMilliseconds(1), 2, 0L) })
        {
            var won = Won([Created("a", 5), Buy("p", 20, seen: 20) with { RecordedAt = recorded }, new Matched("m", Day(20), Day(20), "p", "a", MatchHow.Auto, false)]);
            Assert.Equal((seal, revision, new CountFigure(first), new CountFigure(1)), (won.SealAt, won.Revision, won.FirstPublished, won.Figure));
        }
    }

    [Fact]
    public void Merges_in_a_circle_leave_one_survivor_and_a_lead_goes_away_once()
    {
        Fact[] leads = [Created("a", 1), Created("b", 2), Created("c", 3)];
        Assert.Equal(new CountFigure(1), Leads([.. leads, Merge("1", "a", "b", 9), Merge("2", "b", "c", 10), Merge("3", "c", "a", 11)]));
        Assert.Equal(new CountFigure(2), Leads([.. leads, Merge("1", "a", "b", 9), Merge("2", "b", "a", 10), Merge("3", "a", "c", 11), Merge("4", "c", "c", 12)]));

        // Without the first, the second and the third apply after all.
        Assert.Equal(new CountFigure(1), Leads([.. leads, Merge("1", "a", "b", 9), Merge("2", "b", "a", 10), Merge("3", "a", "c", 11), new MergeReverted("r", Day(12), Day(12), "1")]));
    }

    [Theory]
    [InlineData(0, 2)]
    [InlineData(30 * 86_400_000L, 2)]
    [InlineData((30 * 86_400_000L) + 1, 1)]
    public void A_merge_can_be_taken_back_for_30_days(long milliseconds, long leads)
    {
        var revert = Day(9).AddMilliseconds(milliseconds);
        Assert.Equal(new CountFigure(leads), Leads([Created("a", 1), Created("b", 2), Merge("z", "a", "b", 9), new MergeReverted("a-r", revert, revert, "z")]));
    }

    private static MetricMonth Won(IEnumerable<Fact> facts) => Single(facts, "won");

    private static Figure Leads(IEnumerable<Fact> facts) => Single(facts, "leads_created").Figure;

    private static MetricMonth Single(IEnumerable<Fact> facts, string metric) =>
        MetricEngine.Compute(FactSet.Of(facts), Computing.Query("2026-12-01T00:00:00Z", "2026-01", "2026-01", null, metric)).Metrics.Single().Months.Single();

    private static Figure Figure(FactSet facts, Metric metric, Month month, DateTimeOffset asOf) =>
        MetricEngine.Compute(facts, new(asOf, month, month, Metrics: [metric.Name])).Metrics.Single().Months.Single().Figure;

    private static IEnumerable<MetricMonth> Months(MetricReport report) => report.Metrics.SelectMany(m => m.Months);

    private static string Text(Restatement r) => $"revision {r.Revision} at {Instants.Format(r.RecordedAt)} by {string.Join(", ", r.Causes)} after {r.After}";

    private static LeadCreated Created(string lead, int day) => new($"created-{lead}", Day(day), Day(day), lead, "builder", "S", "ada", "north");

    private static LeadMerged Merge(string id, string lead, string into, int day) => new(id, Day(day), Day(day), lead, into);

    private static Purchase Buy(string id, int day, int seen) => new(id, Day(day), Day(seen), PurchaseHow.Purchase, Payer.Own, new(10), 403_200, 1, null, null, null);

    /// <summary>A day counted from 1 January 2026, which is day 0.</summary>
    private static DateTimeOffset Day(int day) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(day);
}
