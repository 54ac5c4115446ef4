using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace CoretimeDesk.Market;

/// <summary>The key of a region: where on which core it begins, and which parts of it. <c>default</c> names no region that can exist.</summary>
/// <param name="Begin">The first timeslice.</param>
/// <param name="Core">The index of the core.</param>
/// <param name="Mask">The parts of the core.</param>
public readonly record struct RegionId(Timeslice Begin, ushort Core, CoreMask Mask) : ISpanParsable<RegionId>
{
    /// <summary>The length of its encoding, in bytes.</summary>
    public const int Size = 16;

    /// <summary>The region as an item of a collection, as XCM and the hubs know it: all 16 bytes as one number, begin first.</summary>
    public UInt128 ItemId => ((UInt128)Begin.Value << 96) | ((UInt128)Core << CoreMask.Bits) | Mask.ToUInt128();

    /// <summary>The region with that item id.</summary>
    public static RegionId FromItemId(UInt128 id) => new(new((uint)(id >> 96)), (ushort)((id >> CoreMask.Bits) & ushort.MaxValue), CoreMask.FromUInt128(id));

    /// <summary>Reads its SCALE encoding: begin and core little endian, then the mask.</summary>
    /// <exception cref="ArgumentException">There are not exactly 16 bytes.</exception>
    public static RegionId FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new(new(BinaryPrimitives.ReadUInt32LittleEndian(bytes)), BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]), CoreMask.FromBytes(bytes[6..]))
        : throw new ArgumentException($"A region's id has {Size} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>Writes its SCALE encoding to the beginning of the destination.</summary>
    /// <exception cref="ArgumentException">The destination is shorter than 16 bytes.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < Size)
        {
            throw new ArgumentException($"A region's id needs {Size} bytes; there is room for {destination.Length}.", nameof(destination));
        }

        BinaryPrimitives.WriteUInt32LittleEndian(destination, Begin.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[4..], Core);
        Mask.CopyTo(destination[6..]);
    }

    /// <summary>Its SCALE encoding, in a new array.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary><c>0x</c> and its SCALE encoding in 32 lower-case hex digits, as in a storage key.</summary>
    public override string ToString() => $"0x{Convert.ToHexStringLower(ToArray())}";

    /// <summary>Reads <c>0x</c> and 32 hex digits, of either case.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Ignored.</param>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static RegionId Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static RegionId Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, out var id) ? id : throw new FormatException($"A region's id is 0x and {Size * 2} hex digits.");

    /// <summary>Reads <c>0x</c> and 32 hex digits, of either case; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, out RegionId result)
    {
        result = default;
        Span<byte> bytes = stackalloc byte[Size];
        if (s.Length != 2 + (Size * 2) || !s.StartsWith("0x", StringComparison.Ordinal)
            || Convert.FromHexString(s[2..], bytes, out _, out _) != System.Buffers.OperationStatus.Done)
        {
            return false;
        }

        result = FromBytes(bytes);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out RegionId)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out RegionId result) => TryParse(s.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out RegionId)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out RegionId result) => TryParse(s, out result);
}
