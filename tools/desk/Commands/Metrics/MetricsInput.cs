using System.CommandLine;
using System.Globalization;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Insights;
using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Desk.Commands.Metrics;

/// <summary>What the metrics commands are given, and how they say that it is broken.</summary>
internal static class MetricsInput
{
    public static Option<FileInfo> Facts() => new("--facts") { Description = "What happened: a file of JSON Lines, one fact each. Described in docs/metrics.md.", HelpName = "FILE.jsonl", Required = true };

    public static Option<string> AsOf() => new("--as-of") { Description = "Facts that were recorded later do not exist: 2026-08-01T00:00:00Z.", HelpName = "TIME", Required = true };

    public static Option<string> Month(string name, string description) => new(name) { Description = $"{description}: 2026-07.", HelpName = "MONTH", Required = true };

    public static Option<string?> By() => new("--by") { Description = $"Also by {string.Join(", ", GroupWords.Words)}.", HelpName = "WHAT" };

    /// <summary>Reads facts; prints what is wrong with them, and then gives null.</summary>
    public static FactSet? Read(FileInfo file, bool asJson)
    {
        FactReading reading;
        try
        {
            using var stream = file.OpenRead();
            reading = FactFile.Read(stream);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DeskException($"There is no file {file.FullName}.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeskException($"{file.FullName} cannot be read: {e.Message}", e);
        }

        if (reading.Fault is not { } fault)
        {
            return reading.Set;
        }

        Complain(file, fault, asJson);
        return null;
    }

    public static DateTimeOffset InstantOf(string option, string text) =>
        Instants.TryParse(text, out var instant) ? instant : throw new DeskException($"{option}: '{text}' is no instant; write one such as 2026-08-01T00:00:00Z, with Z or an offset.");

    public static Month MonthOf(string option, string text) =>
        Insights.Month.TryParse(text, out var month) ? month : throw new DeskException($"{option}: '{text}' is no month; write one such as 2026-07.");

    public static GroupBy? ByOf(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var place = GroupWords.Words.Index().Where(w => w.Item == text).Select(w => (int?)w.Index).FirstOrDefault();
        return place is { } by ? (GroupBy)by : throw new DeskException($"--by: '{text}' is nothing to group by; write {string.Join(", ", GroupWords.Words)}.");
    }

    /// <summary>Names of metrics, checked.</summary>
    public static IReadOnlyList<string> MetricsOf(string option, IEnumerable<string> names)
    {
        var (all, known) = (names.ToList(), Insights.Figures.Metrics.All.Select(m => m.Name).ToList());
        return all.Find(n => !known.Contains(n)) is { } unknown ? throw new DeskException($"{option}: there is no metric '{unknown}'; there are {string.Join(", ", known)}.") : all;
    }

    /// <summary>Says what is wrong: with <c>--json</c> as an object, else as a sentence on standard error.</summary>
    private static void Complain(FileInfo file, Fault fault, bool asJson)
    {
        if (!asJson)
        {
            Console.Error.WriteLine($"{file.Name}, line {fault.Line.ToString(CultureInfo.InvariantCulture)}: {(fault.Field.Length == 0 ? "this" : fault.Field)} {fault.Message}.");
            return;
        }

        ChainOutput.Json(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartObject("error");
            writer.WriteNumber("line", fault.Line);
            writer.WriteString("field", fault.Field);
            writer.WriteString("message", fault.Message);
            writer.WriteEndObject();
            writer.WriteEndObject();
        });
    }
}
