namespace CoretimeDesk.Substrate.Rpc;

/// <summary>What happens when notifications come faster than they are read.</summary>
public enum Overflow
{
    /// <summary>The subscription ends with a <see cref="SubscriberTooSlowException"/>, after what was buffered has been read.</summary>
    Fail,

    /// <summary>Only the newest notification waits: for heads, each of which replaces the one before.</summary>
    KeepLatest,
}

/// <summary>How a subscription behaves.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>What happens when notifications come faster than they are read.</summary>
    public Overflow Overflow { get; init; }

    /// <summary>How many notifications may wait; null for <see cref="RpcOptions.SubscriptionBuffer"/>.</summary>
    public int? Buffer { get; init; }

    /// <summary>
    /// Whether it is made anew on the next connection. If not, it ends with a <see cref="RpcConnectionException"/> when its
    /// connection does.
    /// </summary>
    public bool Resubscribe { get; init; } = true;
}
