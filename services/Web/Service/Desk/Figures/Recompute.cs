using CoretimeDesk.Insights.V1;

namespace CoretimeDesk.Web.Desk.Figures;

/// <summary>The commands by which anybody who has the facts works a figure out again, without the desk.</summary>
internal static class Recompute
{
    /// <summary>Facts as a file first; then the figure, and what it is made of.</summary>
    public static IReadOnlyList<string> Commands(ExplainFigureResponse explained, string token, Grouping by)
    {
        var figure = explained.Figure;
        var asOf = Frame.Words.Iso(explained.AsOf.ToDateTimeOffset());
        var group = figure.Group.Length == 0 ? "" : $" --by {$"{by}".ToLowerInvariant()} --group {Quoted(figure.Group)}";
        var unit = token == "DOT" ? "" : $" --token {token}";
        return
        [
            $"./desk metrics compute --facts facts.jsonl --as-of {asOf} --from {figure.Month} --to {figure.Month}{(figure.Group.Length == 0 ? $" --metrics {figure.Metric}" : $" --by {$"{by}".ToLowerInvariant()}")}{unit} --json",
            $"./desk metrics explain --facts facts.jsonl --as-of {asOf} --metric {figure.Metric} --month {figure.Month}{group}{unit}",
        ];
    }

    // A group may be called anything; the command is pasted into a shell.
    private static string Quoted(string text) => text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
