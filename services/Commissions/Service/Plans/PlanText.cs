using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CoretimeDesk.Commissions.Plans;

/// <summary>Writes plans as a plan file has them.</summary>
internal static class PlanText
{
    /// <summary>A file with all plans of a book.</summary>
    public static string Of(PlanBook book) => Write(json =>
    {
        json.WriteNumber("recover_bp", book.RecoverBp);
        json.WriteStartArray("plans");
        foreach (var plan in book.Plans.Values)
        {
            json.WriteStartObject();
            Plan(json, plan);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>A plan.</summary>
    public static string Of(CommissionPlan plan) => Write(json => Plan(json, plan));

    private static void Plan(Utf8JsonWriter json, CommissionPlan plan)
    {
        json.WriteString("id", plan.Id);
        json.WriteNumber("flat_bp", plan.FlatBp);
        json.WriteStartObject("split");
        foreach (var share in plan.Roles.Shares)
        {
            json.WriteNumber(share.Participant, share.Bp);
        }

        json.WriteEndObject();
        if (!plan.Accelerator.IsEmpty)
        {
            json.WriteStartArray("accelerator");
            foreach (var step in plan.Accelerator)
            {
                json.WriteStartObject();
                if (step.ToQuotaBp is { } to)
                {
                    json.WriteNumber("to_quota_bp", to);
                }
                else
                {
                    json.WriteNull("to_quota_bp");
                }

                json.WriteNumber("bp", step.Bp);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (plan.Overlay is { } overlay)
        {
            json.WriteStartObject("overlay");
            json.WriteNumber("bp", overlay.Bp);
            json.WriteNumber("from_day", overlay.FromDay);
            json.WriteEndObject();
        }

        json.WriteNumber("window_days", plan.WindowDays);
        json.WriteNumber("clawback_days", plan.ClawbackDays);
        json.WriteString("currency", plan.Currency);
        json.WriteString("basis", plan.Basis);
        Optional(json, "name", plan.Name);
        Optional(json, "effective_from", plan.EffectiveFrom is { } from ? Instants.Format(from) : null);
        Optional(json, "effective_to", plan.EffectiveTo is { } end ? Instants.Format(end) : null);
        if (plan.Draw is { } draw)
        {
            json.WriteStartObject("draw");
            json.WriteString("monthly_planck", draw.Monthly.Value.ToString(CultureInfo.InvariantCulture));
            json.WriteNumber("months", draw.Months);
            json.WriteEndObject();
        }
    }

    private static void Optional(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static string Write(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
