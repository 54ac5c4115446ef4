using System.Numerics;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Grouping;

/// <summary>
/// The books of groups. What changes about a customer is only noted; it is entered anew when somebody asks for a grouping, and then it alone. A grouping that nobody asks for costs
/// nothing.
/// </summary>
internal sealed class GroupBooks
{
    private static readonly int Groupings = Enum.GetValues<GroupBy>().Length;
    private readonly SortedDictionary<string, MonthBooks>?[] _books = new SortedDictionary<string, MonthBooks>?[Groupings];
    private readonly (int Version, List<(MonthBooks Book, QuotaGiven Quota)> Entered)[] _quotas = [.. Enumerable.Range(0, Groupings).Select(_ => (0, new List<(MonthBooks, QuotaGiven)>()))];
    private readonly (int Version, List<(MonthBooks Book, Month Month, BigInteger Planck)> Entered)[] _earned = [.. Enumerable.Range(0, Groupings).Select(_ => (0, new List<(MonthBooks, Month, BigInteger)>()))];
    private readonly HashSet<ClusterState>[] _changed = [.. Enumerable.Range(0, Groupings).Select(_ => new HashSet<ClusterState>())];

    /// <summary>Something about a customer is otherwise.</summary>
    public void Changed(ClusterState cluster)
    {
        for (var i = 0; i < Groupings; i++)
        {
            if (_books[i] is not null)
            {
                _changed[i].Add(cluster);
            }
        }
    }

    /// <summary>A customer is part of another one now.</summary>
    public void Gone(ClusterState cluster)
    {
        for (var i = 0; i < Groupings; i++)
        {
            cluster.Entered?[i]?.Enter(-1);
            _changed[i].Remove(cluster);
        }

        cluster.Entered = null;
    }

    /// <summary>The books of all groups that any customer is in.</summary>
    public SortedDictionary<string, MonthBooks> Of(GroupBy by, DeskBooks desk)
    {
        if (_books[(int)by] is not { } books)
        {
            _books[(int)by] = books = new(StringComparer.Ordinal);
            _changed[(int)by].UnionWith(desk.Clusters.Clusters);
        }

        foreach (var cluster in _changed[(int)by])
        {
            var entered = cluster.Entered ??= new GroupEntry?[Groupings];
            entered[(int)by]?.Enter(-1);
            entered[(int)by] = Entry(books, by, cluster);
            entered[(int)by]!.Enter(1);
        }

        _changed[(int)by].Clear();
        EnterQuotas(books, by, desk.Quotas);
        EnterEarned(books, by, desk.Earned);
        foreach (var (name, _) in books.Where(b => b.Value.Entries == 0).ToList())
        {
            books.Remove(name);
        }

        return books;
    }

    /// <summary>Quotas are few: all are entered anew when any of them changed.</summary>
    private void EnterQuotas(SortedDictionary<string, MonthBooks> books, GroupBy by, QuotaBook quotas)
    {
        if (_quotas[(int)by].Version == quotas.Version)
        {
            return;
        }

        foreach (var (book, quota) in _quotas[(int)by].Entered)
        {
            QuotaBook.Enter(book, quota, -1);
            book.Entries--;
        }

        List<(MonthBooks, QuotaGiven)> entered = [.. quotas.Quotas.Where(q => Groups.OfRep(by, q.Rep, q.Team) is not null).Select(q => (Find(books, Groups.OfRep(by, q.Rep, q.Team)!), q))];
        foreach (var (book, quota) in entered)
        {
            QuotaBook.Enter(book, quota, 1);
            book.Entries++;
        }

        _quotas[(int)by] = (quotas.Version, entered);
    }

    /// <summary>What was earned is added up by rep and month, so that it is as few.</summary>
    private void EnterEarned(SortedDictionary<string, MonthBooks> books, GroupBy by, EarnedBook earned)
    {
        if (_earned[(int)by].Version == earned.Version)
        {
            return;
        }

        foreach (var (book, month, planck) in _earned[(int)by].Entered)
        {
            EarnedBook.Enter(book, month, -planck);
            book.Entries--;
        }

        List<(MonthBooks Book, Month Month, BigInteger Planck)> entered =
            [.. earned.Sums.Where(s => !s.Value.IsZero && Groups.OfRep(by, s.Key.Rep, s.Key.Team) is not null).Select(s => (Find(books, Groups.OfRep(by, s.Key.Rep, s.Key.Team)!), s.Key.Month, s.Value))];
        foreach (var (book, month, planck) in entered)
        {
            EarnedBook.Enter(book, month, planck);
            book.Entries++;
        }

        _earned[(int)by] = (earned.Version, entered);
    }

    private static GroupEntry Entry(SortedDictionary<string, MonthBooks> books, GroupBy by, ClusterState cluster) => new(
        cluster.Dates,
        Find(books, Groups.AtCreation(by, cluster)),
        cluster.Won is null ? null : Find(books, Groups.AtWin(by, cluster)),
        cluster.Lost is null ? null : Find(books, Groups.AtLoss(by, cluster)),
        [.. cluster.Leads.SelectMany(l => l.Paid).Where(p => p.IsNetNew)]);

    private static MonthBooks Find(SortedDictionary<string, MonthBooks> books, string group)
    {
        if (!books.TryGetValue(group, out var found))
        {
            books.Add(group, found = new());
        }

        return found;
    }
}
