using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Clusters;

/// <summary>Where a cluster counts. Entered with sign 1, taken out with sign −1; in between nothing about it may change.</summary>
internal static class ClusterEntries
{
    public static void Enter(MonthBooks books, ClusterState cluster, int sign)
    {
        Created(books, cluster, sign);
        Stages(books, cluster, sign);
        Won(books, cluster, sign);
        Lost(books, cluster, sign);
        First90(books, cluster, sign);
        Open(books, cluster, sign);
    }

    public static void Created(MonthBooks books, ClusterState cluster, int sign)
    {
        var created = cluster.Created.Ticks();
        var book = books.Open(created, Touch.Created);
        book.Created += sign;
        if (cluster.Won is not { } won)
        {
            return;
        }

        book.CreatedAndWon += sign;
        for (var i = 0; i < Horizons.Conversion.Length; i++)
        {
            book.Converted[i] += won.Ticks - created <= Horizons.Conversion[i] * TimeSpan.TicksPerDay ? sign : 0;
        }
    }

    public static void Won(MonthBooks books, ClusterState cluster, int sign)
    {
        if (cluster.Won is not { } won)
        {
            return;
        }

        var book = books.Open(won.Ticks, Touch.Won);
        book.Won += sign;
        Put(book.Closings, won.Ticks - cluster.Created.Ticks(), sign);
    }

    public static void Lost(MonthBooks books, ClusterState cluster, int sign)
    {
        if (cluster.Lost is { } lost)
        {
            books.Open(lost.Ticks(), Touch.Lost).Lost += sign;
        }
    }

    /// <summary>The first 90 days count when they are over.</summary>
    public static void First90(MonthBooks books, ClusterState cluster, int sign)
    {
        if (First90End(cluster) is { } end)
        {
            Put(books.Open(end, Touch.First90).First90, cluster.First90, sign);
        }
    }

    /// <summary>When the first 90 days are over, in ticks; null when they never begin, or end after the calendar does.</summary>
    public static long? First90End(ClusterState cluster) =>
        cluster.Won is { } won && won.Ticks <= DateTime.MaxValue.Ticks - (Horizons.FirstDays * TimeSpan.TicksPerDay) ? won.Ticks + (Horizons.FirstDays * TimeSpan.TicksPerDay) : null;

    /// <summary>When each stage was entered: lead, qualified, opportunity, quoted, accepted, won.</summary>
    public static Fact?[] StageFacts(ClusterState cluster) => [cluster.Created, cluster.Qualified, cluster.Registered, cluster.Quoted, cluster.Accepted, cluster.Won?.Fact];

    /// <summary>When an opportunity was won or lost; null while it is neither.</summary>
    public static long? ClosedAt(ClusterState cluster) => (cluster.Won?.Ticks, cluster.Lost?.Ticks()) switch
    {
        ({ } won, { } lost) => Math.Min(won, lost),
        ({ } won, null) => won,
        (null, { } lost) => lost,
        _ => null,
    };

    private static void Stages(MonthBooks books, ClusterState cluster, int sign)
    {
        Fact? entered = cluster.Created;
        for (var i = 0; i < Horizons.Stages.Length; i++)
        {
            var next = i switch { 0 => cluster.Qualified, 1 => cluster.Registered, 2 => cluster.Quoted, 3 => cluster.Accepted, _ => cluster.Won?.Fact };
            if (entered is not null)
            {
                var at = entered.Ticks();
                var book = books.Open(at, Touch.Stages);
                book.Entered[i] += sign;
                book.Advanced[i] += next is not null && next.Ticks() - at <= Horizons.Stages[i] * TimeSpan.TicksPerDay ? sign : 0;
            }

            entered = next;
        }
    }

    private static void Open(MonthBooks books, ClusterState cluster, int sign)
    {
        if (cluster.Registered is not { } registered)
        {
            return;
        }

        // Open at the end of a month: registered before it, and closed at it, later, or not at all.
        var opened = Month.Of(registered.Ticks());
        books.Open(opened, Touch.OpenOpportunities).OpenDelta += sign;
        if (ClosedAt(cluster) is { } closed)
        {
            var month = Month.Of(closed);
            books.Open(month < opened ? opened : month, Touch.OpenOpportunities).OpenDelta -= sign;
        }
    }

    private static void Put<T>(SortedBag<T> bag, T value, int sign)
        where T : IComparable<T>
    {
        if (sign > 0)
        {
            bag.Add(value);
        }
        else
        {
            bag.Remove(value);
        }
    }
}
