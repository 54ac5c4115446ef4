using CoretimeDesk.Substrate.Tests.Chain;

namespace CoretimeDesk.Substrate.Tests.Hostile;

/// <summary>Every beginning of every recorded block: none of them is a block of its own.</summary>
public sealed class CuttingBlocksOff
{
    public static TheoryData<string> Blocks => ChainFixture.Names("blocks");

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Is_noticed_in_events_wherever_the_cut_is(string file)
    {
        var fixture = ChainFixture.Load(file);
        var (codec, bytes) = (fixture.Runtime.Events, fixture.Events);
        var none = codec.Filter(_ => false);
        for (var length = 1; length < bytes.Length; length++)
        {
            var cut = bytes.AsMemory(0, length);
            Check(length % 2 == 0 ? Assert.Throws<ScaleException>(() => codec.Decode(cut)) : Assert.Throws<ScaleException>(() => codec.Decode(cut, none)), length, "events[");
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Is_noticed_in_extrinsics_also_when_the_length_in_front_is_put_right(string file)
    {
        var fixture = ChainFixture.Load(file);
        foreach (var hex in fixture.Json.GetProperty("extrinsics").EnumerateArray())
        {
            var bytes = Hex.Decode(hex.GetString());
            var body = bytes.AsSpan(new ScaleReader(bytes) is var r && r.ReadCompactUInt32() > 0 ? r.Position : 0).ToArray();
            for (var length = 0; length < body.Length; length++)
            {
                var framed = ExtrinsicCodec.WithLength(body.AsSpan(0, length));
                var fault = Assert.Throws<ScaleException>(() => fixture.Runtime.Extrinsics.Decode(framed));
                Assert.InRange(fault.Offset, 0, framed.Length);
                Assert.True(fault.Fault is ScaleFault.Truncated or ScaleFault.LengthBeyondInput, $"{length} bytes: {fault.Message}");
            }

            Assert.Equal(ScaleFault.BadFormat, Assert.Throws<ScaleException>(() => fixture.Runtime.Extrinsics.Decode(bytes.AsMemory(0, bytes.Length - 1))).Fault);
        }
    }

    private static void Check(ScaleException fault, int length, string path)
    {
        Assert.InRange(fault.Offset, 0, length);
        Assert.True(fault.Fault is ScaleFault.Truncated or ScaleFault.LengthBeyondInput, $"{length} bytes: {fault.Message}");
        Assert.True(fault.Path.StartsWith(path, StringComparison.Ordinal) || fault.Offset == 0, $"{length} bytes: {fault.Message}");
    }
}
