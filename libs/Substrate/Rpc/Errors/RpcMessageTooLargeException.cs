namespace CoretimeDesk.Substrate.Rpc;

/// <summary>A message grew beyond <see cref="RpcOptions.MaxMessageBytes"/>; the rest of it was not read and the connection was closed.</summary>
/// <param name="endpoint">Who sent it.</param>
/// <param name="maxBytes">The limit.</param>
public sealed class RpcMessageTooLargeException(RpcEndpoint endpoint, int maxBytes)
    : RpcProtocolException(endpoint, $"a message is larger than {maxBytes} bytes")
{
    /// <summary>The limit in bytes.</summary>
    public int MaxBytes { get; } = maxBytes;
}
