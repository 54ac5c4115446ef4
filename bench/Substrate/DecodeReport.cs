using System.Globalization;
using System.Text;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace CoretimeDesk.Bench.Substrate;

/// <summary>Runs <see cref="DecodeBenchmarks"/> and tells its results in events instead of invocations.</summary>
internal static class DecodeReport
{
    public static void Run(bool write)
    {
        var config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(8).WithIterationCount(15).WithIterationTime(TimeInterval.FromMilliseconds(200)))
            .AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .AddDiagnoser(BenchmarkDotNet.Diagnosers.MemoryDiagnoser.Default)
            .AddLogger(ConsoleLogger.Default);
        var summary = BenchmarkRunner.Run<DecodeBenchmarks>(config);
        Report.Put("substrate-decode", write, Table(summary));
    }

    private static string Table(Summary summary)
    {
        var text = new StringBuilder($"BenchmarkDotNet {typeof(BenchmarkRunner).Assembly.GetName().Version!.ToString(3)}, medians of 15 iterations. Wanted: {string.Join(", ", DecodeBenchmarks.Wanted)}.\n\n");
        text.Append("| block | events | full: M events/s, MB/s, bytes/event | only the wanted: M events/s, wanted | nothing wanted: M events/s, × full | bytes allocated for all that was passed over |\n|---|---|---|---|---|---|\n");
        foreach (var blob in Blob.All)
        {
            var (full, filtered, skipped) = (Of(summary, blob, nameof(DecodeBenchmarks.Full)), Of(summary, blob, nameof(DecodeBenchmarks.Filtered)), Of(summary, blob, nameof(DecodeBenchmarks.Skipped)));
            var wanted = blob.Runtime.Events.Decode(blob.Events, blob.Runtime.Events.Filter(DecodeBenchmarks.Wanted)).Length;
            double Rate(double nanoseconds) => blob.Count / nanoseconds * 1000;
            text.Append(CultureInfo.InvariantCulture, $"| {blob.Name} | {blob.Count} | {Rate(full.Time):0.0}, {blob.Events.Length / full.Time * 1000:0}, {full.Bytes / blob.Count:0} | {Rate(filtered.Time):0.0}, {wanted} | {Rate(skipped.Time):0.0}, {full.Time / skipped.Time:0.0} | {skipped.Bytes:0} |\n");
        }

        return text.ToString().TrimEnd();
    }

    private static (double Time, double Bytes) Of(Summary summary, Blob blob, string method)
    {
        var report = summary.Reports.Single(r => r.BenchmarkCase.Descriptor.WorkloadMethod.Name == method && r.BenchmarkCase.Parameters["Fixture"].Equals(blob.Name));
        return (report.ResultStatistics!.Median, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
    }
}
