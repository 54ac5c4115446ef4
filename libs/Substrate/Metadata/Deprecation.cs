namespace CoretimeDesk.Substrate;

/// <summary>The authors' warning that something will go. Only V16 metadata carries it.</summary>
/// <param name="Note">What to use instead; null when they gave no note.</param>
/// <param name="Since">The version that began it; null when unknown.</param>
public sealed record Deprecation(string? Note, string? Since)
{
    /// <summary>Of one item: tag 0 is "not deprecated".</summary>
    internal static Deprecation? ReadItem(ref ScaleReader reader)
    {
        var tag = reader.ReadByte();
        return tag == 0 ? null : ReadBody(ref reader, tag);
    }

    /// <summary>Of an enum's variants, by index. The tags go on from those of an item, so there is no 0.</summary>
    internal static Dictionary<byte, Deprecation> ReadVariants(ref ScaleReader reader)
    {
        var count = reader.ReadCount(2);
        var variants = new Dictionary<byte, Deprecation>();
        for (var i = 0; i < count; i++)
        {
            var index = reader.ReadByte();
            variants[index] = ReadBody(ref reader, reader.ReadByte());
        }

        return variants;
    }

    private static Deprecation ReadBody(ref ScaleReader reader, byte tag) => tag switch
    {
        1 => new(null, null),
        2 => new(reader.ReadString(), reader.ReadOption() ? reader.ReadString() : null),
        _ => throw new ScaleException(ScaleFault.UnknownTag, reader.Position - 1, $"tag {tag} is no deprecation"),
    };
}
