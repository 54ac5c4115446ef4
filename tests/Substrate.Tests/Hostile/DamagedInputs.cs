using CoretimeDesk.Substrate.Tests.Chain;
using CoretimeDesk.Substrate.Tests.Hostile.Fuzzing;

namespace CoretimeDesk.Substrate.Tests.Hostile;

/// <summary>
/// Some 300,000 inputs, each damaged in another way. The same mutator runs for millions in the benchmark program. A failure names the input, and
/// its seed and index make it again.
/// </summary>
public abstract class DamagedInputs
{
    private const int Seed = 20_000;

    private static readonly Lazy<FuzzCorpus> Corpus = new(() => new(ChainFixture.Folder));

    private static void Run(Func<FuzzCorpus, FuzzTarget> choose, int inputs, int acceptedMin)
    {
        var target = choose(Corpus.Value);
        var kinds = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var worst = 0.0;
        for (var i = 0; i < inputs; i++)
        {
            var outcome = target.Run(Seed, i);
            kinds[outcome.Kind] = kinds.GetValueOrDefault(outcome.Kind) + 1;
            worst = Math.Max(worst, outcome.Allocated / (outcome.Size + 64.0));
        }

        var found = string.Join(", ", kinds.Select(k => $"{k.Key} {k.Value}"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{found}; at most {worst:F0} bytes of memory per byte");
        Assert.True(kinds.GetValueOrDefault(FuzzOutcome.Accepted) >= acceptedMin, found);
        Assert.True(kinds.Count >= 4, found);
    }

    public sealed class OfEvents : DamagedInputs
    {
        [Fact]
        public void Are_refused_or_read_alike_by_all_three_walks() => Run(c => c.Events(), 120_000, 100);
    }

    public sealed class OfExtrinsics : DamagedInputs
    {
        [Fact]
        public void Are_refused_or_encoded_to_the_same_bytes() => Run(c => c.Extrinsics(), 80_000, 1_000);
    }

    public sealed class OfValues : DamagedInputs
    {
        [Fact]
        public void Are_refused_or_encoded_to_the_same_bytes_as_calls() => Run(c => c.Calls(), 40_000, 1_000);

        [Fact]
        public void Are_refused_or_encoded_to_the_same_bytes_as_stored_values() => Run(c => c.Stored(), 40_000, 1_000);

        [Fact]
        public void Are_refused_or_give_the_same_key_again() => Run(c => c.Keys(), 20_000, 100);
    }

    public sealed class OfMetadata : DamagedInputs
    {
        [Fact]
        public void Are_refused_or_decode_in_the_documented_ways() => Run(c => c.Metadata(), 400, 10);

        [Fact]
        public void Are_good_before_they_are_damaged()
        {
            foreach (var sample in SmallMetadata.Samples())
            {
                var runtime = Runtime.Parse(sample.Metadata);
                Assert.Equal(3, runtime.Events.Decode(sample.Events[0]).Length);
                Assert.All(sample.Extrinsics, e => Assert.True(runtime.Extrinsics.Decode(e).Call.Is("Sample", "first")));
                Assert.All(sample.Stored, s => Assert.Equal(s.Value, runtime.Storage(s.Pallet, s.Entry).Decode(s.Value).Encode()));
            }
        }

        [Fact]
        public void Are_refused_or_decode_in_the_documented_ways_also_where_no_chain_is_like_it() => Run(_ => new MetadataTarget(SmallMetadata.Samples()), 6_000, 100);
    }
}
