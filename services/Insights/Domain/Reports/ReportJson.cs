using System.Globalization;
using System.Text.Json;
using CoretimeDesk.Insights.Figures;

namespace CoretimeDesk.Insights.Reports;

/// <summary>Writes reports as programs read them.</summary>
public static class ReportJson
{
    /// <summary>Writes an object.</summary>
    public static void Write(Utf8JsonWriter writer, MetricReport report)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(report);
        writer.WriteStartObject();
        writer.WriteString("as_of", Instants.Format(report.AsOf));
        writer.WriteString("from", report.From.ToString());
        writer.WriteString("to", report.To.ToString());
        writer.WritePropertyName("facts");
        Counts(writer, report.Facts);
        writer.WriteStartObject("metrics");
        foreach (var series in report.Metrics)
        {
            writer.WriteStartObject(series.Metric.Name);
            foreach (var month in series.Months)
            {
                writer.WritePropertyName(month.Month.ToString());
                Month(writer, month);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("unmatched_by_sale");
        foreach (var sale in report.UnmatchedBySale)
        {
            writer.WritePropertyName(sale.Sale.ToString(CultureInfo.InvariantCulture));
            FigureJson.Write(writer, sale.Figure);
        }

        writer.WriteEndObject();
        if (report.By is { } by)
        {
            writer.WriteString("by", by.Word());
            Groups(writer, report);
        }

        writer.WriteEndObject();
    }

    private static void Counts(Utf8JsonWriter writer, FactCounts counts)
    {
        writer.WriteStartObject();
        writer.WriteNumber("lines", counts.Lines);
        writer.WriteNumber("duplicates", counts.Duplicates);
        writer.WriteNumber("unknown_kind", counts.UnknownKind);
        writer.WriteNumber("after_as_of", counts.AfterAsOf);
        writer.WriteNumber("counted", counts.Counted);
        Ids(writer, "waiting", counts.Waiting);
        Ids(writer, "backdated", counts.Backdated);
        Ids(writer, "redated", counts.Redated);
        writer.WriteEndObject();
    }

    private static void Month(Utf8JsonWriter writer, MetricMonth month)
    {
        writer.WriteStartObject();
        FigureJson.Fields(writer, month.Figure);
        if (month.Figure is ProportionFigure proportion)
        {
            var interval = proportion.Interval;
            writer.WriteString("lower", interval?.Lower);
            writer.WriteString("upper", interval?.Upper);
            writer.WriteBoolean("small", proportion.IsSmall);
        }

        writer.WriteBoolean("mature", month.IsMature);
        if (month.Change is { } change)
        {
            writer.WriteStartObject("mom");
            writer.WriteString("change", change.Change);
            writer.WriteString("unit", change.Unit);
            writer.WriteString("why", change.Why);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("mom");
        }

        writer.WriteString("status", month.Status switch { MonthStatus.Open => "open", MonthStatus.Sealed => "sealed", _ => "running" });
        writer.WriteString("seal_at", month.SealAt is { } at ? Instants.Format(at) : null);
        writer.WritePropertyName("first_published");
        if (month.FirstPublished is { } published)
        {
            FigureJson.Write(writer, published);
        }
        else
        {
            writer.WriteNullValue();
        }

        writer.WriteNumber("revision", month.Revision);
        writer.WriteStartArray("restatements");
        foreach (var restatement in month.Restatements)
        {
            Restatement(writer, restatement);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Restatement(Utf8JsonWriter writer, Restatement restatement)
    {
        writer.WriteStartObject();
        writer.WriteNumber("revision", restatement.Revision);
        writer.WriteString("recorded_at", Instants.Format(restatement.RecordedAt));
        Ids(writer, "causes", restatement.Causes);
        writer.WritePropertyName("after");
        FigureJson.Write(writer, restatement.After);
        writer.WriteEndObject();
    }

    private static void Groups(Utf8JsonWriter writer, MetricReport report)
    {
        writer.WriteStartObject("groups");
        foreach (var group in report.Groups)
        {
            writer.WriteStartObject(group.Group);
            foreach (var series in group.Metrics)
            {
                writer.WriteStartObject(series.Metric.Name);
                foreach (var month in series.Months)
                {
                    writer.WritePropertyName(month.Month.ToString());
                    FigureJson.Write(writer, month.Figure);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Ids(Utf8JsonWriter writer, string name, IEnumerable<string> ids)
    {
        writer.WriteStartArray(name);
        foreach (var id in ids)
        {
            writer.WriteStringValue(id);
        }

        writer.WriteEndArray();
    }
}
