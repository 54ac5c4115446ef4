using System.Numerics;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Web.Desk.Credits;
using CoretimeDesk.Web.Desk.Figures;
using CoretimeDesk.Web.Desk.Parts;
using Google.Protobuf.WellKnownTypes;
using Report = CoretimeDesk.Insights.V1.GetReportResponse;

namespace CoretimeDesk.Web.Tests.Results;

public sealed class ComparingHonestly
{
    [Theory]
    [InlineData(10, 44, 8, 41, "+3.2 points on June: within chance")]
    [InlineData(20, 40, 8, 40, "+30.0 points on June: more than chance")]
    [InlineData(4, 40, 16, 40, "−30.0 points on June: more than chance")]
    [InlineData(1, 4, 8, 41, "Too few to compare with June")]
    [InlineData(10, 44, 1, 4, "Too few to compare with June")]
    [InlineData(10, 44, 0, 0, "Nothing to compare with")]
    public void A_change_within_the_interval_is_chance_and_of_too_few_nothing_is_said(int won, int leads, int wonBefore, int leadsBefore, string says)
    {
        var (july, june) = (SampleReport.Rate("conversion_90", "2026-07", won, leads, 90), SampleReport.Rate("conversion_90", "2026-06", wonBefore, leadsBefore, 90));
        Assert.Equal(says, Verdict.Of(new(SampleReport.Of(), "2026-10", "2026-09", ""), july, june).Text.Replace('\u00a0', ' '));
    }

    [Fact]
    public void An_open_window_is_compared_with_nothing()
    {
        var view = new ResultsView(SampleReport.Of(), "2026-10", "2026-09", "");
        Assert.Equal("So far: the window is still open", Verdict.Of(view, view.Of("conversion_90", "2026-08"), view.Of("conversion_90", "2026-07")).Text);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3.99, 1)]
    [InlineData(4, 2)]
    [InlineData(9, 3)]
    [InlineData(14, 4)]
    [InlineData(19, 5)]
    [InlineData(22.9, 5)]
    [InlineData(23, 6)]
    [InlineData(100, 6)]
    public void Steps_of_the_cohort_table_have_bounds_that_stay(double percent, int step) => Assert.Equal(step, HeatCell.Step((decimal)percent));

    [Fact]
    public void Of_fewer_than_five_leads_a_cell_says_the_counts_alone()
    {
        var report = new Report { AsOf = SampleReport.Now.ToTimestamp(), Figures = { SampleReport.Rate("conversion_30", "2026-03", 1, 3, 30) } };
        Assert.Equal(new HeatCell("1/3", "few", "30 days, March 2026: 1 of 3 leads"), HeatCell.Of(new(report, "2026-10", "2026-09", ""), 30, "2026-03"));
    }

    [Fact]
    public void The_trend_joins_closed_months_of_enough_leads_and_no_others()
    {
        TrendPoint[] points =
        [
            new("2026-01", "30", "3", 10, 5, 20, true, false), new("2026-02", "30", "6", 20, 10, 30, true, false), new("2026-03", "3", "1", 33, 5, 80, true, true), new("2026-04", "30", "6", 20, 10, 30, true, false),
            new("2026-05", "30", "9", 30, 20, 40, true, false), new("2026-06", "30", "2", 7, 1, 20, false, false),
        ];
        var drawing = new TrendDrawing(points, "h");
        var lines = drawing.Markup().Split("<polyline").Skip(1).Select(l => l.Split('"')[3].Split(' ').Length);
        Assert.Equal([2, 2], lines);
        Assert.Contains("Mar 1 of 3", drawing.Title, StringComparison.Ordinal);
        Assert.Contains("Jun so far 7.0 %", drawing.Title, StringComparison.Ordinal);
        Assert.Contains("Window still open", drawing.Markup(), StringComparison.Ordinal);
    }

    [Fact]
    public void Four_parts_add_up_to_what_was_funded_to_the_last_planck()
    {
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        BigInteger Amount() => new(random.NextInt64(0, long.MaxValue));
        for (var i = 0; i < 500; i++)
        {
            var (free, reserved, spent, lapsed) = (Amount() * Amount(), Amount(), Amount() * Amount(), Amount());
            var funded = free + reserved + spent;
            var parts = FundBar.Of(new Balances { Funded = $"{funded}", Free = $"{free}", Reserved = $"{reserved}", Spent = $"{spent}", Lapsed = $"{lapsed}", Shortfall = "0" });
            Assert.Equal(funded, FundBar.Sum(parts));
            Assert.All(parts, p => Assert.True(p.Planck.Sign >= 0));
        }
    }

    [Theory]
    [InlineData("14885200000000", "1,488.5200 DOT")]
    [InlineData("-12345", "−0.0000 DOT")]
    [InlineData("-19999999999", "−1.9999 DOT")]
    [InlineData("3402823669209384634633746074317682114550000000000", "340,282,366,920,938,463,463,374,607,431,768,211,455.0000 DOT")]
    [InlineData("", "–")]
    [InlineData("12.5", "–")]
    public void Sums_are_cut_and_never_wrap(string planck, string text) => Assert.Equal(text, SumWords.Text(planck, "DOT").Replace('\u00a0', ' '));

    [Fact]
    public void A_hostile_group_stays_one_word_of_the_command()
    {
        var explained = new CoretimeDesk.Insights.V1.ExplainFigureResponse { AsOf = SampleReport.Now.ToTimestamp(), Figure = SampleReport.Rate("won", "2026-07", 1, 9, 0, "x'; rm -rf ~ #") };
        Assert.EndsWith("--by team --group 'x'\\''; rm -rf ~ #'", Recompute.Commands(explained, "DOT", CoretimeDesk.Insights.V1.Grouping.Team)[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c90:2026-07", "conversion_90")]
    [InlineData("net_new_coretime:2026-07", "net_new_coretime")]
    [InlineData("c90:2026-13", null)]
    [InlineData(":2026-07", null)]
    [InlineData("c90", null)]
    [InlineData("", null)]
    public void What_an_address_explains_is_a_metric_and_a_month_or_nothing(string explain, string? metric) =>
        Assert.Equal(metric, new ResultsAddress("2026-10", Explain: explain).Explained?.Metric);
}
