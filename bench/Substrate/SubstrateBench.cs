using System.Diagnostics;
using System.Text;
using System.Text.Json;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Bench.Substrate;

/// <summary>Our decoder beside the two that JavaScript people use: each in processes of its own, in turn, in one run.</summary>
internal static class SubstrateBench
{
    private static readonly string[] Contestants = ["polkadot-js", "papi", "ours"];

    public static async Task RunAsync(double seconds, int rounds, bool write)
    {
        var node = Path.Combine(Root(), "bench", "Substrate", "node");
        if (!Directory.Exists(Path.Combine(node, "node_modules")))
        {
            Console.WriteLine("installing the JavaScript contestants …");
            await JsonOf(new("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error") { WorkingDirectory = node });
        }

        Report.Put("substrate-events", write, await EventsAsync(node, seconds, rounds));
        Report.Put("substrate-metadata", write, await MetadataAsync(node, rounds));
    }

    private static async Task<string> EventsAsync(string node, double seconds, int rounds)
    {
        var rates = new Dictionary<(string Contestant, string Blob), List<double>>();

        // The contestants take turns as whole processes, so that a disturbance of the machine does not hit one alone.
        for (var turn = 0; turn < 2; turn++)
        {
            foreach (var group in Blob.All.GroupBy(b => b.MetadataFile))
            {
                foreach (var contestant in Contestants)
                {
                    Console.WriteLine($"events, turn {turn + 1}: {contestant}, {Path.GetFileName(group.Key)} …");
                    var json = await JsonOf(contestant == "ours"
                        ? Ours("contestant-events", group.Key, string.Join(',', group.Select(b => b.Name)), $"{seconds}", $"{rounds}")
                        : new("node", Path.Combine(node, "events.mjs"), "--contestant", contestant, "--metadata", group.Key, "--blobs", string.Join(',', group.Select(b => b.File)), "--seconds", $"{seconds}", "--rounds", $"{rounds}"));
                    foreach (var blob in json!.Value.GetProperty("blobs").EnumerateArray())
                    {
                        var name = Path.GetFileNameWithoutExtension(blob.GetProperty("file").GetString()!);
                        rates.TryAdd((contestant, name), []);
                        rates[(contestant, name)].Add(blob.GetProperty("eventsPerSecond").GetDouble());
                    }
                }
            }
        }

        var text = new StringBuilder($"Full decode, all fields materialised, thousand events per second; one core; {rounds} rounds of {seconds} s in each of two processes, the better process counts.\n\n");
        text.Append("| block (events, bytes) | @polkadot/types | polkadot-api | this library | × polkadot.js | × polkadot-api |\n|---|---|---|---|---|---|\n");
        foreach (var blob in Blob.All)
        {
            var (js, papi, ours) = (rates[("polkadot-js", blob.Name)].Max(), rates[("papi", blob.Name)].Max(), rates[("ours", blob.Name)].Max());
            text.Append($"| {blob.Name} ({blob.Count}, {blob.Events.Length}) | {js / 1000:0} | {papi / 1000:0} | {ours / 1000:0} ({ours / blob.Count * blob.Events.Length / 1e6:0} MB/s) | {ours / js:0} | {ours / papi:0.0} |\n");
        }

        return text.ToString().TrimEnd();
    }

    private static async Task<string> MetadataAsync(string node, int processes)
    {
        var text = new StringBuilder($"Metadata V16, milliseconds; cold is the first time in a fresh process (median of {processes}), warm the median of 21 repeats. Each step includes the one before.\n\n");
        text.Append("| chain | contestant | cold: parsed / usable / first block decoded | warm | process start to parsed |\n|---|---|---|---|---|\n");
        foreach (var blob in Blob.All.Take(2))
        {
            var runs = Contestants.ToDictionary(c => c, _ => new List<JsonElement>());
            for (var i = 0; i < processes; i++)
            {
                foreach (var contestant in Contestants)
                {
                    runs[contestant].Add((await JsonOf(contestant == "ours"
                        ? Ours("contestant-metadata", blob.Name)
                        : new("node", Path.Combine(node, "metadata.mjs"), "--contestant", contestant, "--metadata", blob.MetadataFile, "--blob", blob.File)))!.Value);
                }
            }

            foreach (var (contestant, json) in runs)
            {
                double Figure(string when, string step) => Contestant.Median(json.Select(j => j.GetProperty(when).GetProperty(step).GetDouble()));
                string Steps(string when) => $"{Figure(when, "parse"):0.0} / {Figure(when, "usable"):0.0} / {Figure(when, "firstBlob"):0.0}";
                text.Append($"| {(blob.Name.Contains("relay", StringComparison.Ordinal) ? "relay" : "Coretime")} | {(contestant == "ours" ? "this library" : contestant)} | {Steps("cold")} | {Steps("warm")} | {Contestant.Median(json.Select(j => j.GetProperty("processMs").GetDouble())):0} |\n");
            }
        }

        return text.ToString().TrimEnd();
    }

    private static ChildCommand Ours(params string[] words) => new(Environment.ProcessPath!, [.. Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? new[] { typeof(SubstrateBench).Assembly.Location } : [], .. words]);

    private static async Task<JsonElement?> JsonOf(ChildCommand command)
    {
        var (code, output) = await ChildProcess.RunAsync(command);
        if (code != 0)
        {
            throw new InvalidOperationException($"{command.Program} {string.Join(' ', command.Arguments)} failed: {output}");
        }

        var line = output.Split('\n').LastOrDefault(l => l.StartsWith('{'));
        return line is null ? null : JsonDocument.Parse(line).RootElement;
    }

    private static string Root() => CoretimeDesk.ChainLab.Repository.Root ?? throw new InvalidOperationException("The benchmark must run from within the repository.");
}
