using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Clusters;

/// <summary>Where a cluster counts. Entered with sign 1, taken out with sign −1; in between nothing about it may change.</summary>
internal static class ClusterEntries
{
    public static void Enter(MonthBooks books, ClusterDates cluster, int sign)
    {
        Created(books, cluster, sign);
        Stages(books, cluster, sign);
        Won(books, cluster, sign);
        Lost(books, cluster, sign);
        First90(books, cluster, sign);
        FirstPeriods(books, cluster, sign);
        Open(books, cluster, sign);
    }

    /// <summary>Enters anew what is otherwise than before, and touches nothing else: months that read what stays the same need not be looked at.</summary>
    public static void Change(MonthBooks books, ClusterDates before, ClusterDates after)
    {
        var created = before.Created.Ticks() != after.Created.Ticks();
        var won = before.Won?.Ticks != after.Won?.Ticks;
        var lost = before.Lost?.Ticks() != after.Lost?.Ticks();
        var registered = before.Registered?.Ticks() != after.Registered?.Ticks();
        Again(created || won || before.Sponsored != after.Sponsored, Created);
        Again(created || won || registered || before.Qualified?.Ticks() != after.Qualified?.Ticks() || before.Quoted?.Ticks() != after.Quoted?.Ticks() || before.Accepted?.Ticks() != after.Accepted?.Ticks(), Stages);
        Again(created || won, Won);
        Again(lost, Lost);
        Again(won || before.First90 != after.First90, First90);
        Again(won || before.FirstPeriods != after.FirstPeriods, FirstPeriods);
        Again(registered || won || lost, Open);

        void Again(bool isOther, Action<MonthBooks, ClusterDates, int> enter)
        {
            if (isOther)
            {
                enter(books, before, -1);
                enter(books, after, 1);
            }
        }
    }

    public static void Created(MonthBooks books, ClusterDates cluster, int sign)
    {
        var created = cluster.Created.Ticks();
        var book = books.Open(created, Touch.Created);
        book.Created += sign;
        book.SponsoredPlanck += sign * cluster.Sponsored;
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

    public static void Won(MonthBooks books, ClusterDates cluster, int sign)
    {
        if (cluster.Won is not { } won)
        {
            return;
        }

        var book = books.Open(won.Ticks, Touch.Won);
        book.Won += sign;
        Put(book.Closings, won.Ticks - cluster.Created.Ticks(), sign);
    }

    public static void Lost(MonthBooks books, ClusterDates cluster, int sign)
    {
        if (cluster.Lost is { } lost)
        {
            books.Open(lost.Ticks(), Touch.Lost).Lost += sign;
        }
    }

    /// <summary>The first 90 days count when they are over.</summary>
    public static void First90(MonthBooks books, ClusterDates cluster, int sign)
    {
        if (First90End(cluster) is { } end)
        {
            var book = books.Open(end, Touch.First90);
            Put(book.First90, cluster.First90, sign);
            Put(book.First90Ends, (end, cluster.First90), sign);
        }
    }

    /// <summary>The first three periods count from the month on that is four periods after the win.</summary>
    public static void FirstPeriods(MonthBooks books, ClusterDates cluster, int sign)
    {
        if (cluster.Won is { } won && Periods.FirstOf(won.Ticks) is { } month)
        {
            books.Open(month, Touch.FirstPeriods).FirstPeriodsDelta += sign * cluster.FirstPeriods;
        }
    }

    /// <summary>When the first 90 days are over, in ticks; null when they never begin, or end after the calendar does.</summary>
    public static long? First90End(ClusterDates cluster) =>
        cluster.Won is { } won && won.Ticks <= DateTime.MaxValue.Ticks - (Horizons.FirstDays * TimeSpan.TicksPerDay) ? won.Ticks + (Horizons.FirstDays * TimeSpan.TicksPerDay) : null;

    /// <summary>When each stage was entered: lead, qualified, opportunity, quoted, accepted, won.</summary>
    public static Fact?[] StageFacts(ClusterDates cluster) => [cluster.Created, cluster.Qualified, cluster.Registered, cluster.Quoted, cluster.Accepted, cluster.Won?.Fact];

    /// <summary>When an opportunity was won or lost; null while it is neither.</summary>
    public static long? ClosedAt(ClusterDates cluster) => (cluster.Won?.Ticks, cluster.Lost?.Ticks()) switch
    {
        ({ } won, { } lost) => Math.Min(won, lost),
        ({ } won, null) => won,
        (null, { } lost) => lost,
        _ => null,
    };

    private static void Stages(MonthBooks books, ClusterDates cluster, int sign)
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

    private static void Open(MonthBooks books, ClusterDates cluster, int sign)
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
