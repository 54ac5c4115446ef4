using System.Diagnostics;
using System.Text;
using CoretimeDesk.ChainLab;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Tests.Hostile.Fuzzing;

namespace CoretimeDesk.Bench.Substrate.Fuzz;

/// <summary>The tests' damaged inputs, by the million. The first input that something does not hold for ends the run.</summary>
internal static class FuzzRun
{
    private const int Cycle = 50; // Inputs after which the shares below have come out exactly.

    public static int Run(long inputs, int seed, TimeSpan most, bool write, CancellationToken stop)
    {
        var folder = Path.Combine(Repository.Root ?? throw new InvalidOperationException("The recorded blocks are in the repository, and this program was moved out of it."), "tests", "Fixtures", "Chain");
        var corpus = new FuzzCorpus(folder);
        var tallies = Shares(corpus).Select(s => new FuzzTally(s.Target, s.Share)).ToList();
        var wheel = tallies.SelectMany(t => Enumerable.Repeat(t, t.Share)).ToArray();
        var watch = Stopwatch.StartNew();
        long tried = 0;
        for (; tried < inputs && !stop.IsCancellationRequested && watch.Elapsed < most; tried++)
        {
            try
            {
                wheel[tried % Cycle].Run(seed, tried);
            }
            catch (FuzzFailureException e)
            {
                Console.Error.WriteLine(e);
                return 1;
            }

            if (tried % 500_000 == 499_999)
            {
                Console.Error.WriteLine($"{tried + 1} inputs in {watch.Elapsed.TotalSeconds:F0} s");
            }
        }

        Report.Put("substrate-fuzz", write, Table(tallies, tried, seed, watch.Elapsed));
        return 0;
    }

    // Metadata of a real runtime takes a thousand times as long as a value: a fiftieth of the inputs, and most of the time.
    private static (FuzzTarget Target, int Share)[] Shares(FuzzCorpus corpus) =>
    [
        (corpus.Events(), 20), (corpus.Extrinsics(), 14), (corpus.Calls(), 5), (corpus.Stored(), 4), (corpus.Keys(), 2), (new MetadataTarget(SmallMetadata.Samples(), "small metadata"), 4), (corpus.Metadata(), 1),
    ];

    private static string Table(List<FuzzTally> tallies, long tried, int seed, TimeSpan elapsed)
    {
        var text = new StringBuilder();
        text.AppendLine($"{tried:N0} damaged inputs (seed {seed}) in {elapsed.TotalSeconds:N0} s on one thread: none failed. Refused means a `{nameof(ScaleException)}` that points into the input; what is accepted gives the same bytes when it is encoded, and accepted metadata decodes recorded blocks or refuses them in the same way.");
        text.AppendLine();
        text.AppendLine("| input | tried | accepted | refused, by fault | most memory per byte | longest |");
        text.AppendLine("|---|---|---|---|---|---|");
        tallies.ForEach(t => text.AppendLine(t.Row()));
        return text.ToString().TrimEnd();
    }
}
