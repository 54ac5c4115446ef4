using System.Collections.Immutable;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Explaining;
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

    /// <summary>All groups that any customer is in, with figures for every month.</summary>
    public static ImmutableArray<GroupFigures> Of(DeskBooks desk, MetricQuery query, GroupBy by) =>
        [.. Books(desk, by).Select(b => new GroupFigures(b.Key, [.. Metrics.Rules.Where(r => r.IsGrouped).Select(r => Series(r, b.Value, query))]))];

    /// <summary>One figure of one group; that of an empty group when nobody is in it.</summary>
    public static Figure Figure(DeskBooks desk, FigureRule rule, Month month, Group group) => rule.Of(Books(desk, group.By).GetValueOrDefault(group.Name, new()), month);

    private static SortedDictionary<string, MonthBooks> Books(DeskBooks desk, GroupBy by)
    {
        var books = new SortedDictionary<string, MonthBooks>(StringComparer.Ordinal);
        foreach (var cluster in desk.Clusters.Clusters)
        {
            ClusterEntries.Created(Find(books, AtCreation(by, cluster)), cluster, 1);
            if (cluster.Won is not null)
            {
                var group = Find(books, AtWin(by, cluster));
                ClusterEntries.Won(group, cluster, 1);
                foreach (var purchase in cluster.Leads.SelectMany(l => l.Paid).Where(p => p.IsNetNew))
                {
                    purchase.EnterNetNew(group, 1);
                }
            }

            if (cluster.Lost is not null)
            {
                ClusterEntries.Lost(Find(books, AtLoss(by, cluster)), cluster, 1);
            }
        }

        return books;
    }

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

    private static MonthBooks Find(SortedDictionary<string, MonthBooks> books, string group)
    {
        if (!books.TryGetValue(group, out var found))
        {
            books.Add(group, found = new());
        }

        return found;
    }
}
