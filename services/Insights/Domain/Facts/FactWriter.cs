using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CoretimeDesk.Market;

namespace CoretimeDesk.Insights.Facts;

/// <summary>Writes facts as <see cref="FactFile"/> reads them.</summary>
public static class FactWriter
{
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a line and its end.</summary>
    public static void WriteLine(Stream stream, Fact fact)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using (var writer = new Utf8JsonWriter(stream, OneLine))
        {
            Write(writer, fact);
        }

        stream.WriteByte((byte)'\n');
    }

    /// <summary>Writes an object.</summary>
    public static void Write(Utf8JsonWriter writer, Fact fact)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(fact);
        writer.WriteStartObject();
        writer.WriteString("id", fact.Id);
        writer.WriteString("kind", fact.Kind);
        writer.WriteString("occurred_at", Instants.Format(fact.OccurredAt));
        writer.WriteString("recorded_at", Instants.Format(fact.RecordedAt));
        Body(writer, fact);
        writer.WriteEndObject();
    }

    private static void Body(Utf8JsonWriter writer, Fact fact)
    {
        switch (fact)
        {
            case LeadCreated x:
                writer.WriteString("lead", x.Lead);
                writer.WriteString("segment", x.Segment);
                writer.WriteString("tier", x.Tier);
                writer.WriteString("rep", x.Rep);
                writer.WriteString("team", x.Team);
                break;
            case LeadMerged x:
                writer.WriteString("lead", x.Lead);
                writer.WriteString("into", x.Into);
                break;
            case MergeReverted x:
                writer.WriteString("merge", x.Merge);
                break;
            case OwnerChanged x:
                writer.WriteString("lead", x.Lead);
                writer.WriteString("rep", x.Rep);
                writer.WriteString("team", x.Team);
                break;
            case Quoted x:
                writer.WriteString("quote", x.Quote);
                writer.WriteString("lead", x.Lead);
                Amount(writer, "list_planck", x.List);
                Amount(writer, "concession_planck", x.Concession);
                writer.WriteString("band", x.Band.Word());
                break;
            case Accepted x:
                writer.WriteString("quote", x.Quote);
                break;
            case Lost x:
                writer.WriteString("lead", x.Lead);
                writer.WriteString("reason", x.Reason);
                break;
            case Purchase x:
                Purchase(writer, x);
                break;
            case Matched x:
                writer.WriteString("purchase", x.Purchase);
                writer.WriteString("lead", x.Lead);
                writer.WriteString("how", x.How.Word());
                writer.WriteBoolean("third_party", x.ThirdParty);
                break;
            case PayerLearnt x:
                writer.WriteString("purchase", x.Purchase);
                writer.WriteString("payer", x.Payer.Word());
                writer.WriteString("grant", x.Grant);
                break;
            case MatchReversed x:
                writer.WriteString("match", x.Match);
                break;
            case GrantAwarded x:
                writer.WriteString("grant", x.Grant);
                writer.WriteString("lead", x.Lead);
                break;
            case AboutLead x: // Qualified, registered, released.
                writer.WriteString("lead", x.Lead);
                break;
            case TrancheOpened x:
                Tranche(writer, x.Grant, x.Tranche, x.Amount);
                break;
            case TrancheUsed x:
                Tranche(writer, x.Grant, x.Tranche, x.Amount);
                break;
            case TrancheEnded x:
                Tranche(writer, x.Grant, x.Tranche, null);
                break;
            case ApprovalSubmitted x:
                writer.WriteString("approval", x.Approval);
                writer.WriteNumber("sla_hours", x.SlaHours);
                break;
            case ApprovalDecided x:
                writer.WriteString("approval", x.Approval);
                break;
            case ForecastFrozen x:
                writer.WriteString("month", x.Month.ToString());
                Amount(writer, "planck", x.Amount);
                break;
            case QuotaGiven x:
                writer.WriteString("month", x.Month.ToString());
                writer.WriteString("rep", x.Rep);
                writer.WriteString("team", x.Team);
                Amount(writer, "planck", x.Amount);
                break;
            case BaseEarned x:
                writer.WriteString("month", x.Month.ToString());
                writer.WriteString("rep", x.Rep);
                writer.WriteString("team", x.Team);
                writer.WriteString("purchase", x.Purchase);
                Amount(writer, "planck", x.Amount);
                break;
            case ClaimPaid x:
                writer.WriteString("claim", x.Claim);
                writer.WriteString("due_at", Instants.Format(x.DueAt));
                Amount(writer, "planck", x.Amount);
                break;
            default:
                throw new InvalidOperationException($"A fact of kind {fact.Kind} cannot be written.");
        }
    }

    private static void Purchase(Utf8JsonWriter writer, Purchase x)
    {
        writer.WriteString("how", x.How.Word());
        writer.WriteString("payer", x.Payer.Word());
        Amount(writer, "planck", x.Amount);
        writer.WriteNumber("timeslice_bits", x.TimesliceBits);
        writer.WriteNumber("sale", x.Sale);
        writer.WriteString("ends_at", x.EndsAt is { } end ? Instants.Format(end) : null);
        writer.WriteString("renews", x.Renews);
        writer.WriteString("grant", x.Grant);
    }

    private static void Tranche(Utf8JsonWriter writer, string grant, long tranche, Planck? amount)
    {
        writer.WriteString("grant", grant);
        writer.WriteNumber("tranche", tranche);
        if (amount is { } planck)
        {
            Amount(writer, "planck", planck);
        }
    }

    private static void Amount(Utf8JsonWriter writer, string name, Planck amount) => writer.WriteString(name, amount.Value.ToString(CultureInfo.InvariantCulture));
}
