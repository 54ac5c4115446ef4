using System.CommandLine;
using System.Globalization;
using CoretimeDesk.Desk.Commands.Chain;
using CoretimeDesk.Desk.Commands.Quoting;
using CoretimeDesk.Desk.Commands.Work;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Insights;
using CoretimeDesk.Insights.Explaining;

namespace CoretimeDesk.Desk.Commands.Metrics;

/// <summary><c>./desk metrics explain</c></summary>
internal static class MetricsExplainCommand
{
    public static Command Make()
    {
        var (facts, asOf, month, by) = (MetricsInput.Facts(), MetricsInput.AsOf(), MetricsInput.Month("--month", "The month"), MetricsInput.By());
        var metric = new Option<string>("--metric") { Description = "The metric.", HelpName = "NAME", Required = true };
        var group = new Option<string?>("--group") { Description = $"Only of this segment, tier, rep or team, as --by says; {GroupWords.None} for what has none.", HelpName = "NAME" };
        var (token, json) = (RuleInput.Token(), SessionCommands.Json());
        var command = new Command("explain", "Say what one figure is made of: the formula, and the facts behind each of its parts. Exit code 2 when the facts cannot be read.") { facts, asOf, metric, month, by, group, token, json };
        command.SetAction(r =>
        {
            var name = MetricsInput.MetricsOf("--metric", [r.GetValue(metric)!])[0];
            var (instant, wanted, only) = (MetricsInput.InstantOf("--as-of", r.GetValue(asOf)!), MetricsInput.MonthOf("--month", r.GetValue(month)!), GroupOf(MetricsInput.ByOf(r.GetValue(by)), r.GetValue(group), name));
            var (asJson, unit) = (r.GetValue(json), RuleInput.TokenOf(r.GetValue(token)));
            if (MetricsInput.Read(r.GetValue(facts)!, asJson) is not { } set)
            {
                return MetricsCommand.Unreadable;
            }

            var explanation = MetricEngine.Explain(set, instant, name, wanted, only);
            if (asJson)
            {
                ChainOutput.Json(writer => ExplanationJson.Write(writer, explanation));
            }
            else
            {
                Show(explanation, new(unit));
            }

            return 0;
        });
        return command;
    }

    private static Group? GroupOf(GroupBy? by, string? name, string metric)
    {
        if (by is null != name is null)
        {
            throw new DeskException("--group: say with --by what it is, as in '--by rep --group ada'.");
        }

        var grouped = Insights.Figures.Metrics.Grouped.Select(m => m.Name).ToList();
        return by is null ? null
            : grouped.Contains(metric) ? new(by.Value, name!)
            : throw new DeskException($"--group: {metric} has no groups; {string.Join(", ", grouped)} have.");
    }

    private static void Show(Explanation x, FigureText text)
    {
        var screen = new Screen();
        screen.Line($"{x.Metric.Name} of {x.Month}{(x.Group is { } group ? $", {group.By.Word()} {group.Name}" : "")}, as of {Day(x.AsOf)}: {text.Of(x.Figure)}.");
        screen.Line($"  {x.Formula}.");
        foreach (var part in x.Parts)
        {
            screen.Line($"{part.Name} = {part.Value}: {part.Words}.");
            foreach (var item in part.Items)
            {
                screen.Line($"  {item.Subject}: {item.Amount}; {string.Join("; ", item.Facts.Select(Use))}");
            }
        }
    }

    private static string Use(FactUse use)
    {
        var fact = use.Fact;
        var said = fact.At != fact.OccurredAt ? $", which happened {Day(fact.OccurredAt)} and was stated too late" : fact.RecordedAt != fact.OccurredAt ? $", recorded {Day(fact.RecordedAt)}" : "";
        return $"{use.Says} {Day(fact.At)} by {fact.Id}{said}";
    }

    private static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
