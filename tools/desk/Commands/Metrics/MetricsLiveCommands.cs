using System.CommandLine;
using CoretimeDesk.Desk.Client;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Insights.V1;
using CoretimeDesk.Market;
using Google.Protobuf.WellKnownTypes;

namespace CoretimeDesk.Desk.Commands.Metrics;

/// <summary>The commands of <c>./desk metrics</c> that ask a desk: <c>show</c>, <c>export</c> and <c>rebuild</c>.</summary>
internal static class MetricsLiveCommands
{
    private const string Service = "insights";
    private static readonly string[] Columns = ["metric", "group", "month", "figure", "against the month before", "status"];

    public static Command Show()
    {
        var (from, to) = (new Option<string?>("--from") { Description = "The first month: 2026-07. Twelve months when left out.", HelpName = "MONTH" }, new Option<string?>("--to") { Description = "The last month; this one when left out.", HelpName = "MONTH" });
        var (asOf, by) = (new Option<string?>("--as-of") { Description = "As it was known then: 2026-08-01T00:00:00Z.", HelpName = "TIME" }, MetricsInput.By());
        var (metrics, token) = (new Option<string?>("--metrics") { Description = "Only these, with commas between them.", HelpName = "A,B" }, InToken());
        var csv = new Option<FileInfo?>("--csv") { Description = "Write a table for spreadsheets there instead.", HelpName = "FILE" };
        var (file, address, json) = (Shared.File(), Shared.Address(), SessionCommands.Json());
        var command = new Command("show", "Figures of the desk month by month, with what was published first. Reps see their own, team leads their team's: --by rep.") { from, to, asOf, by, metrics, token, csv, json, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var client = new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System);
            var request = new GetReportRequest
            {
                From = r.GetValue(from) ?? "", To = r.GetValue(to) ?? "", By = Of(MetricsInput.ByOf(r.GetValue(by))), Token = r.GetValue(token)!,
                AsOf = r.GetValue(asOf) is { } instant ? MetricsInput.InstantOf("--as-of", instant).ToTimestamp() : null,
                Metrics = { (r.GetValue(metrics) ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) },
            };
            if (r.GetValue(csv) is { } target)
            {
                var table = await client.CallAsync(Service, r.GetValue(address), (c, o) => new MetricsService.MetricsServiceClient(c).ExportReportAsync(new() { Report = request }, o), cancellation);
                await WriteAsync(target, stream => stream.WriteAsync(table.Content.Memory, cancellation).AsTask());
                new Screen().Done($"{target.FullName} is written.");
                return 0;
            }

            var report = await client.CallAsync(Service, r.GetValue(address), (c, o) => new MetricsService.MetricsServiceClient(c).GetReportAsync(request, o), cancellation);
            Answer.Show(report, r.GetValue(json), screen => Print(screen, report));
            return 0;
        });
        return command;
    }

    public static Command Export()
    {
        var output = new Option<FileInfo>("--out") { Description = "Where the facts go.", HelpName = "FILE.jsonl", Required = true };
        var (token, file, address) = (InToken(), Shared.File(), Shared.Address());
        var command = new Command("export", "Write the desk's facts as a file: './desk metrics compute' makes the same figures of it. For leadership, the head of sales and budget holders.") { output, token, address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var (client, target, lines) = (new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System), r.GetValue(output)!, 0L);
            await WriteAsync(target, async stream =>
            {
                await using var text = new StreamWriter(stream) { NewLine = "\n" };
                await foreach (var part in client.StreamAsync(Service, r.GetValue(address), (c, o) => new MetricsService.MetricsServiceClient(c).ExportFacts(new() { Token = r.GetValue(token)! }, o), cancellation))
                {
                    foreach (var line in part.Lines)
                    {
                        await text.WriteLineAsync(line.AsMemory(), cancellation);
                        lines++;
                    }
                }
            });
            new Screen().Done($"{lines} facts are in {target.FullName}.");
            return 0;
        });
        return command;
    }

    public static Command Rebuild()
    {
        var (file, address) = (Shared.File(), Shared.Address());
        var command = new Command("rebuild", "Replay the journals of the whole desk, and work all facts out anew. Nothing changes when one cannot be read. For administrators.") { address, file };
        command.SetAction(async (r, cancellation) =>
        {
            var (client, screen) = (new DeskClient(Workspace.Of(r.GetValue(file)), TimeProvider.System), new Screen());
            var result = await screen.ProgressAsync("rebuilding", async tell =>
            {
                RebuildResult? last = null;
                await foreach (var answer in client.StreamAsync(Service, r.GetValue(address), (c, o) => new MetricsService.MetricsServiceClient(c).Rebuild(new(), o), cancellation))
                {
                    tell((ulong)answer.Done, (ulong)Math.Max(1, answer.Total), answer.Step);
                    last = answer.Result ?? last;
                }

                return last ?? throw new DeskException("The rebuild ended without a result. Nothing was changed; try again.");
            });
            screen.Line($"{result.Facts} facts from {result.Events} events; {(result.Changed == 0 ? "all as before" : $"{result.Changed} were otherwise before")}.");
            return 0;
        });
        return command;
    }

    private static void Print(Screen screen, GetReportResponse report)
    {
        var names = report.Groups.ToDictionary(g => g.Group_, g => g.Name.Length > 0 ? g.Name : g.Group_, StringComparer.Ordinal);
        screen.Line($"As of {Answer.Date(report.AsOf)}, amounts in {report.Token}");
        Answer.Rows(
            screen, report.Figures.Concat(report.GroupFigures), "Nothing is known of these months.", "", Columns,
            f => [f.Metric, names.GetValueOrDefault(f.Group, ""), f.Month, string.Join(", ", f.Parts.Where(p => p.Value.Length > 0).Select(p => Part(f.Metric, p, report.Token))), Change(f), Status(f)]);
        foreach (var (figure, change) in report.Figures.SelectMany(f => f.Restatements.Select(c => (f, c))))
        {
            screen.Line($"{figure.Metric} of {figure.Month}, revision {change.Revision}, since {Answer.Date(change.RecordedAt)}, because of {string.Join(", ", change.Causes)}.");
        }
    }

    private static string Part(string metric, Part part, string token)
    {
        var isMoney = part.Name.Contains("planck", StringComparison.Ordinal) || part.Name is "expired_unused" or "forecast" or "actual"
            || (part.Name is "numerator" or "denominator" && metric is "credit_utilisation" or "renewal_rate_planck" or "concession_rate" or "unmatched_revenue" or "quota_attainment" or "coverage" or "net_retention")
            || (part.Name is "numerator" or "value" && metric == "cost_per_paid_customer");
        var unit = isMoney && UInt128.TryParse(part.Value, out var planck) && Token.Known.FirstOrDefault(t => t.Symbol == token) is { } known ? known.Format(new(planck)) : part.Value;
        return part.Name == "value" ? unit : $"{part.Name.Replace('_', ' ')} {unit}";
    }

    private static string Change(Figure f) => f.Mom is not { } mom ? "" : mom.Change.Length == 0 ? mom.Why : $"{(mom.Change.StartsWith('-') ? "" : "+")}{mom.Change} {(mom.Unit == "points" ? "points" : "%")}";

    private static string Status(Figure f)
    {
        List<string> words = [];
        if (f.Status != FigureStatus.Unspecified)
        {
            words.Add(Answer.Word(f.Status));
            words.AddRange(f.Mature ? [] : ["so far"]);
        }

        words.AddRange(f.Small ? ["small"] : []);
        words.AddRange(f.Revision > 1 ? [$"revision {f.Revision}, first {string.Join(", ", f.FirstPublished.Select(p => p.Value))}"] : []);
        return string.Join("; ", words);
    }

    private static Grouping Of(Insights.GroupBy? by) => by switch
    {
        Insights.GroupBy.Rep => Grouping.Rep,
        Insights.GroupBy.Team => Grouping.Team,
        Insights.GroupBy.Segment => Grouping.Segment,
        Insights.GroupBy.Tier => Grouping.Tier,
        _ => Grouping.Unspecified,
    };

    private static Option<string> InToken() => new("--token") { Description = "In which token: DOT, KSM or PAS. Tokens are never added up.", DefaultValueFactory = _ => Token.Dot.Symbol };

    /// <summary>Writes a file beside its place, and puts it there when it is whole.</summary>
    private static async Task WriteAsync(FileInfo target, Func<FileStream, Task> write)
    {
        var part = $"{target.FullName}.part";
        try
        {
            await using (var stream = new FileStream(part, FileMode.Create))
            {
                await write(stream);
            }

            File.Move(part, target.FullName, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DeskException($"{target.FullName} cannot be written: {e.Message}", e);
        }
        finally
        {
            File.Delete(part);
        }
    }
}
