namespace CoretimeDesk.Sidecar.Log;

/// <summary>Where an accepted event lies, and who still needs it. The body stays on disk (and in the page cache).</summary>
internal sealed class StoredEvent(string topic, long sequence, long acceptedUnixMs)
{
    public string Topic { get; } = topic;

    /// <summary>Its place in the order of acceptance over all topics; never used twice, kept when the event is moved.</summary>
    public long Sequence { get; } = sequence;

    public long AcceptedUnixMs { get; } = acceptedUnixMs;

    public required Segment Segment { get; set; }

    public required long BodyOffset { get; set; }

    public required int BodyBytes { get; init; }

    /// <summary>How many groups have not dealt with it.</summary>
    public int NeededBy { get; set; }

    /// <summary>Whether it is among the newest of its topic, which are kept for groups that subscribe later.</summary>
    public bool InWindow { get; set; }
}
