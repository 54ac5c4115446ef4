namespace CoretimeDesk.Sidecar.Delivery;

/// <summary>When an event is delivered a second time on purpose.</summary>
internal enum Duplicate
{
    None,

    /// <summary>Beside the first, so that two handlers race.</summary>
    Beside,

    /// <summary>Right after the first succeeded.</summary>
    After,

    /// <summary>Up to a second later, after other events.</summary>
    Later,
}

/// <summary>
/// Duplicates, delays and disorder that test runs ask for. Every decision is a function of the seed and the event, so a
/// run can be repeated.
/// </summary>
internal sealed record Disturbance(double DuplicateShare, TimeSpan DelayMax, bool Reorder, long Seed)
{
    private static readonly TimeSpan ReorderHoldMax = TimeSpan.FromMilliseconds(20);

    public Duplicate DuplicateOf(long sequence)
    {
        var draw = Draw(sequence, 1);
        return draw < DuplicateShare ? (Duplicate)(1 + (int)(Draw(sequence, 2) * 3)) : Duplicate.None;
    }

    public TimeSpan LaterBy(long sequence) => TimeSpan.FromMilliseconds(50 + (Draw(sequence, 3) * 950));

    public TimeSpan DelayOf(long sequence) => DelayMax * Draw(sequence, 4);

    /// <summary>How long an event is held back so that later ones can overtake it.</summary>
    public TimeSpan HoldOf(long sequence) => Reorder ? (DelayMax > ReorderHoldMax ? DelayMax : ReorderHoldMax) * Draw(sequence, 5) : TimeSpan.Zero;

    /// <summary>Between 0 and 1, the same for the same arguments.</summary>
    public double Draw(long sequence, long purpose) => Draw(Seed, sequence, purpose);

    /// <inheritdoc cref="Draw(long, long)"/>
    public static double Draw(long seed, long sequence, long purpose)
    {
        // SplitMix64 over the three numbers.
        unchecked
        {
            var x = (ulong)seed + (0x9E3779B97F4A7C15UL * (ulong)sequence) + (0xD1B54A32D192ED03UL * (ulong)purpose);
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
            x ^= x >> 31;
            return (x >> 11) / (double)(1UL << 53);
        }
    }
}
