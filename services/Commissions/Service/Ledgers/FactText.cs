using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CoretimeDesk.Commissions.Facts;

namespace CoretimeDesk.Commissions.Ledgers;

/// <summary>Writes facts as the fact file has them: one object in a line.</summary>
internal static class FactText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A fact's line, without its end.</summary>
    public static string Of(CommissionFact fact)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            json.WriteString("id", fact.Id);
            json.WriteString("kind", KindOf(fact));
            json.WriteString("at", Instants.Format(fact.At));
            Fields(json, fact);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string KindOf(CommissionFact fact) => fact switch
    {
        Registered => "registered",
        Accepted => "accepted",
        ParticipantKey => "participant_key",
        QuotaSet => "quota",
        Paid => "paid",
        Delivered => "delivered",
        LateRebate => "rebate",
        Reversed => "reversed",
        _ => throw new InvalidOperationException($"{fact.GetType().Name} has no kind in files."),
    };

    private static void Fields(Utf8JsonWriter json, CommissionFact fact)
    {
        switch (fact)
        {
            case Registered r:
                json.WriteString("customer", r.Customer);
                json.WriteBoolean("tenant_before", r.IsTenantBefore);
                break;
            case Accepted a:
                WriteAccepted(json, a);
                break;
            case ParticipantKey k:
                json.WriteString("participant", k.Participant);
                json.WriteString("account", k.Account);
                if (k.Until is { } until)
                {
                    json.WriteString("until", Instants.Format(until));
                }

                break;
            case QuotaSet q:
                json.WriteString("participant", q.Participant);
                json.WriteString("month", q.Month.ToString());
                Amount(json, "planck", q.Quota.Value);
                break;
            case Paid p:
                WritePaid(json, p);
                break;
            case Delivered d:
                json.WriteString("event", d.Event);
                json.WriteNumber("timeslices", (ulong)d.Timeslices);
                break;
            case LateRebate l:
                json.WriteString("event", l.Event);
                Amount(json, "planck", l.Amount.Value);
                break;
            case Reversed v:
                json.WriteString("event", v.Event);
                json.WriteString("cause", v.Cause);
                break;
            default:
                break;
        }
    }

    private static void WriteAccepted(Utf8JsonWriter json, Accepted a)
    {
        json.WriteString("customer", a.Customer);
        json.WriteString("plan", a.Plan);
        json.WriteString("owner", a.Owner);
        json.WriteStartArray("split");
        foreach (var share in a.Split.Shares)
        {
            json.WriteStartObject();
            json.WriteString("id", share.Participant);
            json.WriteNumber("bp", share.Bp);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (a.Csm is { } csm)
        {
            json.WriteString("csm", csm);
        }
    }

    private static void WritePaid(Utf8JsonWriter json, Paid p)
    {
        json.WriteString("customer", p.Customer);
        json.WriteString("account", p.Account);
        Amount(json, "planck", p.Amount.Value);
        Amount(json, "rebate_planck", p.Rebate.Value);
        json.WriteString("how", p.How.Word());
        json.WriteString("payer", p.Payer.Word());
        if (p.Timeslices > 0)
        {
            json.WriteNumber("timeslices", (ulong)p.Timeslices);
        }
    }

    private static void Amount(Utf8JsonWriter json, string name, UInt128 planck) => json.WriteString(name, planck.ToString(CultureInfo.InvariantCulture));
}
