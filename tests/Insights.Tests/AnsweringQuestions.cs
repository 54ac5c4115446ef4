using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Testing;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Insights.Tests;

/// <summary>Reports and explanations over the network, and who sees what of them.</summary>
public sealed class AnsweringQuestions(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly InsightsWorld _world = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.TellAsync(InsightsWorld.Staff);
        await _world.TellAsync(KeepingFacts.Told());
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Figures_are_those_that_the_engine_makes_of_the_export()
    {
        var report = await _world.ReportAsync("2026-08", "2026-11", V1.Grouping.Rep);
        var facts = await _world.FactsAsync();
        var computed = MetricEngine.Compute(facts, new(report.AsOf.ToDateTimeOffset(), Month("2026-08"), Month("2026-11"), GroupBy.Rep, Answering.ReportQuery.Names));
        var expected = computed.Metrics.SelectMany(s => s.Months.Select(m => Answering.FigureMessages.Of(s.Metric.Name, m)));
        Assert.Equal(expected, report.Figures);
        var groups = computed.Groups.SelectMany(g => g.Metrics.SelectMany(s => s.Months.Select(m => Answering.FigureMessages.Of(s.Metric.Name, $"{m.Month}", g.Group, m.Figure))));
        Assert.Equal(groups, report.GroupFigures);
        Assert.Equal(Answering.ReportQuery.Names.Order(), report.Figures.Select(f => f.Metric).Distinct().Order());
    }

    [Fact]
    public async Task A_rebuild_gives_the_same_report()
    {
        var before = await _world.ReportAsync("2026-08", "2026-11", V1.Grouping.Segment);
        await _world.RebuildAsync();
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        var asked = new GetReportRequest { From = "2026-08", To = "2026-11", By = V1.Grouping.Segment, AsOf = before.AsOf };
        Assert.Equal(before, await _world.Metrics.GetReportAsync(asked, _world.As(InsightsWorld.Lena)));
    }

    [Fact]
    public async Task Numbers_are_what_the_story_says()
    {
        var report = await _world.ReportAsync("2026-09", "2026-09", metrics: ["leads_created", "won", "lost", "net_new_coretime", "credit_utilisation"]);
        var values = report.Figures.ToDictionary(f => f.Metric, f => f);
        Assert.Equal("9", values["leads_created"].Value);
        Assert.Equal("6", values["won"].Value);
        Assert.Equal("1", values["lost"].Value);
        Assert.Equal("21000", values["net_new_coretime"].Parts.Single(p => p.Name == "planck").Value);
    }

    [Fact]
    public async Task A_rep_sees_the_own_group_and_nothing_else()
    {
        var report = await _world.ReportAsync("2026-09", "2026-09", V1.Grouping.Rep, InsightsWorld.Ada);
        Assert.Equal([$"{InsightsWorld.Ada.Id}"], report.Groups.Select(g => g.Group_));
        Assert.Equal("Ada Rep", report.Groups[0].Name);
        Assert.Empty(report.Figures);
        Assert.Empty(report.UnmatchedBySale);
        Assert.Null(report.Facts);
        Assert.All(report.GroupFigures, f => Assert.Equal($"{InsightsWorld.Ada.Id}", f.Group));
        foreach (var by in new[] { V1.Grouping.Unspecified, V1.Grouping.Team, V1.Grouping.Segment, V1.Grouping.Tier })
        {
            Assert.Equal("NOT_YOUR_GROUP", (await InsightsWorld.RefusedAsync(() => _world.ReportAsync("2026-09", "2026-09", by, InsightsWorld.Ada))).Reason);
        }
    }

    [Fact]
    public async Task A_team_lead_sees_the_own_team_and_its_members()
    {
        Assert.Equal([$"{InsightsWorld.North}"], (await _world.ReportAsync("2026-09", "2026-09", V1.Grouping.Team, InsightsWorld.Tom)).Groups.Select(g => g.Group_));
        Assert.Equal([$"{InsightsWorld.Ada.Id}"], (await _world.ReportAsync("2026-09", "2026-09", V1.Grouping.Rep, InsightsWorld.Tom)).Groups.Select(g => g.Group_));
        Assert.Equal("NOT_YOUR_GROUP", (await InsightsWorld.RefusedAsync(() => _world.ReportAsync("2026-09", "2026-09", V1.Grouping.Tier, InsightsWorld.Tom))).Reason);
        Assert.Equal("NOT_YOUR_GROUP", (await InsightsWorld.RefusedAsync(() => ExplainAsync("won", InsightsWorld.Tom, V1.Grouping.Rep, $"{InsightsWorld.Bob.Id}"))).Reason);
        Assert.Equal("NOT_YOUR_GROUP", (await InsightsWorld.RefusedAsync(() => ExplainAsync("won", InsightsWorld.Tom))).Reason);
        Assert.NotEmpty((await ExplainAsync("won", InsightsWorld.Tom, V1.Grouping.Rep, $"{InsightsWorld.Ada.Id}")).Parts);
    }

    [Fact]
    public async Task Those_who_steer_see_everything_and_export_it()
    {
        foreach (var person in new[] { InsightsWorld.Lena, InsightsWorld.Hana, InsightsWorld.Bert })
        {
            Assert.NotEmpty((await _world.ReportAsync("2026-09", "2026-09", V1.Grouping.Team, person)).Figures);
            Assert.NotEmpty(await _world.ExportAsync(person));
        }

        Assert.Equal("ROLE_MISSING", (await InsightsWorld.RefusedAsync(() => _world.ExportAsync(InsightsWorld.Tom))).Reason);
    }

    [Fact]
    public async Task An_explanation_goes_down_to_events_and_blocks()
    {
        var answer = await ExplainAsync("won", InsightsWorld.Lena);
        Assert.Equal("6", answer.Figure.Value);
        var facts = answer.Parts.SelectMany(p => p.Items).SelectMany(i => i.Facts).ToList();
        Assert.All(facts, f => Assert.NotEmpty(f.Evidence));
        var purchase = facts.First(f => f.Kind == "purchase");
        Assert.Contains(purchase.Evidence, e => e is { Topic: "chainwatcher", BlockNumber: > 0, HasEventIndex: true } && e.BlockHash.Length > 0 && e.BlockTime is not null);
        Assert.Null(FactFile.Read([purchase.Json]).Fault);
    }

    [Fact]
    public async Task A_report_is_a_table_too_and_nothing_in_it_runs_as_a_formula()
    {
        var answer = await _world.Metrics.ExportReportAsync(new() { Report = new() { From = "2026-09", To = "2026-10", By = V1.Grouping.Rep } }, _world.As(InsightsWorld.Lena));
        var lines = answer.Content.ToStringUtf8().TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("metrics-2026-09-2026-10-DOT.csv", answer.FileName);
        Assert.Contains(lines, l => l.StartsWith("net_new_coretime,2026-09,,,planck,21000,planck,", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.Contains("Ada Rep", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l[0] is '=' or '@' or '+');
    }

    [Theory]
    [InlineData("from", "2026-13", "2026-11")]
    [InlineData("to", "2026-09", "2026-08")]
    [InlineData("from", "2019-01", "2026-08")]
    [InlineData("to", "2026-09", "soon")]
    public async Task Months_that_are_none_are_refused_by_their_field(string field, string from, string to)
    {
        var refusal = await InsightsWorld.RefusedAsync(() => _world.ReportAsync(from, to));
        Assert.Equal([field], refusal.Fields.Select(f => f.Field));
    }

    [Fact]
    public async Task An_explanation_lists_no_more_than_asked_for_says_how_many_there_are_and_adds_up_all()
    {
        ExplainFigureRequest Asked(uint items) => new() { Metric = "leads_created", Month = "2026-09", Items = items };
        var whole = Assert.Single((await _world.Metrics.ExplainFigureAsync(Asked(0), _world.As(InsightsWorld.Lena))).Parts);
        var part = Assert.Single((await _world.Metrics.ExplainFigureAsync(Asked(2), _world.As(InsightsWorld.Lena))).Parts);
        Assert.Equal((9, 9u, "9"), (whole.Items.Count, whole.ItemCount, whole.Value));
        Assert.Equal((whole.ItemCount, whole.Value), (part.ItemCount, part.Value));
        Assert.Equal(whole.Items.Take(2), part.Items);
        var refusal = await InsightsWorld.RefusedAsync(() => _world.Metrics.ExplainFigureAsync(Asked(5001), _world.As(InsightsWorld.Lena)).ResponseAsync);
        Assert.Equal(["items"], refusal.Fields.Select(f => f.Field));
    }

    [Fact]
    public async Task Other_wrong_fields_are_refused_by_their_names()
    {
        var tomorrow = InsightsWorld.Start.AddDays(1).ToTimestamp();
        var asked = new GetReportRequest { By = (V1.Grouping)99, Metrics = { "won", "wins" }, Token = "BTC", AsOf = tomorrow };
        var refusal = await InsightsWorld.RefusedAsync(() => _world.Metrics.GetReportAsync(asked, _world.As(InsightsWorld.Lena)).ResponseAsync);
        Assert.Equal(["as_of", "by", "metrics", "token"], refusal.Fields.Select(f => f.Field).Order());
        refusal = await InsightsWorld.RefusedAsync(() => ExplainAsync("approval_time", InsightsWorld.Lena, V1.Grouping.Rep, "x"));
        Assert.Equal(["by"], refusal.Fields.Select(f => f.Field));
        refusal = await InsightsWorld.RefusedAsync(() => ExplainAsync("won", InsightsWorld.Lena, V1.Grouping.Rep));
        Assert.Equal(["group"], refusal.Fields.Select(f => f.Field));
    }

    private Task<ExplainFigureResponse> ExplainAsync(string metric, Actor viewer, V1.Grouping by = V1.Grouping.Unspecified, string group = "") =>
        _world.Metrics.ExplainFigureAsync(new() { Metric = metric, Month = "2026-09", By = by, Group = group }, _world.As(viewer)).ResponseAsync;

    private static Month Month(string text) => Insights.Month.TryParse(text, out var month) ? month : throw new ArgumentException($"{text} is no month.", nameof(text));
}
