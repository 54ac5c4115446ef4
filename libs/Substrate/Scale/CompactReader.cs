namespace CoretimeDesk.Substrate;

/// <summary>
/// Compact integers: the two lowest bits of the first byte say whether the value takes 1, 2 or 4 bytes or is a length-prefixed big integer.
/// Like the chain's own decoder, a value that a shorter form could hold is refused: one value, one encoding.
/// </summary>
internal static class CompactReader
{
    public static UInt128 ReadLong(ref ScaleReader reader, UInt128 max)
    {
        var start = reader.Position;
        var first = reader.ReadByte();
        var needed = (first & 3) switch { 0 => 0, 1 => 1, 2 => 3, _ => first >> 2 <= 12 ? (first >> 2) + 4 : 0 };
        if (reader.Remaining < needed)
        {
            throw new ScaleException(ScaleFault.Truncated, start, $"a compact integer of {needed + 1} bytes is needed and {reader.Remaining + 1} are left");
        }

        var (value, min) = (first & 3) switch
        {
            0 => ((UInt128)(first >> 2), UInt128.Zero),
            1 => ((UInt128)((first | reader.ReadByte() << 8) >> 2), 1u << 6),
            2 => ((UInt128)(FourBytes(ref reader, first) >> 2), 1u << 14),
            _ => Big(ref reader, start, (first >> 2) + 4),
        };
        if (value < min)
        {
            throw new ScaleException(ScaleFault.BadCompact, start, $"{value} is not written in the shortest form");
        }

        return value <= max ? value : throw new ScaleException(ScaleFault.BadCompact, start, $"{value} is more than {max}, the most that the type holds");
    }

    private static uint FourBytes(ref ScaleReader reader, byte first)
    {
        var rest = reader.ReadBytes(3);
        return first | (uint)rest[0] << 8 | (uint)rest[1] << 16 | (uint)rest[2] << 24;
    }

    private static (UInt128 Value, UInt128 Min) Big(ref ScaleReader reader, int start, int length)
    {
        if (length > 16)
        {
            throw new ScaleException(ScaleFault.BadCompact, start, $"an integer of {length} bytes is more than 128 bits");
        }

        var bytes = reader.ReadBytes(length);
        var value = UInt128.Zero;
        for (var i = length - 1; i >= 0; i--)
        {
            value = value << 8 | bytes[i];
        }

        return (value, length == 4 ? (UInt128)1 << 30 : (UInt128)1 << (8 * (length - 1)));
    }
}
