using CoretimeDesk.Substrate.Tests.Scale;

namespace CoretimeDesk.Substrate.Tests.Metadata;

/// <summary>Nothing takes no bytes, so a few bytes can promise any number of it. Whoever counts them in memory must stop in time; whoever passes over them must stop at the same place.</summary>
public sealed class ValuesWithoutBytes
{
    private readonly MetadataBlob _blob = new();

    [Fact]
    public void Are_decoded_when_they_are_few()
    {
        var type = _blob.Vec(_blob.Unit);
        var runtime = _blob.Runtime();
        var value = runtime.Decode(type, new byte[] { 3 << 2 });
        Assert.Equal("[null,null,null]", value.ToJson());
        Assert.Equal([3 << 2], value.Encode());
        Assert.Equal(1, runtime.Skip(type, [3 << 2]));
    }

    [Fact]
    public void Are_refused_as_a_vector_of_billions_without_taking_memory()
    {
        var type = _blob.Vec(_blob.Unit);
        var runtime = _blob.Runtime();
        var limit = (uint)(ScaleLimits.ValuesFree + 4 * 2); // Four for each of the two bytes of the count.
        Assert.True(Agree(runtime, type, Count(limit)));
        Assert.False(Agree(runtime, type, Count(limit + 1)));
        foreach (var count in (uint[])[100_000, 1 << 30, int.MaxValue, uint.MaxValue])
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.False(Agree(runtime, type, Count(count)));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024);
        }
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(1u << 31)]
    [InlineData(int.MaxValue)]
    [InlineData(5_000u)]
    public void Are_refused_as_an_array_wherever_it_stands(uint length)
    {
        var array = _blob.Array(length, _blob.Unit);
        var inside = _blob.Struct("Inside", ("before", _blob.U8), ("units", array));
        var payload = _blob.Enum("Payload", new VariantSpec("Units", 0, (null, array)));
        var (vector, option, nested) = (_blob.Vec(array), _blob.Option(array), _blob.Array(length, array));
        var runtime = _blob.Runtime();
        foreach (var (type, hex) in (ReadOnlySpan<(int, string)>)[(array, ""), (inside, "07"), (payload, "00"), (vector, "04"), (option, "01"), (nested, "")])
        {
            Assert.False(Agree(runtime, type, Hex.Decode(hex)));
        }

        Assert.True(Agree(runtime, vector, [0]));
        Assert.True(Agree(runtime, option, [0]));
    }

    [Fact]
    public void Are_nothing_in_an_array_of_none_whatever_its_items()
    {
        var none = _blob.Array(0, _blob.Vec(_blob.U8));
        var many = _blob.Vec(none);
        var runtime = _blob.Runtime();
        Assert.Equal("[]", runtime.Decode(none, Array.Empty<byte>()).ToJson());
        Assert.Equal("[[],[]]", runtime.Decode(many, new byte[] { 2 << 2 }).ToJson());
        Assert.False(Agree(runtime, many, Count(uint.MaxValue >> 1))); // Two billion turns of a loop would take seconds.
    }

    [Fact]
    public void Are_refused_when_structs_double_forty_times()
    {
        var type = _blob.Unit;
        for (var i = 0; i < 40; i++)
        {
            type = _blob.Tuple(type, type);
        }

        var (vector, tagged) = (_blob.Vec(type), _blob.Enum("Tagged", new VariantSpec("It", 0, (null, type))));
        var runtime = _blob.Runtime();
        Assert.False(Agree(runtime, type, []));
        Assert.False(Agree(runtime, vector, [4]));
        Assert.False(Agree(runtime, tagged, [0]));
    }

    [Fact]
    public void Are_counted_alike_by_both_walks_whatever_they_are_part_of()
    {
        var wide = _blob.Struct("Wide", [("byte", _blob.U8), .. Enumerable.Range(0, 30).Select(i => ((string?)$"u{i}", _blob.Unit))]);
        var variants = _blob.Enum("Variants", new("Bare", 0), new("Units", 1, (null, _blob.Unit), (null, _blob.Unit), (null, _blob.Unit), (null, _blob.Unit)), new("Wide", 2, (null, wide)));
        int[] types =
        [
            _blob.Vec(wide), _blob.Vec(_blob.Option(_blob.Unit)), _blob.Vec(_blob.Option(wide)), _blob.Vec(variants), _blob.Vec(_blob.Vec(_blob.Unit)),
            _blob.Vec(_blob.Tuple(variants, _blob.Option(_blob.Unit), _blob.Vec(_blob.Unit), wide)), _blob.Vec(_blob.Array(3, _blob.Tuple(_blob.Unit, _blob.Option(variants)))),
        ];
        var runtime = _blob.Runtime();
        var (accepted, refused) = (0, 0);
        for (var seed = 0; seed < 4_000; seed++)
        {
            var random = new Random(seed);
            var bytes = Count((uint)random.Next(1, 400));
            bytes = [.. bytes, .. Enumerable.Range(0, random.Next(3_000)).Select(_ => (byte)random.Next(3))];
            var type = types[seed % types.Length];
            try
            {
                // Whatever is left over is left out, so that both see the same.
                bytes = bytes[..runtime.Skip(type, bytes)];
            }
            catch (ScaleException)
            {
            }

            _ = Agree(runtime, type, bytes, $"seed {seed}") ? accepted++ : refused++;
        }

        Assert.True(accepted > 100 && refused > 100, $"{accepted} accepted, {refused} refused");
    }

    private static byte[] Count(uint count) => Reading.Written(w => w.WriteCompact(count));

    /// <summary>True when both walks accept all of the bytes, false when both refuse them.</summary>
    private static bool Agree(Runtime runtime, int type, byte[] bytes, string hint = "")
    {
        var skipped = Try(() => Assert.Equal(bytes.Length, runtime.Skip(type, bytes)));
        var decoded = Try(() => Assert.Equal(bytes, runtime.Decode(type, bytes).Encode()));
        Assert.True(skipped is null == decoded is null, $"{hint} {runtime.Metadata.Types.Describe(type)}: skipped: {skipped?.Message}; decoded: {decoded?.Message}");
        return skipped is null;
    }

    private static ScaleException? Try(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (ScaleException e)
        {
            return e;
        }
    }
}
