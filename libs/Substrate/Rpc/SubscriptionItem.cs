namespace CoretimeDesk.Substrate.Rpc;

/// <summary>What a subscription's reader gets: a notification, or word that some may be missing.</summary>
/// <typeparam name="T">The notifications.</typeparam>
public abstract record SubscriptionItem<T>
{
    private SubscriptionItem()
    {
    }

    /// <summary>A notification.</summary>
    /// <param name="Value">What it says.</param>
    /// <param name="Skipped">How many were dropped before it; always 0 unless <see cref="Overflow.KeepLatest"/> was asked for.</param>
    public sealed record Notification(T Value, long Skipped = 0) : SubscriptionItem<T>;

    /// <summary>
    /// The connection broke and the subscription was made anew. What the node announced in between is lost: a reader
    /// that needs every block must ask for those after the last one it knows.
    /// </summary>
    /// <param name="Endpoint">Where it was made anew, perhaps a node that has seen less than the one before.</param>
    public sealed record Resubscribed(RpcEndpoint Endpoint) : SubscriptionItem<T>;
}
