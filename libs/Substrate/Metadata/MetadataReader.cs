using System.Buffers.Binary;

namespace CoretimeDesk.Substrate;

/// <summary>Finds the metadata in what a node or a file gave, and hands it to the reader of its version.</summary>
internal static class MetadataReader
{
    private const uint Magic = 0x6174656d; // "meta", little endian.

    public static RuntimeMetadata Read(byte[] bytes)
    {
        var reader = new ScaleReader(bytes);
        reader.Skip(Start(bytes));
        reader.Skip(4);
        var version = reader.ReadByte();
        var metadata = version switch
        {
            14 => MetadataV14.Read(ref reader, bytes),
            15 => MetadataV15.Read(ref reader, bytes),
            16 => MetadataV16.Read(ref reader, bytes),
            _ => throw new ScaleException(ScaleFault.BadFormat, reader.Position - 1, $"metadata of version {version}: this library reads 14, 15 and 16"),
        };
        reader.ExpectEnd();
        return metadata;
    }

    /// <summary>Where the four letters "meta" stand: at the start, behind a length, or behind an option's tag and a length.</summary>
    private static int Start(byte[] bytes)
    {
        if (BeginsAt(bytes, 0))
        {
            return 0;
        }

        foreach (var tag in (ReadOnlySpan<int>)[0, 1])
        {
            if (bytes.Length > tag && (tag == 0 || bytes[0] == 1) && LengthOf(bytes.AsSpan(tag)) is { } prefix && BeginsAt(bytes, tag + prefix))
            {
                return tag + prefix;
            }
        }

        throw new ScaleException(ScaleFault.BadFormat, 0, bytes.Length == 1 && bytes[0] == 0
            ? "the runtime does not offer metadata of that version"
            : "this is no metadata: it does not begin with 'meta'");
    }

    private static bool BeginsAt(byte[] bytes, int offset) =>
        bytes.Length - offset >= 5 && BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset)) == Magic;

    /// <summary>Bytes that a compact length takes, when it is just the length of the rest.</summary>
    private static int? LengthOf(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new ScaleReader(bytes);
            return reader.ReadCompactUInt32() == (uint)reader.Remaining ? reader.Position : null;
        }
        catch (ScaleException)
        {
            return null;
        }
    }
}
