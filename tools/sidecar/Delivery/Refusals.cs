namespace CoretimeDesk.Sidecar.Delivery;

/// <summary>Which published events of one app are refused on purpose: a function of the seed and the count of events.</summary>
internal sealed class Refusals(double share, long seed)
{
    private const long Purpose = 6;
    private long _count;

    /// <summary>Whether the next event is refused.</summary>
    public bool Next() => share > 0 && Disturbance.Draw(seed, Interlocked.Increment(ref _count), Purpose) < share;
}
