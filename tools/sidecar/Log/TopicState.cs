namespace CoretimeDesk.Sidecar.Log;

/// <summary>The events of one topic that are kept for late subscribers, and the groups that consume it. Guarded by the store's lock.</summary>
internal sealed class TopicState
{
    /// <summary>The newest events, oldest first, whether needed or not.</summary>
    public Queue<StoredEvent> Window { get; } = [];

    public Dictionary<string, GroupState> Groups { get; } = new(StringComparer.Ordinal);

    public bool WarnedOfLoss { get; set; }
}
