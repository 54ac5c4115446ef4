using System.Diagnostics;
using Grpc.Net.Client;

namespace CoretimeDesk.Bench;

/// <summary>What a turn of load measured.</summary>
/// <param name="PerSecond">Finished calls per second.</param>
/// <param name="Latencies">Sorted, in milliseconds.</param>
internal sealed record Turn(double PerSecond, double[] Latencies)
{
    /// <summary>The latency that this share of calls did not exceed, in milliseconds.</summary>
    public double Percentile(double share) => Latencies.Length == 0 ? 0 : Latencies[(int)Math.Min(Latencies.Length - 1, share * Latencies.Length)];
}

/// <summary>Callers that each wait for their answer before they call again, as pgbench's clients do.</summary>
internal static class Load
{
    public static async Task<Turn> RunAsync(int clients, TimeSpan length, Uri address, Func<GrpcChannel, int, Task> call)
    {
        // Four callers share a connection, so that no single HTTP/2 connection is the bottleneck.
        var channels = Enumerable.Range(0, Math.Max(1, clients / 4)).Select(_ => GrpcChannel.ForAddress(address)).ToArray();
        try
        {
            await Task.WhenAll(channels.Select((c, i) => call(c, i)));
            var watch = Stopwatch.StartNew();
            var latencies = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
            {
                var mine = new List<double>(capacity: 20_000);
                while (watch.Elapsed < length)
                {
                    var start = Stopwatch.GetTimestamp();
                    await call(channels[client % channels.Length], client);
                    mine.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }

                return mine;
            })));
            var took = watch.Elapsed;
            double[] all = [.. latencies.SelectMany(l => l).Order()];
            return new(all.Length / took.TotalSeconds, all);
        }
        finally
        {
            foreach (var channel in channels)
            {
                channel.Dispose();
            }
        }
    }

    public static T Median<T>(IEnumerable<T> values, Func<T, double> of)
    {
        var sorted = values.OrderBy(of).ToList();
        return sorted[sorted.Count / 2];
    }
}
