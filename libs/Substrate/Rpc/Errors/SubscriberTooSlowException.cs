namespace CoretimeDesk.Substrate.Rpc;

/// <summary>
/// A subscription ended because its reader fell behind: dropping items silently would hide blocks, and waiting would
/// hold up every other answer on the socket.
/// </summary>
/// <param name="method">The subscription.</param>
/// <param name="buffered">The items that were waiting when one more came.</param>
public sealed class SubscriberTooSlowException(string method, int buffered)
    : RpcException($"The reader of {method} fell behind: {buffered} notifications were waiting when one more came")
{
    /// <summary>The subscription's method.</summary>
    public string Method { get; } = method;
}
