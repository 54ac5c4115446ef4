using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace CoretimeDesk.Commissions.Ledger;

/// <summary>Writes a ledger as files and programs read it: amounts are planck as texts of digits.</summary>
public static class LedgerJson
{
    /// <summary>Writes an object.</summary>
    public static void Write(Utf8JsonWriter writer, CommissionLedger ledger)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(ledger);
        writer.WriteStartObject();
        writer.WriteNumber("duplicates", ledger.Duplicates);
        writer.WriteStartArray("waiting");
        ledger.Waiting.ToList().ForEach(writer.WriteStringValue);
        writer.WriteEndArray();
        writer.WriteStartObject("windows");
        foreach (var (customer, window) in ledger.Windows)
        {
            writer.WriteStartObject(customer);
            writer.WriteString("t0", Instants.Format(window.Start));
            writer.WriteString("ends", Instants.Format(window.End));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        List(writer, "excluded", ledger.Excluded, x =>
        {
            writer.WriteString("event", x.Event);
            writer.WriteString("reason", x.Reason.Word());
        });
        List(writer, "events", ledger.Events, x => Event(writer, x));
        List(writer, "lines", ledger.Lines, x => Line(writer, x));
        List(writer, "statements", ledger.Statements, x => Statement(writer, x));
        writer.WriteStartObject("totals");
        foreach (var (participant, total) in ledger.Totals)
        {
            writer.WriteStartObject(participant);
            writer.Amount("accrued", total.Accrued);
            writer.Amount("earned", total.Earned);
            writer.Amount("net", total.Net);
            writer.Amount("owed", total.Owed);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>The fields of a line.</summary>
    public static void Line(Utf8JsonWriter writer, LedgerLine line)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(line);
        writer.WriteString("at", Instants.Format(line.At));
        writer.WriteString("kind", line.Kind.Word());
        writer.WriteString("event", line.Event);
        writer.WriteString("participant", line.Participant);
        writer.Amount("planck", line.Planck);
        writer.WriteString("cause", line.Cause);
    }

    /// <summary>A list of pieces.</summary>
    public static void Pieces(Utf8JsonWriter writer, IEnumerable<RatePiece> pieces) => List(writer, "pieces", pieces, p =>
    {
        writer.WriteNumber("bp", p.Bp);
        writer.Amount("planck", p.Planck);
    });

    /// <summary>An amount of planck: digits in a text, with a minus where something is taken.</summary>
    public static void Amount(this Utf8JsonWriter writer, string name, BigInteger planck)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteString(name, planck.ToString(CultureInfo.InvariantCulture));
    }

    internal static void List<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Event(Utf8JsonWriter writer, RatedEvent x)
    {
        writer.WriteString("event", x.Event);
        writer.WriteString("owner", x.Owner);
        writer.WriteString("plan", x.Plan);
        writer.Amount("base", x.Base);
        Pieces(writer, x.Pieces);
        writer.Amount("commission", x.Commission);
        writer.Amount("overlay", x.Overlay);
    }

    private static void Statement(Utf8JsonWriter writer, Statement x)
    {
        writer.WriteString("month", x.Month.ToString());
        writer.WriteString("participant", x.Participant);
        writer.Amount("earned", x.Earned);
        writer.Amount("reversed", x.Reversed);
        writer.Amount("clawed_back", x.ClawedBack);
        writer.Amount("recovered", x.Recovered);
        writer.Amount("owed", x.Owed);
        writer.Amount("net", x.Net);
    }
}
