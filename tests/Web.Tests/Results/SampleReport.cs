using System.Globalization;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Web.Desk.Figures;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Web.Tests.Results;

/// <summary>Twelve months as a service tells them on 16 November 2026; October is the month.</summary>
internal static class SampleReport
{
    public static readonly DateTimeOffset Now = new(2026, 11, 16, 10, 42, 0, TimeSpan.Zero);

    // Created in the month, and of them won within 30, 60, 90 and 180 days.
    private static readonly (string Month, int Leads, int[] Won)[] Cohorts =
    [
        ("2025-11", 24, [1, 2, 3, 4]), ("2025-12", 19, [0, 1, 2, 3]), ("2026-01", 31, [1, 3, 4, 6]), ("2026-02", 28, [1, 3, 4, 5]), ("2026-03", 35, [2, 4, 5, 7]), ("2026-04", 33, [2, 4, 6, 8]),
        ("2026-05", 38, [2, 5, 7, 9]), ("2026-06", 41, [3, 6, 8, 10]), ("2026-07", 44, [3, 7, 10, 10]), ("2026-08", 39, [3, 7, 7, 7]), ("2026-09", 46, [4, 6, 6, 6]), ("2026-10", 52, [3, 3, 3, 3]),
    ];

    public static GetReportResponse Of()
    {
        var report = new GetReportResponse { AsOf = Now.ToTimestamp(), From = "2025-11", To = "2026-10", Token = "DOT", Groups = { new Group { Group_ = "north", Name = "North" } } };
        foreach (var (month, leads, won) in Cohorts)
        {
            foreach (var (days, count) in new[] { 30, 60, 90, 180 }.Zip(won))
            {
                report.Figures.Add(Rate($"conversion_{days}", month, count, leads, days));
            }

            report.Figures.Add(Count("leads_created", month, leads));
            report.Figures.Add(Count("won", month, won[0] + 3));
            report.GroupFigures.Add(Rate("conversion_90", month, won[2] / 2, leads / 2, 90, "north"));
        }

        report.Figures.Add(Coretime("2026-09", "53", "12340000000000", null));
        report.Figures.Add(Coretime("2026-10", "62", "14885200000000", "16.9811"));
        report.Figures.Add(Amounts("concession_rate", "2026-09", "740", "10000", "0.074000"));
        report.Figures.Add(Amounts("concession_rate", "2026-10", "890", "10000", "0.089000", "1.5000"));
        return report;
    }

    /// <summary>A desk that was set up in November: zeros and empty months before, and in November so many leads, wins and what they paid.</summary>
    public static GetReportResponse Young(int leads, int won)
    {
        var report = new GetReportResponse { AsOf = Now.ToTimestamp(), From = "2025-11", To = "2026-11", Token = "DOT", Groups = { new Group { Group_ = "north", Name = "North" } } };
        foreach (var month in Months.Range("2025-11", "2026-11"))
        {
            var (created, bought) = month == "2026-11" ? (leads, won) : (0, 0);
            foreach (var days in new[] { 30, 60, 90, 180 })
            {
                report.Figures.Add(Rate($"conversion_{days}", month, bought, created, days));
            }

            report.GroupFigures.Add(Rate("conversion_90", month, bought, created, 90, "north"));
            report.Figures.Add(Count("leads_created", month, created));
            report.Figures.Add(Count("won", month, bought));
            report.Figures.Add(new Figure { Metric = "net_new_coretime", Month = month, Parts = { new Part { Name = "planck", Value = bought == 0 ? "0" : $"{bought}0000000000" }, new Part { Name = "core_periods", Value = $"{bought}" } } });
        }

        return report;
    }

    public static Figure Rate(string metric, string month, int numerator, int denominator, int horizon, string group = "")
    {
        var rate = denominator == 0 ? (decimal?)null : Math.Round((decimal)numerator / denominator, 6);
        var end = Months.TryFirstDay(Months.Add(month, 1), out var first) ? first : throw new ArgumentException(month);
        var figure = new Figure
        {
            Metric = metric, Month = month, Group = group, Numerator = Text(numerator), Denominator = Text(denominator), Value = Text(rate), Lower = Text(rate is { } r ? Math.Max(0, r - 0.1m) : null),
            Upper = Text(rate + 0.15m), Small = denominator < 5, Mature = group.Length == 0 && Now >= end.AddDays(horizon), Status = FigureStatus.Sealed, SealAt = end.AddDays(4).AddHours(12).ToTimestamp(), Revision = 1,
        };
        figure.Parts.AddRange([new() { Name = "numerator", Value = figure.Numerator }, new() { Name = "denominator", Value = figure.Denominator }, new() { Name = "value", Value = figure.Value }]);
        return figure;
    }

    private static Figure Count(string metric, string month, int value) => new() { Metric = metric, Month = month, Value = Text(value), Mature = true, Parts = { new Part { Name = "value", Value = Text(value) } } };

    private static Figure Coretime(string month, string periods, string planck, string? change) => new()
    {
        Metric = "net_new_coretime", Month = month, Mature = true, Status = FigureStatus.Sealed, SealAt = new DateTimeOffset(2026, 11, 5, 12, 0, 0, TimeSpan.Zero).ToTimestamp(), Revision = 2,
        Parts = { new Part { Name = "planck", Value = planck }, new Part { Name = "core_periods", Value = periods } },
        Mom = change is null ? null : new() { Change = change, Unit = "percent" },
        FirstPublished = { new Part { Name = "planck", Value = "14000000000000" }, new Part { Name = "core_periods", Value = "58" } },
        Restatements = { new Restatement { Revision = 2, RecordedAt = Now.ToTimestamp(), Causes = { "purchase-of-29-september" }, After = { new Part { Name = "planck", Value = planck }, new Part { Name = "core_periods", Value = periods } } } },
    };

    private static Figure Amounts(string metric, string month, string numerator, string denominator, string value, string change = "") => new()
    {
        Metric = metric, Month = month, Numerator = numerator, Denominator = denominator, Value = value, Mature = true,
        Parts = { new Part { Name = "numerator", Value = numerator }, new Part { Name = "denominator", Value = denominator }, new Part { Name = "value", Value = value } },
        Mom = change.Length == 0 ? null : new() { Change = change, Unit = "points" },
    };

    private static string Text(decimal? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";
}
