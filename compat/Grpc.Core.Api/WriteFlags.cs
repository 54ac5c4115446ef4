namespace Grpc.Core;

/// <summary>Wishes about how one message is written.</summary>
[Flags]
public enum WriteFlags
{
    /// <summary>More follows soon: the message need not be flushed at once.</summary>
    BufferHint = 0x1,

    /// <summary>The message is not to be compressed, even when the call is.</summary>
    NoCompress = 0x2,
}
