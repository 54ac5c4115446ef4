using System.Globalization;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Explaining;

namespace CoretimeDesk.Insights.Figures;

/// <summary>The funnel: of those that entered a stage in a month, how many went on to the next in time. Who was there already counts, too.</summary>
internal static class Stages
{
    private static readonly string[] Names = ["lead", "qualified", "opportunity", "quoted", "accepted", "won"];

    public static IEnumerable<FigureRule> All { get; } = Horizons.Stages.Select((days, i) => new ProportionRule(
        $"stage_{Names[i]}_{Names[i + 1]}",
        ($"customers that became {Names[i]} in the month and {Names[i + 1]} no later than {days.ToString(CultureInfo.InvariantCulture)} days after", $"customers that became {Names[i]} in the month"),
        Touch.Stages,
        b => (b.Advanced[i], b.Entered[i]),
        s => Entered(s, i).Where(c => IsInTime(c, i, days)).Select(c => Evidence.Stages(c, (Names[i], i), (Names[i + 1], i + 1))),
        s => Entered(s, i).Select(c => Evidence.Stages(c, (Names[i], i))),
        days)).ToList();

    private static IEnumerable<ClusterState> Entered(ExplainScope scope, int stage) => scope.Desk.Clusters.Clusters.Where(c => scope.IsIn(ClusterEntries.StageFacts(c.Dates)[stage]));

    private static bool IsInTime(ClusterState cluster, int stage, int days)
    {
        var facts = ClusterEntries.StageFacts(cluster.Dates);
        return facts[stage + 1] is { } next && next.At - facts[stage]!.At <= TimeSpan.FromDays(days);
    }
}
