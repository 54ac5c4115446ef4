using System.Text;
using CoretimeDesk.Csv;
using CoretimeDesk.Insights.V1;
using Google.Protobuf;

namespace CoretimeDesk.Insights.Answering;

/// <summary>A report as a table for spreadsheets: RFC 4180 with a byte order mark, one row for each number, which says what it is. A text that begins like a formula is escaped; numbers stay numbers.</summary>
internal static class ReportCsv
{
    private static readonly string[] Columns =
        ["metric", "month", "group", "group_name", "number", "value", "unit", "first_published", "status", "mature", "small", "revision", "change", "change_unit", "change_why", "as_of"];

    /// <summary>The file.</summary>
    public static ExportReportResponse Of(GetReportResponse report)
    {
        var names = report.Groups.ToDictionary(g => g.Group_, g => g.Name, StringComparer.Ordinal);
        using var csv = new CsvTable(Columns);
        foreach (var figure in report.Figures.Concat(report.GroupFigures))
        {
            var first = figure.FirstPublished.ToDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
            foreach (var part in figure.Parts)
            {
                csv.Add(
                    figure.Metric, figure.Month, figure.Group, names.GetValueOrDefault(figure.Group, ""), part.Name, part.Value, Unit(figure.Metric, part.Name), first.GetValueOrDefault(part.Name, ""),
                    figure.Status == FigureStatus.Unspecified ? "" : $"{figure.Status}".ToLowerInvariant(), YesNo(figure.Mature), YesNo(figure.Small), $"{figure.Revision}",
                    figure.Mom?.Change ?? "", figure.Mom?.Unit ?? "", figure.Mom?.Why ?? "", Instants.Format(report.AsOf.ToDateTimeOffset()));
            }
        }

        return new()
        {
            FileName = $"metrics-{report.From}-{report.To}-{report.Token}.csv", MediaType = "text/csv; charset=utf-8",
            Content = ByteString.CopyFrom([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(csv.ToString())]),
        };
    }

    /// <summary>Of a number; shares and intervals have none.</summary>
    private static string Unit(string metric, string number) => number switch
    {
        "numerator" or "value" when metric is "cost_per_paid_customer" => "planck",
        "value" or "lower" or "upper" or "over_sla_share" => metric is "leads_created" or "won" or "lost" or "grants_activated" ? "count" : "share",
        "numerator" or "denominator" => metric is "credit_utilisation" or "renewal_rate_planck" or "concession_rate" or "unmatched_revenue" or "quota_attainment" or "coverage" or "net_retention" ? "planck" : "count",
        "planck" or "expired_unused" or "forecast" or "actual" or "median_first_90_days_planck" => "planck",
        "planck_per_day" => "planck a day",
        "median_days" or "p90_days" or "median_time_to_close_days" => "days",
        "median_hours" or "p90_hours" => "hours",
        "timeslice_bits" => "timeslices x bits",
        "core_periods" => "core-periods",
        _ => "count",
    };

    private static string YesNo(bool truth) => truth ? "yes" : "no";
}
