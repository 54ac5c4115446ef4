using System.Collections.Immutable;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Explaining;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;
using CoretimeDesk.Insights.Reports;

namespace CoretimeDesk.Insights.Grouping;

/// <summary>
/// Figures by group. What is created belongs to who had it first; what is won or lost, and what is bought after, to who had it at that instant.
/// Later changes of owner do not move history.
/// </summary>
internal static class Groups
{
    public static string AtCreation(GroupBy by, ClusterState cluster) => Name(by, cluster, cluster.Created.Rep, cluster.Created.Team);

    public static string AtWin(GroupBy by, ClusterState cluster) => At(by, cluster, cluster.Won!.Fact.At);

    public static string AtLoss(GroupBy by, ClusterState cluster) => At(by, cluster, cluster.Lost!.At);

    /// <summary>Whose a quota is, or what was earned towards it; null where that belongs to nobody.</summary>
    public static string? OfRep(GroupBy by, string rep, string? team) => by switch
    {
        GroupBy.Rep => rep,
        GroupBy.Team => team ?? GroupWords.None,
        _ => null,
    };

    /// <summary>All groups that any customer is in, with figures for every month.</summary>
    public static ImmutableArray<GroupFigures> Of(DeskBooks desk, MetricQuery query, GroupBy by) =>
        [.. desk.Groups.Of(by, desk).Select(b => new GroupFigures(b.Key, [.. Metrics.Rules.Where(r => r.IsGrouped && (r.IsUsual || query.Metrics?.Contains(r.Metric.Name) == true)).Select(r => Series(r, b.Value, query))]))];

    /// <summary>One figure of one group; that of an empty group when nobody is in it.</summary>
    public static Figure Figure(DeskBooks desk, FigureRule rule, Month month, Group group) => rule.Of(desk.Groups.Of(group.By, desk).GetValueOrDefault(group.Name, new()), month);

    private static GroupSeries Series(FigureRule rule, MonthBooks books, MetricQuery query) =>
        new(rule.Metric, [.. Month.Range(query.From, query.To).Select(m => new GroupMonth(m, rule.Of(books, m)))]);

    private static string At(GroupBy by, ClusterState cluster, DateTimeOffset instant)
    {
        if (by is GroupBy.Segment or GroupBy.Tier)
        {
            return Name(by, cluster, null, null);
        }

        var owner = cluster.OwnerAt(instant);
        return Name(by, cluster, owner.Rep, owner.Team);
    }

    private static string Name(GroupBy by, ClusterState cluster, string? rep, string? team) => by switch
    {
        GroupBy.Segment => cluster.Segment,
        GroupBy.Tier => cluster.Tier,
        GroupBy.Rep => rep ?? GroupWords.None,
        _ => team ?? GroupWords.None,
    };
}
