namespace Grpc.Core;

/// <summary>A stream to write messages to. One write at a time.</summary>
public interface IAsyncStreamWriter<in T>
{
    /// <summary>How the next messages are written; null is the default.</summary>
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Writes one message; the task ends when another may be written.</summary>
    Task WriteAsync(T message);

    /// <summary>Writes one message unless cancelled. A cancelled write usually ends the call.</summary>
    /// <exception cref="NotSupportedException">This writer cannot cancel, and the token can be cancelled.</exception>
    Task WriteAsync(T message, CancellationToken cancellationToken) => cancellationToken.CanBeCanceled
        ? throw new NotSupportedException("This stream writer cannot cancel a write.")
        : WriteAsync(message);
}
