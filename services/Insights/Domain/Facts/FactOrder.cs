namespace CoretimeDesk.Insights.Facts;

/// <summary>The two orders of facts. Nothing depends on the order in which a file has them.</summary>
internal static class FactOrder
{
    /// <summary>The earlier of two by when they count, then by when they were recorded, then by id.</summary>
    public static T Earlier<T>(T fact, T? other)
        where T : Fact => IsEarlier(fact, other) ? fact : other!;

    /// <summary>Comes before the other by when it counts, then by when it was recorded, then by id; anything comes before nothing.</summary>
    public static bool IsEarlier(Fact fact, Fact? other) => other is null || Compare(fact, other) < 0;

    /// <summary>By when they count, then by when they were recorded, then by id.</summary>
    public static int Compare(Fact left, Fact right)
    {
        var byAt = left.At.CompareTo(right.At);
        return byAt != 0 ? byAt : CompareRecorded(left, right);
    }

    /// <summary>By when they were recorded, then by id.</summary>
    public static int CompareRecorded(Fact left, Fact right)
    {
        var byRecorded = left.RecordedAt.CompareTo(right.RecordedAt);
        return byRecorded != 0 ? byRecorded : string.CompareOrdinal(left.Id, right.Id);
    }

    /// <summary>In the order in which they were recorded, then by id.</summary>
    public static Fact[] Recorded(IEnumerable<Fact> facts)
    {
        // Sorted by number first: millions of texts need not be compared.
        var ordered = facts.ToArray();
        var recorded = Array.ConvertAll(ordered, f => f.RecordedAt.UtcTicks);
        Array.Sort(recorded, ordered);
        for (var start = 0; start < ordered.Length;)
        {
            var end = start + 1;
            while (end < ordered.Length && recorded[end] == recorded[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                Array.Sort(ordered, start, end - start, ById);
            }

            start = end;
        }

        return ordered;
    }

    private static readonly Comparer<Fact> ById = Comparer<Fact>.Create((a, b) => string.CompareOrdinal(a.Id, b.Id));

    /// <summary>The instant by which it counts, in ticks of UTC.</summary>
    public static long Ticks(this Fact fact) => fact.At.UtcTicks;
}
