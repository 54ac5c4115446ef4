using System.Globalization;
using System.Text.Json;
using CoretimeDesk.Commissions.Ledger;

namespace CoretimeDesk.Commissions.Explaining;

/// <summary>Writes explanations as programs read them: the line's own fields, then what it follows from.</summary>
public static class ExplanationJson
{
    /// <summary>Writes an object.</summary>
    public static void Write(Utf8JsonWriter writer, LineExplanation x, IEnumerable<string> sentences)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(sentences);
        writer.WriteStartObject();
        writer.WriteNumber("line", x.Number);
        LedgerJson.Line(writer, x.Line);
        writer.WriteString("formula", x.Formula);
        LedgerJson.List(writer, "numbers", x.Numbers, n =>
        {
            writer.WriteString("name", n.Name);
            writer.WriteString("value", n.Value.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("unit", n.Unit);
        });
        writer.WriteString("rule", x.Rule);
        writer.WriteString("plan", x.Plan.Id);
        writer.WriteString("acceptance", x.Acceptance.Id);
        writer.WriteStartArray("sentences");
        sentences.ToList().ForEach(writer.WriteStringValue);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
