using System.Text.Json;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>Verdicts as JSON.</summary>
public static class VerdictJson
{
    /// <summary>Writes the answer to a case: of one that could not be read, only what could not be.</summary>
    public static void Write(Utf8JsonWriter json, RuleVersion rules, CaseReading reading)
    {
        json.WriteStartObject();
        json.WriteString("case", reading.Name);
        if (reading.Case is { } question)
        {
            Write(json, RuleJudge.Evaluate(rules, question));
        }
        else
        {
            json.WriteString("verdict", "refused");
            json.WriteNull("tier");
            json.WriteNull("step");
            json.WriteStartArray("approvers");
            json.WriteEndArray();
            json.WriteNull("sla_hours");
            Strings(json, "reasons", reading.Invalid.Select(f => $"invalid:{f}"));
            json.WriteNull("concession_planck");
            json.WriteNull("own_ceiling_planck");
            json.WriteNull("deepest_planck");
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Verdict verdict)
    {
        json.WriteString("verdict", verdict.Kind switch { VerdictKind.Allowed => "allowed", VerdictKind.NeedsApproval => "needs_approval", _ => "refused" });
        json.WriteString("tier", verdict.Tier);
        Number(json, "step", verdict.Step);

        // A list of stages. There is one: no lower step approves as well.
        json.WriteStartArray("approvers");
        if (verdict.Kind == VerdictKind.NeedsApproval)
        {
            Strings(json, null, verdict.Approvers);
        }

        json.WriteEndArray();
        Number(json, "sla_hours", verdict.SlaHours);
        Strings(json, "reasons", verdict.Reasons.ToNames());
        json.WriteString("concession_planck", verdict.Concession.ToString());
        json.WriteString("own_ceiling_planck", verdict.OwnCeiling?.ToString());
        json.WriteString("deepest_planck", verdict.Deepest?.ToString());
    }

    private static void Number(Utf8JsonWriter json, string name, int? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Strings(Utf8JsonWriter json, string? name, IEnumerable<string> values)
    {
        if (name is null)
        {
            json.WriteStartArray();
        }
        else
        {
            json.WriteStartArray(name);
        }

        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
