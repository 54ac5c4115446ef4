namespace CoretimeDesk.Sidecar.Log;

/// <summary>What one app id has not dealt with yet of one topic. Outlives the app and the sidecar.</summary>
internal sealed class GroupState(string appId, string topic, long from)
{
    public string AppId { get; } = appId;

    public string Topic { get; } = topic;

    /// <summary>The first sequence number it is entitled to.</summary>
    public long From { get; } = from;

    /// <summary>In order of acceptance. Guarded by the store's lock.</summary>
    public SortedDictionary<long, StoredEvent> Pending { get; } = [];

    /// <summary>Told of every new event, under the store's lock: it must only take note. Null while nobody delivers.</summary>
    public Action<StoredEvent>? Arrived { get; set; }
}
