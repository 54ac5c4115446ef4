using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Testing;

namespace CoretimeDesk.Insights.Tests;

/// <summary>F12: what was published stays beside what became known later, with its cause; forecasts are made of what was known then.</summary>
public sealed class RestatingAMonth(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset At = new(2026, 9, 3, 8, 0, 0, TimeSpan.Zero);
    private readonly InsightsWorld _world = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await _world.InitializeAsync();
        await _world.TellAsync(InsightsWorld.Staff);
    }

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task F12_a_block_that_is_seen_after_the_seal_restates_its_month_and_is_named_as_the_cause()
    {
        var (early, late) = (new Customer(1, InsightsWorld.Ada), new Customer(2, InsightsWorld.Ada));
        await _world.TellAsync(early.Story(At, 1000));
        await _world.TellAsync(late.Noted(At), late.Opened(At), late.Judged(1, At.AddDays(20)));
        var published = Assert.Single((await _world.ReportAsync("2026-09", "2026-09", metrics: "net_new_coretime")).Figures);
        Assert.Equal((FigureStatus.Sealed, 1u, "1000"), (published.Status, published.Revision, Planck(published.Parts)));

        var seen = InsightsWorld.Start.AddHours(-1);
        await _world.TellAsync(late.Bought(1, At.AddDays(20), 400, seen));
        var restated = Assert.Single((await _world.ReportAsync("2026-09", "2026-09", metrics: "net_new_coretime")).Figures);
        Assert.Equal((2u, "1400", "1000"), (restated.Revision, Planck(restated.Parts), Planck(restated.FirstPublished)));
        var restatement = Assert.Single(restated.Restatements);
        Assert.Equal((seen, "1400"), (restatement.RecordedAt.ToDateTimeOffset(), Planck(restatement.After)));
        Assert.Equal($"paid/{late.FactId(1)}", Assert.Single(restatement.Causes));
    }

    [Fact]
    public async Task F12_a_sponsor_who_is_told_of_after_the_seal_restates_the_month_and_is_named_as_the_cause()
    {
        var customer = new Customer(1, InsightsWorld.Ada);
        await _world.TellAsync(customer.Story(At, 1000));
        Assert.Equal("1000", Planck(Assert.Single((await _world.ReportAsync("2026-09", "2026-09", metrics: "net_new_coretime")).Figures).Parts));
        await _world.TellAsync(customer.Awarded(At, 5000), customer.Spent(InsightsWorld.Start.AddHours(-1), 1));

        var restated = Assert.Single((await _world.ReportAsync("2026-09", "2026-09", metrics: "net_new_coretime")).Figures);
        Assert.Equal((FigureStatus.Sealed, 2u, "0", "1000"), (restated.Status, restated.Revision, Planck(restated.Parts), Planck(restated.FirstPublished)));
        var facts = await _world.FactsAsync();
        var learnt = Assert.Single(facts.Facts.OfType<PayerLearnt>());
        Assert.Equal(learnt.Id, Assert.Single(Assert.Single(restated.Restatements).Causes));
        var explained = await _world.Metrics.ExplainFigureAsync(new() { Metric = "cost_per_paid_customer", Month = "2026-09" }, _world.As(InsightsWorld.Lena));
        Assert.Equal("creditgrants", Assert.Single(explained.Parts[0].Items[0].Facts.Single(f => f.FactId == learnt.Id).Evidence).Topic);

        // Recomputed from the export, as it was before and as it is now; and rebuilt from the journals.
        Figures.Figure Recomputed(DateTimeOffset asOf) => MetricEngine.Explain(facts, asOf, "net_new_coretime", new(2026, 9)).Figure;
        Assert.Equal((1000, 0), (((Figures.CoretimeFigure)Recomputed(learnt.RecordedAt.AddTicks(-10_000))).Amount, ((Figures.CoretimeFigure)Recomputed(InsightsWorld.Start)).Amount));
        var before = await _world.ExportAsync();
        Assert.Equal(0, (await _world.RebuildAsync())[^1].Result.Changed);
        Assert.Equal(before, await _world.ExportAsync());
    }

    [Fact]
    public async Task F12_a_forecast_is_made_of_what_was_known_at_the_months_first_instant()
    {
        // Four customers of May were sent quotes: three accepted, and all three bought. Two quotes are open at the end of August.
        var may = new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero);
        for (var i = 1; i <= 3; i++)
        {
            await _world.TellAsync(new Customer(i, InsightsWorld.Ada).Story(may, 1000));
        }

        var (lazy, open, signed) = (new Customer(4, InsightsWorld.Ada), new Customer(5, InsightsWorld.Bob), new Customer(6, InsightsWorld.Bob));
        var august = new DateTimeOffset(2026, 8, 20, 8, 0, 0, TimeSpan.Zero);
        await _world.TellAsync(lazy.Noted(may), lazy.Opened(may), lazy.Approved(may, true), lazy.Sent(may.AddDays(5), 900, 0));
        await _world.TellAsync(open.Noted(august), open.Opened(august), open.Approved(august, true), open.Sent(august, 1000, 101));
        await _world.TellAsync(signed.Noted(august), signed.Opened(august), signed.Approved(august, true), signed.Sent(august, 500, 0), signed.Accepted(august.AddDays(1)));

        // 899 net x 3/4 x 3/3 + 500 x 3/3 = 1174.25, rounded down.
        Assert.Equal("1174", await ForecastAsync());
        await _world.TellAsync(open.Closed(InsightsWorld.Start, "price"), new Customer(7, InsightsWorld.Ada).Noted(InsightsWorld.Start));
        Assert.Equal("1174", await ForecastAsync());

        // What was recorded before the month, and is told here only now, belongs to it.
        var forgotten = new Customer(8, InsightsWorld.Ada);
        await _world.TellAsync(forgotten.Noted(august), forgotten.Opened(august), forgotten.Approved(august, true), forgotten.Sent(august, 400, 0), forgotten.Accepted(august.AddDays(2)));
        Assert.Equal("1574", await ForecastAsync());
        await _world.RebuildAsync();
        Assert.Equal("1574", await ForecastAsync());
    }

    private async Task<string> ForecastAsync()
    {
        var forecast = (await _world.FactsAsync()).Facts.OfType<ForecastFrozen>().Single(f => f.Month == new Month(2026, 9));
        Assert.Equal((forecast.Month.Start, forecast.Month.Start), (forecast.OccurredAt, forecast.RecordedAt));
        var figure = Assert.Single((await _world.ReportAsync("2026-09", "2026-09", metrics: "forecast_accuracy")).Figures);
        Assert.Equal($"{forecast.Amount.Value}", figure.Parts.Single(p => p.Name == "forecast").Value);
        return $"{forecast.Amount.Value}";
    }

    private static string Planck(IEnumerable<Part> parts) => parts.Single(p => p.Name == "planck").Value;
}
