using CoretimeDesk.Substrate.Tests.Metadata;

namespace CoretimeDesk.Substrate.Tests.Hostile.Fuzzing;

/// <summary>
/// Metadata of a kilobyte that has every kind of type, so that most damage hits something that matters. A real runtime is half documentation and
/// two thousand times the same.
/// </summary>
internal static class SmallMetadata
{
    public static IReadOnlyList<MetadataSample> Samples() => [Sample(14), Sample(15), Sample(16)];

    private static MetadataSample Sample(int version)
    {
        var blob = new MetadataBlob();
        var tree = blob.Struct("Tree");
        blob.Set(tree, w => MetadataBlob.WriteFields(w, 0, [("leaf", blob.U8), ("trees", blob.Vec(tree))]), ["test", "Tree"]);
        var kinds = blob.Struct(
            "Kinds",
            ("text", blob.Primitive(Primitive.Str)), ("char", blob.Primitive(Primitive.Char)), ("wide", blob.Primitive(Primitive.U256)), ("signed", blob.Primitive(Primitive.I128)),
            ("bits", blob.Bits(blob.Primitive(Primitive.U16), blob.Struct("Msb0"))), ("compact", blob.Compact(blob.Primitive(Primitive.U64))), ("array", blob.Array(2, blob.Tuple(blob.U8, blob.Primitive(Primitive.Bool)))),
            ("option", blob.Option(tree)), ("units", blob.Vec(blob.Unit)));
        var error = blob.Enum("DispatchError", new("BadOrigin", 2), new("Module", 3, (null, blob.Struct("ModuleError", ("index", blob.U8), ("error", blob.Array(4, blob.U8))))));
        blob.Pallets.Add(new("Sample", 9)
        {
            Prefix = "Sample",
            Storage = [new("Map", kinds) { Key = blob.Tuple(blob.U8, blob.U32), Hashers = [5, 2] }],
            Calls = new(blob.Enum("Call", new VariantSpec("first", 0, ("a", blob.Compact(blob.U32)), ("b", blob.Vec(blob.U8))))),
            Events = new(blob.Enum("Event", new("Happened", 2, ("kinds", kinds)), new("Failed", 3, ("error", error), ("who", blob.Account)), new("Bare", 4))),
            Errors = new(blob.Enum("Error", new VariantSpec("Wrong", 1) { Docs = ["Of the error."] })),
            Constants = [new("Constant", blob.U8, [1])],
        });
        blob.Extensions.Add(new("CheckMortality", blob.Enum("Era", new("Immortal", 0), new("Mortal5", 0xa5, (null, blob.U8))), blob.Hash));
        blob.Extensions.Add(new("CheckNonce", blob.Compact(blob.U32), blob.Unit));
        byte[] value =
        [
            8, (byte)'h', (byte)'i', 0x80, 0xf6, 1, 0, .. new byte[32], .. Enumerable.Repeat((byte)0xff, 16), 20 << 2, 1, 2, 3, 4, 0xfc, 1, 0, 2, 1, 1, 7, 4, 8, 0, 3 << 2,
        ];
        byte[] events = [3 << 2, 1, 9, 2, .. value, 0, 0, 1, 0, 0, 0, 9, 3, 3, 9, 1, 0, 0, 0, .. new byte[32], 4, .. new byte[32], 2, 9, 4, 0];
        byte[][] extrinsics = [WithLength([4, 9, 0, 8, 4, 1]), WithLength([0x84, .. new byte[32], .. new byte[64], 0xa5, 2, 4, 9, 0, 8, 4, 1])];
        var metadata = blob.Build(version);
        var key = Runtime.Parse(metadata).Storage("Sample", "Map").Key((byte[])[1], (byte[])[1, 2, 3, 4]);
        return new(metadata, [events], extrinsics, [("Sample", "Map", key, value)]);
    }

    private static byte[] WithLength(byte[] body)
    {
        var writer = new ScaleWriter();
        writer.WriteByteVector(body);
        return writer.ToArray();
    }
}
