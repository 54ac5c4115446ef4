using System.Diagnostics;
using System.Text.Json;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.Testing;
using Npgsql;

namespace CoretimeDesk.Bench.Watcher;

/// <summary>
/// How fast the watcher reads a chain's past, beside a loop with @polkadot/api over the same blocks of the same node; and whether its memory stays flat
/// while it does so. The watcher saves all facts durably; the loop only counts.
/// </summary>
internal static class CatchUpBench
{
    private const int EventsPerBlock = 540;
    private const int WarmUp = 500;
    private const int ScriptWarmUp = 50;

    public static async Task RunAsync(uint blocks, uint scriptBlocks, int rounds, bool write)
    {
        await using var node = await ReplayProcess.StartAsync("relay", "--synthetic", $"{blocks}", "--busy", $"{EventsPerBlock}");
        var (plain, atOnce, ours) = (new List<Pace>(), new List<Pace>(), new List<Pace>());
        for (var round = 1; round <= rounds; round++)
        {
            // The contestants take turns, so that a disturbance of the machine does not hit one alone.
            plain.Add(Told($"round {round}: @polkadot/api, one block after the other", await ScriptAsync(node, scriptBlocks, atOnce: 1)));
            ours.Add(Told($"round {round}: the watcher", await OursAsync(node, Math.Min(blocks, WarmUp + (10 * scriptBlocks)))));
            atOnce.Add(Told($"round {round}: @polkadot/api, 32 blocks at once", await ScriptAsync(node, scriptBlocks, atOnce: 32)));
        }

        var longest = Told("the long run", await OursAsync(node, blocks));
        var (js, js32, watcher) = (Middle(plain), Middle(atOnce), Middle(ours));
        Report.Put("catch-up", write, $"""
            A relay chain's blocks with {js.Events / js.Blocks:0} events and {js.Extrinsics / js.Blocks:0} extrinsics each, of which {js.Facts / js.Blocks:0} are on-demand orders; {rounds} alternating turns of each, medians; one replay node on the same two cores serves all. Warm-up: {WarmUp} blocks of the watcher, {ScriptWarmUp} of the loop.

            | contestant | blocks per second | × the plain loop | processor time per block | and the node's |
            |---|---|---|---|---|
            | `@polkadot/api`, one block after the other, counts only | {js.PerSecond:0} | 1 | {js.Each:0.0} ms | {js.NodeEach:0.0} ms |
            | `@polkadot/api`, 32 blocks at once, counts only | {js32.PerSecond:0} | {js32.PerSecond / js.PerSecond:0.0} | {js32.Each:0.0} ms | {js32.NodeEach:0.0} ms |
            | the watcher: facts, journal and checkpoint in PostgreSQL | {watcher.PerSecond:0} | {watcher.PerSecond / js.PerSecond:0.0} | {watcher.Each:0.0} ms and PostgreSQL's | {watcher.NodeEach:0.0} ms |

            Resident memory of the watcher over {longest.Blocks + WarmUp} blocks ({longest.Facts} facts, {longest.PerSecond:0} blocks per second), at each tenth of the way: {string.Join(", ", longest.Megabytes)} MB.
            """);
    }

    private static async Task<Pace> ScriptAsync(ReplayProcess node, uint blocks, int atOnce)
    {
        var script = Path.Combine(CoretimeDesk.ChainLab.Repository.Root!, "bench", "Watcher", "catch-up.mjs");
        var before = node.ProcessorTime;
        var (code, output) = await ChildProcess.RunAsync(new("node", script, "--node", $"{node.Rpc}", "--from", "2", "--blocks", $"{blocks}", "--at-once", $"{atOnce}", "--warm-up", $"{ScriptWarmUp}"));
        if (code != 0)
        {
            throw new InvalidOperationException($"The loop with @polkadot/api failed; 'npm ci' in tests/ChainLab/node installs what it needs. {output}");
        }

        var json = JsonDocument.Parse(output.Split('\n').Last(l => l.StartsWith('{'))).RootElement;
        return new(
            blocks, json.GetProperty("seconds").GetDouble(), json.GetProperty("processorSeconds").GetDouble(), (node.ProcessorTime - before).TotalSeconds * blocks / (blocks + ScriptWarmUp),
            json.GetProperty("events").GetInt64(), json.GetProperty("extrinsics").GetInt64(), json.GetProperty("found").GetInt64(), []);
    }

    private static async Task<Pace> OursAsync(ReplayProcess node, uint blocks)
    {
        await using var cluster = await BenchCluster.StartAsync(WatcherProcess.AppId);
        await using var database = NpgsqlDataSource.Create(cluster.Database.Admin);
        await using var watcher = await WatcherProcess.StartAsync(cluster, node, "Relay", "2");
        var began = await ReachAsync(WarmUp);
        var (watch, processor, nodes, facts) = (Stopwatch.StartNew(), watcher.ProcessorTime, node.ProcessorTime, await FactsAsync());
        var megabytes = new List<long>();
        var reached = began;
        for (var tenth = 1; tenth <= 10; tenth++)
        {
            reached = await ReachAsync(blocks * tenth / 10);
            megabytes.Add(watcher.ResidentBytes / 1_000_000);
        }

        return new(
            reached - began, watch.Elapsed.TotalSeconds, (watcher.ProcessorTime - processor).TotalSeconds, (node.ProcessorTime - nodes).TotalSeconds, 0, 0, await FactsAsync() - facts, megabytes);

        async Task<long> ReachAsync(long height)
        {
            var (last, since) = (-1L, Stopwatch.StartNew());
            while (true)
            {
                var saved = await ScalarAsync("select coalesce((select block_number from chainwatcher.chains), 0)");
                if (saved >= height)
                {
                    return saved;
                }

                (last, since) = saved == last ? (last, since) : (saved, Stopwatch.StartNew());
                if (since.Elapsed > TimeSpan.FromSeconds(60))
                {
                    throw new InvalidOperationException($"The watcher stays at block {saved}: {await File.ReadAllTextAsync(watcher.LogFile)}");
                }

                await Task.Delay(20);
            }
        }

        Task<long> FactsAsync() => ScalarAsync("select facts from chainwatcher.chains");

        async Task<long> ScalarAsync(string sql)
        {
            await using var command = database.CreateCommand(sql);
            return Convert.ToInt64(await command.ExecuteScalarAsync());
        }
    }

    private static Pace Told(string what, Pace pace)
    {
        Console.WriteLine($"{what}: {pace.PerSecond:0.0} blocks per second");
        return pace;
    }

    private static Pace Middle(List<Pace> rounds) => Load.Median(rounds, p => p.PerSecond);

    /// <param name="Blocks">Blocks that were timed.</param>
    /// <param name="Seconds">How long they took.</param>
    /// <param name="Processor">Processor seconds of the contestant.</param>
    /// <param name="Node">Processor seconds of the node meanwhile.</param>
    /// <param name="Events">Events decoded, where counted.</param>
    /// <param name="Extrinsics">Extrinsics decoded, where counted.</param>
    /// <param name="Facts">Facts, or what the loop counted of them.</param>
    /// <param name="Megabytes">Resident memory along the way.</param>
    private sealed record Pace(double Blocks, double Seconds, double Processor, double Node, long Events, long Extrinsics, long Facts, IReadOnlyList<long> Megabytes)
    {
        public double PerSecond => Blocks / Seconds;

        public double NodeEach => Node * 1000 / Blocks;

        public double Each => Processor * 1000 / Blocks;
    }
}
