using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Ledger;
using CoretimeDesk.Commissions.Plans;

namespace CoretimeDesk.Commissions.Tests;

/// <summary>From files to the answer, as the command line gives it.</summary>
internal static class Computing
{
    /// <summary>The ledger, or only the line and field of what is wrong.</summary>
    public static JsonObject Answer(string plans, IEnumerable<string> facts)
    {
        var book = Plans(plans);
        var reading = FactFile.Read(facts, book);
        return reading.Fault is { } fault
            ? new() { ["error"] = new JsonObject { ["line"] = fault.Line, ["field"] = fault.Field } }
            : Json(CommissionLedger.Compute(book, reading.Facts, reading.Duplicates));
    }

    public static PlanBook Plans(string json)
    {
        var reading = PlanFile.Read(json);
        return reading.Book ?? throw new InvalidOperationException(string.Join("; ", reading.Faults));
    }

    public static JsonObject Json(CommissionLedger ledger)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            LedgerJson.Write(writer, ledger);
        }

        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }
}
