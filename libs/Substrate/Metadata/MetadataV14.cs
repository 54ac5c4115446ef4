namespace CoretimeDesk.Substrate;

/// <summary>
/// V14, what <c>state_getMetadata</c> answers. It names neither the enums over all pallets nor the parts of an extrinsic; they are found as type
/// parameters of the extrinsic, and as the item type of System.Events.
/// </summary>
internal static class MetadataV14
{
    public static RuntimeMetadata Read(ref ScaleReader reader, byte[] bytes)
    {
        var types = TypeRegistry.Read(ref reader, bytes);
        var pallets = MetadataParts.ReadList(ref reader, 7, "pallets", (ref r) => MetadataParts.ReadPallet(ref r, bytes, 14));
        var extrinsic = types[MetadataParts.Id(ref reader)];
        var version = reader.ReadByte();
        var extensions = MetadataParts.ReadExtensions(ref reader);
        _ = MetadataParts.Id(ref reader); // The runtime's own type.
        return new()
        {
            Version = 14,
            Types = types,
            Pallets = pallets,
            Extrinsic = new([version], Parameter(extrinsic, "Address"), Parameter(extrinsic, "Signature"), extensions, MetadataParts.AllAsVersionZero(extensions)),
            OuterEnums = new(Parameter(extrinsic, "Call"), EventType(types, pallets), null),
        };
    }

    private static int Parameter(PortableType extrinsic, string name) =>
        extrinsic.Parameters.FirstOrDefault(p => p.Name == name)?.Type
        ?? throw new ScaleException(ScaleFault.BadFormat, 0, $"the extrinsic's type {extrinsic.Id} has no parameter '{name}'");

    private static int EventType(TypeRegistry types, PalletMetadata[] pallets)
    {
        var events = pallets.FirstOrDefault(p => p.Name == "System")?.Storage.FirstOrDefault(s => s.Name == "Events")
            ?? throw new ScaleException(ScaleFault.BadFormat, 0, "the metadata has no System.Events");
        return types[events.Value].Definition is TypeDefinition.Sequence list
            && types[list.Item].Definition is TypeDefinition.Composite record
            && record.Fields.FirstOrDefault(f => f.Name == "event") is { } field
            ? field.Type
            : throw new ScaleException(ScaleFault.BadFormat, 0, "System.Events is no list of event records");
    }
}
