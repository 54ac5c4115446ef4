namespace CoretimeDesk.Leads;

/// <summary>
/// Turns by weight: everybody has a place on one line, whoever is furthest behind is next, and moves on by less the more
/// weight they have. Only the chosen one's place changes.
/// </summary>
public static class RoundRobin
{
    /// <summary>The highest weight.</summary>
    public const int WeightMax = 10;

    /// <summary>The least common multiple of 1 to 10: every weight's step is a whole number, so that no share is lost to rounding.</summary>
    public const long Circle = 2520;

    /// <summary>The next in turn, their new place, and the new front of the line.</summary>
    /// <param name="places">Who could be next, at least one: id, weight 1 to 10, place.</param>
    /// <param name="front">The place from which the latest choice was made. Who was away steps in there, and does not make up for their absence.</param>
    public static (Guid Id, long Place, long Front) Next(IReadOnlyCollection<(Guid Id, int Weight, long Place)> places, long front)
    {
        ArgumentOutOfRangeException.ThrowIfZero(places.Count, nameof(places));

        // A tie goes to the lower id: any rule will do, as long as it is one.
        var (id, weight, place) = places.Select(p => (p.Id, p.Weight, Place: Math.Max(p.Place, front))).OrderBy(p => p.Place).ThenBy(p => p.Id).First();
        return (id, place + (Circle / weight), place);
    }
}
