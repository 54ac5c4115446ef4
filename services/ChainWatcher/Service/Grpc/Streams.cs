using Grpc.Core;

namespace CoretimeDesk.ChainWatcher.Grpc;

/// <summary>Sends what comes, one after the other: who reads slowly makes the source wait, and nothing piles up.</summary>
internal static class Streams
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>Sends everything, until the source ends or the call does.</summary>
    /// <remarks>
    /// A message that is under way when the call is to end is sent to its end: breaking it off would reset the stream, and the reader would not learn why it ended. Only
    /// where nobody reads it is broken off, a moment later.
    /// </remarks>
    public static async Task SendAsync<T, TMessage>(this IAsyncEnumerable<T> source, IServerStreamWriter<TMessage> to, Func<T, TMessage> message, TimeProvider time, CancellationToken ends)
    {
        using var late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var soon = ends.Register(() => late.CancelAfter(Grace));
        await foreach (var item in source.WithCancellation(ends))
        {
            await to.WriteAsync(message(item), late.Token);
        }
    }
}
