using System.Text;

namespace CoretimeDesk.Substrate.Tests.Metadata;

public sealed class MetadataThatLies
{
    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public void Is_refused_when_cut_off_anywhere(int version)
    {
        var bytes = Sample().Build(version);
        Assert.Equal(version, RuntimeMetadata.Parse(bytes).Version);
        for (var length = 0; length < bytes.Length; length++)
        {
            var fault = Assert.Throws<ScaleException>(() => RuntimeMetadata.Parse(bytes[..length]));
            Assert.InRange(fault.Offset, 0, length);
        }

        Assert.Equal(ScaleFault.TrailingBytes, Assert.Throws<ScaleException>(() => RuntimeMetadata.Parse([.. bytes, 0])).Fault);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    public void Is_found_in_every_wrapping_and_in_no_other(int version)
    {
        var bare = Sample().Build(version);
        var opaque = ExtrinsicCodec.WithLength(bare);
        byte[] some = [1, .. opaque];
        var types = RuntimeMetadata.Parse(bare).Types.Count;
        Assert.Equal(types, RuntimeMetadata.Parse(opaque).Types.Count);
        Assert.Equal(types, RuntimeMetadata.Parse(some).Types.Count);
        Assert.Equal(version == 14 ? "" : "Of the pallet.", RuntimeMetadata.Parse(some).Pallet("Sample")!.Docs.ToString());

        Assert.Contains("does not offer", Assert.Throws<ScaleException>(() => RuntimeMetadata.Parse([0])).Message, StringComparison.Ordinal);
        foreach (var wrong in (byte[][])[[], [1], [1, 0], [2, .. opaque], [0, .. bare], [.. opaque, 0], [1, .. bare], [.. some, 0], opaque[..^1], [.. Encoding.ASCII.GetBytes("atem"), .. bare[4..]]])
        {
            Assert.Throws<ScaleException>(() => RuntimeMetadata.Parse(wrong));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    [InlineData(17)]
    [InlineData(255)]
    public void Of_other_versions_is_refused_by_its_number(int version)
    {
        var bytes = Sample().Build();
        bytes[4] = (byte)version;
        var fault = Assert.Throws<ScaleException>(() => RuntimeMetadata.Parse(bytes));
        Assert.Equal((ScaleFault.BadFormat, 4), (fault.Fault, fault.Offset));
        Assert.Contains($"version {version}", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_refused_when_a_type_stands_at_a_place_that_is_not_its_id()
    {
        var blob = new MetadataBlob();
        _ = blob.U8;
        var bytes = blob.Build();
        Assert.Equal((byte)0, bytes[6]); // "meta", version, number of types, id of the first.
        bytes[6] = 1 << 2;
        var fault = Assert.Throws<ScaleException>(() => RuntimeMetadata.Parse(bytes));
        Assert.Equal((ScaleFault.BadFormat, 6, "types[0]"), (fault.Fault, fault.Offset, fault.Path));
    }

    [Fact]
    public void Is_refused_at_the_type_whose_tag_is_unknown()
    {
        var blob = new MetadataBlob();
        var wrong = blob.Add(w => w.WriteByte(8));
        var fault = Assert.Throws<ScaleException>(() => blob.Runtime());
        Assert.Equal((ScaleFault.UnknownTag, $"types[{wrong}]"), (fault.Fault, fault.Path));
        Assert.Equal(9, fault.Offset); // "meta", version, number of types; id, empty path, no parameters; tag.
        Assert.Equal(ScaleFault.UnknownTag, Assert.Throws<ScaleException>(() => With(w => w.WriteBytes([5, 15]))).Fault);
    }

    [Fact]
    public void Is_refused_when_it_names_pallets_and_entries_wrongly()
    {
        foreach (var (entry, path) in (ReadOnlySpan<(StorageSpec, string)>)[
            (new("Entry", 0) { Modifier = 3 }, "pallets[1].Store.storage[0]"),
            (new("Entry", 0) { Key = 0, Hashers = [7] }, "pallets[1].Store.storage[0].Entry[0]")])
        {
            var blob = new MetadataBlob();
            _ = blob.U8;
            blob.Pallets.Add(new("Store", 1) { Prefix = "Store", Storage = [entry] });
            var fault = Assert.Throws<ScaleException>(() => blob.Runtime());
            Assert.Equal((ScaleFault.UnknownTag, path), (fault.Fault, fault.Path));
        }
    }

    [Fact]
    public void Is_refused_when_a_version_of_the_extensions_names_one_that_does_not_exist()
    {
        var blob = new MetadataBlob();
        blob.Extensions.Add(new("CheckNonce", blob.U8, blob.Unit));
        blob.ExtensionVersions.Add((0, [0, 1]));
        Assert.Equal(ScaleFault.BadFormat, Assert.Throws<ScaleException>(() => blob.Runtime()).Fault);
    }

    [Fact]
    public void Is_found_out_when_a_type_that_it_names_does_not_exist()
    {
        var blob = new MetadataBlob();
        var missing = blob.Vec(9_999);
        blob.Pallets.Add(new("Store", 1) { Prefix = "Store", Storage = [new("Entry", 9_999)], Constants = [new("C", 123_456, [1])] });
        var runtime = blob.Runtime();
        Assert.Equal(ScaleFault.BadType, Assert.Throws<ScaleException>(() => runtime.Decode(missing, new byte[1])).Fault);
        Assert.Equal(ScaleFault.BadType, Assert.Throws<ScaleException>(() => runtime.Storage("Store", "Entry").Decode(new byte[1])).Fault);
        Assert.Equal(ScaleFault.BadType, Assert.Throws<ScaleException>(() => runtime.Constant("Store", "C")).Fault);
        Assert.Equal(ScaleFault.BadType, Assert.Throws<ScaleException>(() => runtime.Decode(-1, new byte[1])).Fault);
        Assert.Equal(ScaleFault.BadType, Assert.Throws<ScaleException>(() => runtime.Metadata.Types[int.MaxValue]).Fault);
    }

    [Fact]
    public void Is_found_out_when_hashers_and_key_do_not_match()
    {
        var blob = new MetadataBlob();
        blob.Pallets.Add(new("Store", 1) { Prefix = "Store", Storage = [new("Entry", blob.U8) { Key = blob.Tuple(blob.U8, blob.U8), Hashers = [5, 5, 5] }, new("None", blob.U8) { Key = blob.U8, Hashers = [] }] });
        var runtime = blob.Runtime();
        Assert.Equal(ScaleFault.BadType, Assert.Throws<ScaleException>(() => runtime.Storage("Store", "Entry")).Fault);
        Assert.Equal(ScaleFault.BadType, Assert.Throws<ScaleException>(() => runtime.Storage("Store", "None")).Fault);
        Assert.Throws<KeyNotFoundException>(() => runtime.Storage("Store", "Other"));
        Assert.Throws<KeyNotFoundException>(() => runtime.Storage("Other", "Entry"));
    }

    [Fact]
    public void Cannot_make_calls_of_something_else()
    {
        var blob = new MetadataBlob();
        var calls = blob.Enum("Call", new VariantSpec("call", 0));
        foreach (var wrong in (int[])[blob.U8, blob.Unit, blob.Option(calls), blob.Struct("RuntimeCall", ("a", calls))])
        {
            blob.Pallets.Clear();
            blob.Pallets.Add(new("Pallet", 0) { Calls = new(wrong) });
            var runtime = blob.Runtime();
            Assert.Equal(ScaleFault.BadType, Assert.Throws<ScaleException>(() => runtime.Extrinsics).Fault);
        }
    }

    [Fact]
    public void Cannot_reserve_memory_with_a_count_that_it_does_not_hold()
    {
        // Each of these counts is the most that the input could hold, and none of it is there.
        foreach (var hex in (string[])["6d65746110", "6d6574610e", "6d6574610f"])
        {
            byte[] bytes = [.. Hex.Decode(hex), .. Scale.Reading.Written(w => w.WriteCompact(200_000)), .. new byte[1_000_010]];
            bytes[9] = 0xff; // The first type's id is wrong.
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<ScaleException>(() => RuntimeMetadata.Parse(bytes));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 * bytes.Length);
        }
    }

    private static Runtime With(Action<ScaleWriter> type)
    {
        var blob = new MetadataBlob();
        blob.Add(type);
        return blob.Runtime();
    }

    private static MetadataBlob Sample()
    {
        var blob = new MetadataBlob();
        blob.Pallets.Add(new("Sample", 9)
        {
            Prefix = "Sample",
            Storage = [new("Entry", blob.U32) { Key = blob.Account, Hashers = [2], Modifier = 1, Default = [1, 0, 0, 0], Docs = ["Of the entry."], Deprecation = new("gone", "1") }],
            Calls = new(blob.Enum("Call", new("first", 0, ("a", blob.Compact(blob.U32)), ("b", blob.Vec(blob.U8))), new("second", 9, (null, blob.Tuple(blob.U8, blob.Hash))))) { Deprecated = [(9, new(null, null))] },
            Events = new(blob.Enum("Event", new VariantSpec("Happened", 2, ("when", blob.U32)))),
            Errors = new(blob.Enum("Error", new VariantSpec("Wrong", 1))),
            Constants = [new("Constant", blob.U8, [1])],
            AssociatedTypes = [("Currency", blob.U32, ["Of the type."])],
            Views = [new(new byte[32], "view", [("who", blob.Account)], blob.U8)],
            Docs = ["Of the pallet."],
        });
        blob.Apis.Add(new("Api", [new("method", [("a", blob.U8)], blob.U32)]) { Docs = ["Of the API."], Version = 7 });
        blob.Custom.Add(("custom", blob.U8, [1]));
        blob.Extensions.Add(new("CheckNonce", blob.Compact(blob.U32), blob.Unit));
        return blob;
    }
}
