namespace Grpc.Core;

/// <summary>A stream of messages to read. One reader at a time.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last successful <see cref="MoveNext"/> arrived at.</summary>
    T Current { get; }

    /// <summary>Waits for the next message: true when there is one, false at the end.</summary>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
