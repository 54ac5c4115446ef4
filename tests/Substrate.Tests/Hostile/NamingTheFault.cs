using CoretimeDesk.Substrate.Tests.Chain;
using CoretimeDesk.Substrate.Tests.Metadata;

namespace CoretimeDesk.Substrate.Tests.Hostile;

/// <summary>An operator who reads the message must find the byte and the field: offset and path are part of the contract.</summary>
public sealed class NamingTheFault
{
    private static readonly Runtime Coretime = ChainFixture.RuntimeOf("metadata/paseo-coretime-2000006.v14.scale.gz");

    // Phase, Broker.Purchased, who, region id (begin, core, mask), price, duration, topics.
    private static readonly byte[] Purchased = [0, 1, 0, 0, 0, 50, 0, .. new byte[32], .. new byte[16], .. new byte[16], .. new byte[4], 0];

    [Theory]
    [InlineData(0, "events[1]", 0)]
    [InlineData(3, "events[1]", 1)]
    [InlineData(6, "events[1]", 6)]
    [InlineData(38, "events[1].Broker.Purchased.who", 7)]
    [InlineData(40, "events[1].Broker.Purchased.region_id.begin", 39)]
    [InlineData(44, "events[1].Broker.Purchased.region_id.core", 43)]
    [InlineData(50, "events[1].Broker.Purchased.region_id.mask", 45)]
    [InlineData(70, "events[1].Broker.Purchased.price", 55)]
    [InlineData(74, "events[1].Broker.Purchased.duration", 71)]
    public void Gives_the_event_the_field_and_the_byte(int cut, string path, int offset)
    {
        byte[] bytes = [2 << 2, .. Purchased, .. Purchased.AsSpan(0, cut)];
        var fault = Assert.Throws<ScaleException>(() => Coretime.Events.Decode(bytes));
        Assert.Equal((ScaleFault.Truncated, path, 1 + Purchased.Length + offset), (fault.Fault, fault.Path, fault.Offset));
        Assert.StartsWith(path + ": ", fault.Message, StringComparison.Ordinal);
        Assert.EndsWith($"(offset {fault.Offset})", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gives_the_event_also_when_nobody_wants_it()
    {
        byte[] bytes = [2 << 2, .. Purchased, .. Purchased.AsSpan(0, 50)];
        var fault = Assert.Throws<ScaleException>(() => Coretime.Events.Decode(bytes, Coretime.Events.Filter("Broker.Renewed")));
        Assert.StartsWith("events[1].Broker.Purchased.", fault.Path, StringComparison.Ordinal);
        Assert.InRange(fault.Offset, 1 + Purchased.Length + 7, 1 + Purchased.Length + 50);
    }

    [Fact]
    public void Knows_an_unknown_phase_pallet_and_event()
    {
        foreach (var (at, value, offset, text) in (ReadOnlySpan<(int, byte, int, string)>)[(0, 3, 1, "phase 3"), (0, 255, 1, "phase 255"), (5, 200, 6, "pallet 200"), (6, 199, 7, "event 199")])
        {
            byte[] bytes = [1 << 2, .. Purchased];
            bytes[1 + at] = value;
            foreach (var fault in (ScaleException[])[Assert.Throws<ScaleException>(() => Coretime.Events.Decode(bytes)), Assert.Throws<ScaleException>(() => Coretime.Events.Decode(bytes, Coretime.Events.Filter()))])
            {
                Assert.Equal((ScaleFault.UnknownTag, offset, "events[0]"), (fault.Fault, fault.Offset, fault.Path));
                Assert.Contains(text, fault.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Gives_the_place_in_lists_options_and_variants()
    {
        var blob = new MetadataBlob();
        var flag = blob.Primitive(Primitive.Bool);
        var item = blob.Enum("Item", new("Bare", 0), new("Pair", 4, (null, flag), (null, flag)), new("Named", 9, ("maybe", blob.Option(blob.Tuple(flag, flag)))));
        var type = blob.Struct("Outer", ("first", blob.U8), ("items", blob.Vec(item)));
        var runtime = blob.Runtime();
        foreach (var (hex, path, offset) in (ReadOnlySpan<(string, string, int)>)[
            ("00 08 00 040107", "items[1].Pair[1]", 5),
            ("00 0c 00 00 0901 0007", "items[2].Named.maybe[1]", 7),
            ("00 04 0907", "items[0].Named.maybe", 3),
            ("00 04 07", "items[0]", 2),
            ("00 ff", "items", 1)])
        {
            var bytes = Scale.Reading.Bytes(hex);
            foreach (var fault in (ScaleException[])[Assert.Throws<ScaleException>(() => runtime.Decode(type, bytes)), Assert.Throws<ScaleException>(() => runtime.Skip(type, bytes))])
            {
                Assert.Equal((path, offset), (fault.Path, fault.Offset));
            }
        }
    }

    [Fact]
    public void Counts_offsets_from_the_start_of_a_slice()
    {
        byte[] padded = [.. new byte[100], 1 << 2, .. Purchased.AsSpan(0, 40)];
        var fault = Assert.Throws<ScaleException>(() => Coretime.Events.Decode(padded.AsMemory(100)));
        Assert.Equal(1 + 39, fault.Offset);
        byte[] whole = [.. new byte[100], 1 << 2, .. Purchased];
        whole[101 + 7] = 0xab;
        Assert.Equal(0xab, Assert.Single(Coretime.Events.Decode(whole.AsMemory(100)))["who"].AsBytes()[0]);
    }

    [Fact]
    public void Gives_the_part_of_a_storage_key()
    {
        var item = Coretime.Storage("Broker", "Regions");
        var key = item.Key((byte[])[.. Enumerable.Range(0, 16).Select(i => (byte)i)]);
        Assert.NotNull(Assert.Single(item.DecodeKey(key)));
        var cut = Assert.Throws<ScaleException>(() => item.DecodeKey(key.AsMemory(0, key.Length - 1)));
        Assert.Equal((ScaleFault.Truncated, "key part 1.mask", key.Length - 10), (cut.Fault, cut.Path, cut.Offset));
        var trailing = Assert.Throws<ScaleException>(() => item.DecodeKey((byte[])[.. key, 0]));
        Assert.Equal((ScaleFault.TrailingBytes, key.Length), (trailing.Fault, trailing.Offset));
        key[^1] ^= 1;
        var hash = Assert.Throws<ScaleException>(() => item.DecodeKey(key));
        Assert.Equal((ScaleFault.BadFormat, "key part 1", 32), (hash.Fault, hash.Path, hash.Offset));
        Assert.Equal(0, Assert.Throws<ScaleException>(() => item.DecodeKey(new byte[40])).Offset);
    }
}
