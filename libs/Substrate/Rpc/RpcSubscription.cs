using CoretimeDesk.Substrate.Rpc.Wire;

namespace CoretimeDesk.Substrate.Rpc;

/// <summary>
/// A running subscription, read by one reader: <c>await foreach (var item in subscription)</c>. Leaving the loop does not
/// end it; disposing does.
/// </summary>
/// <typeparam name="T">The notifications.</typeparam>
public sealed class RpcSubscription<T> : IAsyncEnumerable<SubscriptionItem<T>>, IAsyncDisposable
{
    private readonly Subscriber<T> _subscriber;

    internal RpcSubscription(Subscriber<T> subscriber) => _subscriber = subscriber;

    /// <summary>The method that subscribed.</summary>
    public string Method => _subscriber.Method;

    /// <summary>
    /// What comes. Ends when the subscription is disposed or has said its last word; throws when the node ended it
    /// (<see cref="RpcErrorException"/>), the reader was too slow (<see cref="SubscriberTooSlowException"/>), a notification
    /// could not be read (<see cref="RpcProtocolException"/>), the connection broke and it is not one to be made anew
    /// (<see cref="RpcConnectionException"/>), or the client was disposed (<see cref="ObjectDisposedException"/>).
    /// </summary>
    public async IAsyncEnumerator<SubscriptionItem<T>> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_subscriber.Queue.TryTake(out var item, out var changed))
            {
                yield return item;
            }
            else if (changed is null)
            {
                yield break;
            }
            else
            {
                await changed.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Unsubscribes. The node is told in the background, and its answer is not waited for.</summary>
    public ValueTask DisposeAsync()
    {
        _subscriber.End(null);
        return ValueTask.CompletedTask;
    }
}
