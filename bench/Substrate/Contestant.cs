using System.Diagnostics;
using System.Text.Json;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Bench.Substrate;

/// <summary>
/// This library under the rules of the JavaScript contestants (bench/Substrate/node): a fresh process, warmed up, timed turn by turn, the median printed
/// as one line of JSON.
/// </summary>
internal static class Contestant
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static void Events(string metadataFile, string[] blobs, double seconds, int rounds)
    {
        var runs = Blob.All.Where(b => b.MetadataFile == metadataFile && blobs.Contains(b.Name)).Select(b => (Blob: b, Rates: new List<double>())).ToList();
        foreach (var (blob, _) in runs)
        {
            if (blob.Runtime.Events.Decode(blob.Events).Length != blob.Count)
            {
                throw new InvalidOperationException($"{blob.Name} does not have {blob.Count} events.");
            }

            Repeat(blob, WarmUp.TotalSeconds);
        }

        for (var round = 0; round < rounds; round++)
        {
            runs.ForEach(run => run.Rates.Add(Repeat(run.Blob, seconds)));
        }

        Console.WriteLine(JsonSerializer.Serialize(new { blobs = runs.Select(run => new { file = run.Blob.Name, eventsPerSecond = Median(run.Rates) }) }));
    }

    /// <summary>From the bytes of metadata to a runtime, and on to the events of a first block.</summary>
    public static void Metadata(Blob blob, int repeats)
    {
        var bytes = Blob.MetadataBytes(blob.MetadataFile);
        var cold = Once(bytes, blob);
        using var process = Process.GetCurrentProcess();
        var sinceStart = (TimeProvider.System.GetUtcNow() - process.StartTime.ToUniversalTime()).TotalMilliseconds;
        var warm = Enumerable.Range(0, repeats).Select(_ => Once(bytes, blob)).ToList();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            cold = new { parse = cold.Parse, usable = cold.Usable, firstBlob = cold.First },
            warm = new { parse = Median(warm.Select(w => w.Parse)), usable = Median(warm.Select(w => w.Usable)), firstBlob = Median(warm.Select(w => w.First)) },
            processMs = sinceStart,
        }));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static (double Parse, double Usable, double First) Once(byte[] bytes, Blob blob)
    {
        var watch = Stopwatch.StartNew();
        var metadata = RuntimeMetadata.Parse(bytes);
        var parse = watch.Elapsed.TotalMilliseconds;
        var events = new Runtime(metadata).Events;
        var usable = watch.Elapsed.TotalMilliseconds;
        events.Decode(blob.Events);
        return (parse, usable, watch.Elapsed.TotalMilliseconds);
    }

    private static double Repeat(Blob blob, double seconds)
    {
        var watch = Stopwatch.StartNew();
        var passes = 0L;
        var batch = Math.Max(1, 5000 / blob.Count);
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            for (var i = 0; i < batch; i++)
            {
                blob.Runtime.Events.Decode(blob.Events);
            }

            passes += batch;
        }

        return passes * blob.Count / watch.Elapsed.TotalSeconds;
    }
}
