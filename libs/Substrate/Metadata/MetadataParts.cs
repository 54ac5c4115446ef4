namespace CoretimeDesk.Substrate;

/// <summary>The parts that several versions of the format share. What only V16 has is asked for by <c>isV16</c>.</summary>
internal static class MetadataParts
{
    public delegate T ReadItem<out T>(ref ScaleReader reader);

    public static T[] ReadList<T>(ref ScaleReader reader, int itemSizeMin, string name, ReadItem<T> read)
    {
        var items = new T[reader.ReadCount(itemSizeMin)];
        for (var i = 0; i < items.Length; i++)
        {
            try
            {
                items[i] = read(ref reader);
            }
            catch (ScaleException e) when (e.Within(i) || e.Within(name))
            {
                throw;
            }
        }

        return items;
    }

    public static PalletMetadata ReadPallet(ref ScaleReader reader, byte[] bytes, int version)
    {
        var isV16 = version >= 16;
        var name = reader.ReadString();
        try
        {
            string? prefix = null;
            StorageEntryMetadata[] storage = [];
            if (reader.ReadOption())
            {
                prefix = reader.ReadString();
                storage = ReadList(ref reader, isV16 ? 7 : 6, "storage", (ref r) => ReadStorageEntry(ref r, bytes, isV16));
            }

            return new()
            {
                Name = name,
                StoragePrefix = prefix,
                Storage = storage,
                Calls = ReadEnum(ref reader, isV16),
                Events = ReadEnum(ref reader, isV16),
                Constants = ReadList(ref reader, 4, "constants", (ref r) => ReadConstant(ref r, bytes, isV16)),
                Errors = ReadEnum(ref reader, isV16),
                AssociatedTypes = isV16 ? ReadList(ref reader, 3, "associated types", (ref r) => new AssociatedType(r.ReadString(), Id(ref r), Docs.Read(ref r, bytes))) : [],
                ViewFunctions = isV16 ? ReadList(ref reader, 36, "view functions", (ref r) => ReadViewFunction(ref r, bytes)) : [],
                Index = reader.ReadByte(),
                Docs = version >= 15 ? Docs.Read(ref reader, bytes) : default,
                Deprecation = isV16 ? Deprecation.ReadItem(ref reader) : null,
            };
        }
        catch (ScaleException e) when (e.Within(name))
        {
            throw;
        }
    }

    public static ExtensionMetadata[] ReadExtensions(ref ScaleReader reader) =>
        ReadList(ref reader, 3, "extensions", (ref r) => new ExtensionMetadata(r.ReadString(), Id(ref r), Id(ref r)));

    public static Dictionary<byte, IReadOnlyList<int>> AllAsVersionZero(ExtensionMetadata[] extensions) =>
        new() { [0] = [.. Enumerable.Range(0, extensions.Length)] };

    public static RuntimeApiMetadata ReadApi(ref ScaleReader reader, byte[] bytes, bool isV16)
    {
        var name = reader.ReadString();
        var methods = ReadList(ref reader, 4, name, (ref r) => new RuntimeApiMethod(
            r.ReadString(), ReadParameters(ref r), Id(ref r), Docs.Read(ref r, bytes), isV16 ? Deprecation.ReadItem(ref r) : null));
        var docs = Docs.Read(ref reader, bytes);
        return new(name, methods, isV16 ? reader.ReadCompactUInt32() : null, docs, isV16 ? Deprecation.ReadItem(ref reader) : null);
    }

    public static OuterEnums ReadOuterEnums(ref ScaleReader reader) => new(Id(ref reader), Id(ref reader), Id(ref reader));

    public static Dictionary<string, CustomValue> ReadCustom(ref ScaleReader reader, byte[] bytes)
    {
        var count = reader.ReadCount(3);
        var custom = new Dictionary<string, CustomValue>();
        for (var i = 0; i < count; i++)
        {
            custom[reader.ReadString()] = new(Id(ref reader), ReadBytes(ref reader, bytes));
        }

        return custom;
    }

    public static int Id(ref ScaleReader reader) => TypeRegistry.ReadId(ref reader);

    private static PalletEnum? ReadEnum(ref ScaleReader reader, bool isV16) =>
        reader.ReadOption() ? new(Id(ref reader), isV16 ? Deprecation.ReadVariants(ref reader) : []) : null;

    private static StorageEntryMetadata ReadStorageEntry(ref ScaleReader reader, byte[] bytes, bool isV16)
    {
        var name = reader.ReadString();
        var modifier = ReadTag(ref reader, (byte)StorageModifier.Required, "storage modifier");
        StorageHasher[] hashers = [];
        int? key = null;
        if (ReadTag(ref reader, 1, "kind of storage entry") == 1)
        {
            hashers = ReadList(ref reader, 1, name, (ref r) => (StorageHasher)ReadTag(ref r, (byte)StorageHasher.Identity, "storage hasher"));
            key = Id(ref reader);
        }

        return new(name, (StorageModifier)modifier, hashers, key, Id(ref reader), ReadBytes(ref reader, bytes), Docs.Read(ref reader, bytes), isV16 ? Deprecation.ReadItem(ref reader) : null);
    }

    private static ConstantMetadata ReadConstant(ref ScaleReader reader, byte[] bytes, bool isV16) => new(
        reader.ReadString(), Id(ref reader), ReadBytes(ref reader, bytes), Docs.Read(ref reader, bytes), isV16 ? Deprecation.ReadItem(ref reader) : null);

    private static ViewFunction ReadViewFunction(ref ScaleReader reader, byte[] bytes)
    {
        var start = reader.Position;
        reader.Skip(32);
        return new(bytes.AsMemory(start, 32), reader.ReadString(), ReadParameters(ref reader), Id(ref reader), Docs.Read(ref reader, bytes), Deprecation.ReadItem(ref reader));
    }

    private static FunctionParameter[] ReadParameters(ref ScaleReader reader) =>
        ReadList(ref reader, 2, "inputs", (ref r) => new FunctionParameter(r.ReadString(), Id(ref r)));

    private static ReadOnlyMemory<byte> ReadBytes(ref ScaleReader reader, byte[] bytes)
    {
        var length = reader.ReadByteVector().Length;
        return bytes.AsMemory(reader.Position - length, length);
    }

    private static byte ReadTag(ref ScaleReader reader, byte max, string what)
    {
        var tag = reader.ReadByte();
        return tag <= max ? tag : throw new ScaleException(ScaleFault.UnknownTag, reader.Position - 1, $"tag {tag} is no {what}");
    }
}
