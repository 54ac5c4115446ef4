using System.Text.Json;
using System.Text.Json.Nodes;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Reports;

namespace CoretimeDesk.Insights.Tests;

/// <summary>From lines to the answer, as the command line gives it.</summary>
internal static class Computing
{
    /// <summary>The report, or only the line and field of what is wrong.</summary>
    public static JsonObject Answer(IEnumerable<string> lines, MetricQuery query)
    {
        var reading = FactFile.Read(lines);
        return reading.Fault is { } fault
            ? new() { ["error"] = new JsonObject { ["line"] = fault.Line, ["field"] = fault.Field } }
            : Json(MetricEngine.Compute(reading.Set, query));
    }

    public static JsonObject Json(MetricReport report)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            ReportJson.Write(writer, report);
        }

        return JsonNode.Parse(stream.ToArray())!.AsObject();
    }

    public static FactSet Read(IEnumerable<string> lines)
    {
        var reading = FactFile.Read(lines);
        Assert.Null(reading.Fault);
        return reading.Set;
    }

    public static MetricQuery Query(string asOf, string from, string to, GroupBy? by = null, params string[] metrics) => new(Instant(asOf), Month(from), Month(to), by, metrics.Length == 0 ? null : metrics);

    public static DateTimeOffset Instant(string text) => Instants.TryParse(text, out var instant) ? instant : throw new FormatException($"{text} is no instant.");

    public static Month Month(string text) => Insights.Month.TryParse(text, out var month) ? month : throw new FormatException($"{text} is no month.");

    /// <summary>Equal as JSON, or the first place where they differ.</summary>
    public static void AssertSame(JsonNode? expected, JsonNode? actual, string place)
    {
        if (expected is JsonObject e && actual is JsonObject a)
        {
            foreach (var key in e.Select(p => p.Key).Union(a.Select(p => p.Key)))
            {
                Assert.True(e.ContainsKey(key) && a.ContainsKey(key), $"{place}/{key}: {(e.ContainsKey(key) ? "is missing" : "is not expected")}");
                AssertSame(e[key], a[key], $"{place}/{key}");
            }

            return;
        }

        Assert.True(JsonNode.DeepEquals(expected, actual), $"{place}: expected {expected?.ToJsonString() ?? "null"}{Environment.NewLine}but was {actual?.ToJsonString() ?? "null"}");
    }
}
