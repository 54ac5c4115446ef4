namespace CoretimeDesk.Substrate;

/// <summary>V16: several extrinsic formats and versions of the extensions, view functions, associated types, deprecations.</summary>
internal static class MetadataV16
{
    public static RuntimeMetadata Read(ref ScaleReader reader, byte[] bytes)
    {
        var types = TypeRegistry.Read(ref reader, bytes);
        var pallets = MetadataParts.ReadList(ref reader, 11, "pallets", (ref r) => MetadataParts.ReadPallet(ref r, bytes, 16));
        return new()
        {
            Version = 16,
            Types = types,
            Pallets = pallets,
            Extrinsic = ReadExtrinsic(ref reader),
            Apis = MetadataParts.ReadList(ref reader, 5, "apis", (ref r) => MetadataParts.ReadApi(ref r, bytes, isV16: true)),
            OuterEnums = MetadataParts.ReadOuterEnums(ref reader),
            Custom = MetadataParts.ReadCustom(ref reader, bytes),
        };
    }

    private static ExtrinsicMetadata ReadExtrinsic(ref ScaleReader reader)
    {
        var versions = reader.ReadByteVector().ToArray();
        var address = MetadataParts.Id(ref reader);
        _ = MetadataParts.Id(ref reader); // The call type, which the outer enums repeat.
        var signature = MetadataParts.Id(ref reader);
        var count = reader.ReadCount(2);
        var byVersion = new Dictionary<byte, IReadOnlyList<int>>();
        for (var i = 0; i < count; i++)
        {
            byVersion[reader.ReadByte()] = MetadataParts.ReadList(ref reader, 1, "extensions by version", (ref r) => MetadataParts.Id(ref r));
        }

        var extensions = MetadataParts.ReadExtensions(ref reader);
        foreach (var (version, positions) in byVersion)
        {
            if (positions.Any(p => p >= extensions.Length))
            {
                throw new ScaleException(ScaleFault.BadFormat, reader.Position, $"version {version} of the extensions names one that does not exist");
            }
        }

        return new(versions, address, signature, extensions, byVersion);
    }
}
