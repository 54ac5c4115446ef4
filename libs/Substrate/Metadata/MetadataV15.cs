namespace CoretimeDesk.Substrate;

/// <summary>V15: runtime APIs, enums over all pallets, and the parts of an extrinsic by name.</summary>
internal static class MetadataV15
{
    public static RuntimeMetadata Read(ref ScaleReader reader, byte[] bytes)
    {
        var types = TypeRegistry.Read(ref reader, bytes);
        var pallets = MetadataParts.ReadList(ref reader, 8, "pallets", (ref r) => MetadataParts.ReadPallet(ref r, bytes, 15));
        var version = reader.ReadByte();
        var address = MetadataParts.Id(ref reader);
        _ = MetadataParts.Id(ref reader); // The call type, which the outer enums repeat.
        var signature = MetadataParts.Id(ref reader);
        _ = MetadataParts.Id(ref reader); // The tuple of all extensions.
        var extensions = MetadataParts.ReadExtensions(ref reader);
        _ = MetadataParts.Id(ref reader); // The runtime's own type.
        return new()
        {
            Version = 15,
            Types = types,
            Pallets = pallets,
            Extrinsic = new([version], address, signature, extensions, MetadataParts.AllAsVersionZero(extensions)),
            Apis = MetadataParts.ReadList(ref reader, 3, "apis", (ref r) => MetadataParts.ReadApi(ref r, bytes, isV16: false)),
            OuterEnums = MetadataParts.ReadOuterEnums(ref reader),
            Custom = MetadataParts.ReadCustom(ref reader, bytes),
        };
    }
}
