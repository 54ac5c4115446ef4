using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CoretimeDesk.Market;

/// <summary>Which of the 80 parts of a core, in every timeslice. <c>default</c> is none of them.</summary>
/// <remarks>
/// Held as a number of 80 bits whose hex digits are those that the chain shows: part 0 is the highest bit, in the first byte.
/// </remarks>
public readonly record struct CoreMask : ISpanParsable<CoreMask>
{
    /// <summary>How many parts a core has.</summary>
    public const int Bits = 80;

    /// <summary>The length of its encoding, in bytes.</summary>
    public const int Size = Bits / 8;

    /// <summary>A whole core in the units of the relay chain, <c>PartsOf57600</c>.</summary>
    public const uint RelayPartsOfCore = 57_600;

    private static readonly UInt128 AllBits = (UInt128.One << Bits) - 1;

    private readonly UInt128 _bits;

    private CoreMask(UInt128 bits) => _bits = bits;

    /// <summary>No part.</summary>
    public static CoreMask Void => default;

    /// <summary>All parts: what a purchase gives.</summary>
    public static CoreMask Complete => new(AllBits);

    /// <summary>It has no part.</summary>
    public bool IsVoid => _bits == 0;

    /// <summary>It has all parts.</summary>
    public bool IsComplete => _bits == AllBits;

    /// <summary>How many parts it has, 0 to 80.</summary>
    public int Count => (int)UInt128.PopCount(_bits);

    /// <summary>Its size as the relay chain counts it: 720 of 57,600 for each part.</summary>
    public uint RelayParts => (uint)Count * (RelayPartsOfCore / Bits);

    /// <summary>Its share of the core. Always exact: one part is 1.25 %.</summary>
    public BasisPoints ShareOfCore => new((uint)Count * (BasisPoints.One / Bits));

    /// <summary>Has it that part?</summary>
    /// <param name="part">0 to 79.</param>
    public bool this[int part] => (_bits & Bit(part)) != 0;

    /// <summary>The parts from one up to, but not including, another.</summary>
    /// <param name="from">0 to 80.</param>
    /// <param name="to">From there to 80.</param>
    public static CoreMask FromChunk(int from, int to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(to, Bits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        return new((AllBits >> from) & ~(AllBits >> to));
    }

    /// <summary>Only that part.</summary>
    /// <param name="part">0 to 79.</param>
    public static CoreMask FromPart(int part) => new(Bit(part));

    /// <summary>Reads ten bytes as the chain stores them.</summary>
    /// <exception cref="ArgumentException">There are not exactly ten.</exception>
    public static CoreMask FromBytes(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new(((UInt128)BinaryPrimitives.ReadUInt64BigEndian(bytes) << 16) | BinaryPrimitives.ReadUInt16BigEndian(bytes[8..]))
        : throw new ArgumentException($"A core mask has {Size} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>The mask as a number, as it stands in the lowest 80 bits of an item id.</summary>
    public UInt128 ToUInt128() => _bits;

    /// <summary>The mask in the lowest 80 bits of a number; the bits above them are left out.</summary>
    public static CoreMask FromUInt128(UInt128 value) => new(value & AllBits);

    /// <summary>Writes ten bytes as the chain stores them.</summary>
    /// <exception cref="ArgumentException">The destination is shorter.</exception>
    public void CopyTo(Span<byte> destination)
    {
        if (destination.Length < Size)
        {
            throw new ArgumentException($"A core mask needs {Size} bytes; there is room for {destination.Length}.", nameof(destination));
        }

        BinaryPrimitives.WriteUInt64BigEndian(destination, (ulong)(_bits >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(destination[8..], (ushort)(_bits & ushort.MaxValue));
    }

    /// <summary>Some part is in both.</summary>
    public bool Overlaps(CoreMask other) => (_bits & other._bits) != 0;

    /// <summary>Every part of it is in the other, too.</summary>
    public bool IsWithin(CoreMask other) => (_bits & ~other._bits) == 0;

    /// <summary>Cuts the mask in two that do not overlap and together are the mask.</summary>
    /// <param name="pivot">The parts that the first piece shall have.</param>
    /// <returns>Both pieces; or <see cref="BrokerError.ExteriorPivot"/>, <see cref="BrokerError.VoidPivot"/> or
    /// <see cref="BrokerError.CompletePivot"/>, looked for in the chain's order.</returns>
    public Outcome<MaskPair> Interlace(CoreMask pivot) => pivot switch
    {
        _ when !pivot.IsWithin(this) => BrokerError.ExteriorPivot,
        _ when pivot.IsVoid => BrokerError.VoidPivot,
        _ when pivot == this => BrokerError.CompletePivot,
        _ => new MaskPair(pivot, this ^ pivot),
    };

    /// <summary>The parts of either.</summary>
    public static CoreMask operator |(CoreMask left, CoreMask right) => new(left._bits | right._bits);

    /// <summary>The parts of both.</summary>
    public static CoreMask operator &(CoreMask left, CoreMask right) => new(left._bits & right._bits);

    /// <summary>The parts of exactly one.</summary>
    public static CoreMask operator ^(CoreMask left, CoreMask right) => new(left._bits ^ right._bits);

    /// <summary>The parts that it does not have.</summary>
    public static CoreMask operator ~(CoreMask mask) => new(~mask._bits & AllBits);

    /// <summary><c>0x</c> and 20 lower-case hex digits.</summary>
    public override string ToString() => $"0x{_bits.ToString("x20", CultureInfo.InvariantCulture)}";

    /// <summary>Reads <c>0x</c> and 20 hex digits, of either case.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Ignored.</param>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static CoreMask Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return Parse(s.AsSpan(), provider);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static CoreMask Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) =>
        TryParse(s, out var mask) ? mask : throw new FormatException($"A core mask is 0x and {Size * 2} hex digits.");

    /// <summary>Reads <c>0x</c> and 20 hex digits, of either case; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, out CoreMask result)
    {
        result = default;
        if (s.Length != 2 + (Size * 2) || !s.StartsWith("0x", StringComparison.Ordinal)
            || s[2..].Contains('\0') // The parser would take it for the end of the number.
            || !UInt128.TryParse(s[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits))
        {
            return false;
        }

        result = new(bits);
        return true;
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out CoreMask)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out CoreMask result) => TryParse(s.AsSpan(), out result);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out CoreMask)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out CoreMask result) => TryParse(s, out result);

    private static UInt128 Bit(int part)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(part, Bits);
        return UInt128.One << (Bits - 1 - part);
    }
}

/// <summary>A mask that was cut in two.</summary>
/// <param name="Pivot">The parts that were asked for.</param>
/// <param name="Rest">The others.</param>
public sealed record MaskPair(CoreMask Pivot, CoreMask Rest);
