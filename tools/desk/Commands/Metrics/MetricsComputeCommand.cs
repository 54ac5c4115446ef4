using System.CommandLine;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Desk.Commands.Quoting;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Insights;
using CoretimeDesk.Insights.Reports;

namespace CoretimeDesk.Desk.Commands.Metrics;

/// <summary><c>./desk metrics compute</c></summary>
internal static class MetricsComputeCommand
{
    public static Command Make()
    {
        var (facts, asOf, from, to, by) = (MetricsInput.Facts(), MetricsInput.AsOf(), MetricsInput.Month("--from", "The first month"), MetricsInput.Month("--to", "The last month"), MetricsInput.By());
        var metrics = new Option<string?>("--metrics") { Description = "Only these, with commas between them. Groups always have the metrics that groups have.", HelpName = "A,B" };
        var (token, json) = (RuleInput.Token(), SessionCommands.Json());
        var command = new Command("compute", "Work out figures month by month, as they are now, as they were first published, and what changed since. Exit code 2 when the facts cannot be read.") { facts, asOf, from, to, by, metrics, token, json };
        command.SetAction(r =>
        {
            var query = new MetricQuery(
                MetricsInput.InstantOf("--as-of", r.GetValue(asOf)!),
                MetricsInput.MonthOf("--from", r.GetValue(from)!),
                MetricsInput.MonthOf("--to", r.GetValue(to)!),
                MetricsInput.ByOf(r.GetValue(by)),
                r.GetValue(metrics) is { } names ? MetricsInput.MetricsOf("--metrics", names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) : null);
            if (query.To < query.From)
            {
                throw new DeskException($"--to: {query.To} is before --from, {query.From}; give the earlier month first.");
            }

            var (asJson, unit) = (r.GetValue(json), RuleInput.TokenOf(r.GetValue(token)));
            if (MetricsInput.Read(r.GetValue(facts)!, asJson) is not { } set)
            {
                return MetricsCommand.Unreadable;
            }

            var report = MetricEngine.Compute(set, query);
            if (asJson)
            {
                ChainOutput.Json(writer => ReportJson.Write(writer, report));
            }
            else
            {
                new MetricsView(new(unit)).Show(report);
            }

            return 0;
        });
        return command;
    }
}
