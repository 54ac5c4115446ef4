using CoretimeDesk.Substrate.Tests.Chain;
using CoretimeDesk.Substrate.Tests.Metadata;
using CoretimeDesk.Substrate.Tests.Scale;

namespace CoretimeDesk.Substrate.Tests.Hostile;

/// <summary>The most expensive inputs that the format allows, against what <see cref="ScaleLimits"/> says that an input may cost.</summary>
public sealed class TakingMemory
{
    [Fact]
    public void Stays_within_the_limit_for_the_densest_types()
    {
        var blob = new MetadataBlob();
        var units = blob.Vec(blob.Unit);
        var wide = blob.Vec(blob.Struct("Wide", [("byte", blob.U8), .. Enumerable.Range(0, 2).Select(i => ((string?)$"u{i}", blob.Unit))]));
        var texts = blob.Vec(blob.Primitive(Primitive.Str));
        var chars = blob.Vec(blob.Primitive(Primitive.Char));
        var flags = blob.Vec(blob.Tuple(blob.Tuple(blob.Primitive(Primitive.Bool))));
        var lists = blob.Vec(blob.Vec(blob.U32));
        var both = blob.Tuple(units, blob.Vec(blob.Tuple(blob.Primitive(Primitive.Bool)))); // All that may be uncounted, and all that may be counted.
        var runtime = blob.Runtime();
        const int Count = 20_000;
        Check(runtime, units, Reading.Written(w => w.WriteCompact(ScaleLimits.ValuesFree)));
        Check(runtime, wide, Items(Count, [7]));
        Check(runtime, texts, Items(Count, [4, (byte)'x']));
        Check(runtime, chars, Items(Count, [0x80, 0xf6, 1, 0]));
        Check(runtime, flags, Items(Count, [1]));
        Check(runtime, lists, Items(Count, [0]));
        Check(runtime, both, [.. Reading.Written(w => w.WriteCompact(4 * Count)), .. Items(Count, [1])]);
    }

    [Fact]
    public void Stays_within_the_limit_when_chunks_are_left_half_empty()
    {
        // Lists of one more than half a chunk, each after a list of one: the worst for memory that is handed out in chunks.
        var blob = new MetadataBlob();
        var type = blob.Vec(blob.Vec(blob.Primitive(Primitive.Bool)));
        var runtime = blob.Runtime();
        foreach (var size in (int[])[100, 128, 129, 513, 700, 1_023, 1_024, 1_025])
        {
            var pair = Reading.Written(w =>
            {
                w.WriteCompact(1);
                w.WriteByte(1);
                w.WriteCompact((uint)size);
                w.WriteBytes(new byte[size]);
            });
            Check(runtime, type, [.. Reading.Written(w => w.WriteCompact(200)), .. Enumerable.Repeat(pair, 100).SelectMany(p => p)]);
        }
    }

    [Fact]
    public void Stays_within_the_limit_for_events_of_four_bytes_and_for_topics()
    {
        var blob = new MetadataBlob();
        blob.Pallets.Add(new("P", 0) { Events = new(blob.Enum("Event", new VariantSpec("Happened", 0))) });
        var runtime = blob.Runtime();
        var every = runtime.Events.Filter(_ => true);
        foreach (var record in (byte[][])[[1, 0, 0, 0], [1, 0, 0, 4, .. new byte[32]], [0, 0, 0, 0, 0, 0, 0, 8, .. new byte[64]]])
        {
            var bytes = Items(5_000, record);
            Check(() => Assert.Equal(5_000, runtime.Events.Decode(bytes).Length), bytes);
            Check(() => Assert.Equal(5_000, runtime.Events.Decode(bytes, every).Length), bytes);
        }
    }

    [Fact]
    public void Is_nothing_for_events_that_nobody_wants()
    {
        var fixture = ChainFixture.Load("blocks/coretime-061-rotate-sale");
        var (codec, bytes) = (fixture.Runtime.Events, fixture.Events);
        var none = codec.Filter(_ => false);
        Assert.Equal(0, Taken(() => codec.Decode(bytes, none)));
    }

    [Theory]
    [InlineData("blocks/coretime-061-rotate-sale")]
    [InlineData("blocks/coretime-041-admin-misc")]
    [InlineData("blocks/relay-053-order-batch")]
    public void Is_less_than_fifty_times_the_input_for_real_blocks(string file)
    {
        var fixture = ChainFixture.Load(file);
        var taken = Taken(() => fixture.Runtime.Events.Decode(fixture.Events));
        Assert.InRange(taken, 1, 50L * fixture.Events.Length);
    }

    [Fact]
    public void Stays_within_the_limit_for_the_exception_of_the_deepest_input()
    {
        // Fifteen structs between two enums: one more would count as a level.
        var blob = new MetadataBlob();
        var chain = blob.Enum("Chain");
        var inner = chain;
        for (var i = 0; i < 15; i++)
        {
            inner = blob.Struct($"S{i}", ("next", inner));
        }

        blob.Set(chain, w => MetadataBlob.WriteVariants(w, [new("More", 0, ("more", inner))]), ["test", "Chain"]);
        var runtime = blob.Runtime();
        var bytes = new byte[5_000];
        SmallStack.Run(
            () =>
            {
                foreach (var length in (int[])[ScaleLimits.DepthMax - 1, ScaleLimits.DepthMax, 5_000])
                {
                    var taken = Taken(() => Assert.Throws<ScaleException>(() => runtime.Decode(chain, bytes.AsMemory(0, length))));
                    Assert.InRange(taken, 1, ScaleLimits.MemoryMax(length) + ScaleLimits.FaultBytesMax);
                    TestContext.Current.TestOutputHelper?.WriteLine($"{length} levels: {taken}");
                }
            },
            128 << 20);
    }

    private static void Check(Runtime runtime, int type, byte[] bytes) => Check(() => runtime.Decode(type, bytes), bytes);

    private static void Check(Action decode, byte[] bytes)
    {
        var taken = Taken(decode);
        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes.Length} bytes took {taken}, {taken / (double)bytes.Length:F1} per byte; the most is {ScaleLimits.MemoryMax(bytes.Length)}");
        Assert.InRange(taken, 0, ScaleLimits.MemoryMax(bytes.Length));
    }

    /// <summary>What it takes when all plans are there, and when the just-in-time compiler does not happen to need something of its own.</summary>
    private static long Taken(Action action)
    {
        action();
        var least = long.MaxValue;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static byte[] Items(int count, byte[] item) => [.. Reading.Written(w => w.WriteCompact((uint)count)), .. Enumerable.Repeat(item, count).SelectMany(i => i)];
}
