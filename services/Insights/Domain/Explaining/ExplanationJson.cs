using System.Text.Json;
using CoretimeDesk.Insights.Reports;

namespace CoretimeDesk.Insights.Explaining;

/// <summary>Writes explanations as programs read them.</summary>
public static class ExplanationJson
{
    /// <summary>Writes an object.</summary>
    public static void Write(Utf8JsonWriter writer, Explanation explanation)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(explanation);
        writer.WriteStartObject();
        writer.WriteString("metric", explanation.Metric.Name);
        writer.WriteString("month", explanation.Month.ToString());
        writer.WriteString("by", explanation.Group?.By.Word());
        writer.WriteString("group", explanation.Group?.Name);
        writer.WriteString("as_of", Instants.Format(explanation.AsOf));
        writer.WriteString("formula", explanation.Formula);
        writer.WritePropertyName("figure");
        FigureJson.Write(writer, explanation.Figure);
        writer.WriteStartArray("parts");
        foreach (var part in explanation.Parts)
        {
            Part(writer, part);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Part(Utf8JsonWriter writer, ExplainedPart part)
    {
        writer.WriteStartObject();
        writer.WriteString("name", part.Name);
        writer.WriteString("words", part.Words);
        writer.WriteString("value", part.Value);
        writer.WriteStartArray("items");
        foreach (var item in part.Items)
        {
            writer.WriteStartObject();
            writer.WriteString("subject", item.Subject);
            writer.WriteString("amount", item.Amount);
            writer.WriteStartArray("facts");
            foreach (var use in item.Facts)
            {
                writer.WriteStartObject();
                writer.WriteString("says", use.Says);
                writer.WriteString("id", use.Fact.Id);
                writer.WriteString("kind", use.Fact.Kind);
                writer.WriteString("at", Instants.Format(use.Fact.At));
                writer.WriteString("occurred_at", Instants.Format(use.Fact.OccurredAt));
                writer.WriteString("recorded_at", Instants.Format(use.Fact.RecordedAt));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
