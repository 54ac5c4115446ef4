using System.Collections.Concurrent;
using System.Diagnostics;
using CoretimeDesk.Substrate.Rpc;
using CoretimeDesk.Testing;

namespace CoretimeDesk.Bench.Watcher;

/// <summary>
/// How long a fact takes from the instant at which a node tells of the finalised block, as any client of the node learns it, until another service has the fact.
/// </summary>
internal static class FactLatencyBench
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(int everyMs, TimeSpan length, bool write)
    {
        Console.WriteLine($"a block every {everyMs} ms for {length.TotalSeconds} s, after {WarmUp.TotalSeconds} s to warm up");
        var blocks = (uint)((WarmUp + length + TimeSpan.FromMinutes(2)).TotalMilliseconds / everyMs);
        await using var node = await ReplayProcess.StartAsync("coretime", "--synthetic", $"{blocks}", "--start-at", "2", "--every", $"{everyMs}");
        await using var cluster = await BenchCluster.StartAsync(WatcherProcess.AppId);
        await using var sink = await FactSink.StartAsync("desk-pubsub", WatcherProcess.AppId);
        var ports = SidecarProcess.Reserve(WatcherProcess.AppId, FactSink.AppId);
        await using var watcher = await WatcherProcess.StartAsync(cluster, node, "Coretime", "head", ("DAPR_HTTP_PORT", $"{ports[WatcherProcess.AppId].Http}"), ("DAPR_GRPC_PORT", $"{ports[WatcherProcess.AppId].Grpc}"));
        await using var sidecar = await SidecarProcess.StartAsync(ports, [(WatcherProcess.AppId, [watcher.Port]), (FactSink.AppId, [sink.Port])]);

        var told = new ConcurrentDictionary<uint, long>();
        await using var client = new RpcClient(new() { Endpoints = [node.Rpc] });
        await using var heads = await new ChainRpc(client).SubscribeFinalizedHeadsAsync(new(), CancellationToken.None);
        using var ends = new CancellationTokenSource();
        var listening = ListenAsync(heads, told, ends.Token);
        await Task.Delay(WarmUp);
        var from = told.Keys.Max() + 1;
        var processor = watcher.ProcessorTime;
        await Task.Delay(length);
        var to = told.Keys.Max();
        var used = watcher.ProcessorTime - processor;
        await Task.Delay(TimeSpan.FromSeconds(3)); // What is under way.
        await ends.CancelAsync();
        await listening;

        // Only blocks of which this client was told by themselves: finality may come in batches.
        var delays = sink.Arrived.Where(f => f.Block >= from && f.Block <= to && told.ContainsKey(f.Block)).Select(f => Stopwatch.GetElapsedTime(told[f.Block], f.At).TotalMilliseconds).Order().ToArray();
        var result = new Turn(0, delays);
        var count = to - from + 1;
        Report.Put("fact-latency", write, $"""
            {count} blocks with {delays.Length} facts, one block every {everyMs} ms; node, watcher, PostgreSQL with fsync, sidecar with fsync and the receiver on the same two cores. The watcher spends {used.TotalMilliseconds / count:0.0} ms of processor time on a block, the market's state after it included.

            | from the node's notification, as another client gets it, to the fact at another service | p50 | p90 | p99 | longest |
            |---|---|---|---|---|
            | read, decode, save, outbox, sidecar | {result.Percentile(0.5):0.0} ms | {result.Percentile(0.9):0.0} ms | {result.Percentile(0.99):0.0} ms | {delays[^1]:0.0} ms |
            """);
    }

    private static async Task ListenAsync(RpcSubscription<BlockHeader> heads, ConcurrentDictionary<uint, long> told, CancellationToken stop)
    {
        try
        {
            await foreach (var item in heads.WithCancellation(stop))
            {
                if (item is SubscriptionItem<BlockHeader>.Notification { Value: var header })
                {
                    told.TryAdd((uint)header.Number, Stopwatch.GetTimestamp());
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }
}
