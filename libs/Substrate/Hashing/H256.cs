using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace CoretimeDesk.Substrate;

/// <summary>A hash of 32 bytes: of a block, an extrinsic, a runtime.</summary>
/// <remarks><c>default</c> is all zeros. Ordered by its bytes, the first being the most significant.</remarks>
public readonly struct H256 : IEquatable<H256>, IComparable<H256>, ISpanParsable<H256>
{
    /// <summary>The length, in bytes.</summary>
    public const int Size = 32;

    // The bytes as they lie in memory, not numbers: never compare these by size.
    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    private H256(ReadOnlySpan<byte> bytes)
    {
        _a = MemoryMarshal.Read<ulong>(bytes);
        _b = MemoryMarshal.Read<ulong>(bytes[8..]);
        _c = MemoryMarshal.Read<ulong>(bytes[16..]);
        _d = MemoryMarshal.Read<ulong>(bytes[24..]);
    }

    /// <summary>All bytes are zero.</summary>
    public bool IsZero => (_a | _b | _c | _d) == 0;

    /// <summary>Copies the bytes in.</summary>
    /// <exception cref="ArgumentException">There are not exactly 32 bytes.</exception>
    public static H256 FromBytes(ReadOnlySpan<byte> bytes) => new(FixedBytes.Sized<H256>(bytes));

    /// <summary>Reads <c>0x</c> and 64 hex digits, of either case.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Ignored.</param>
    /// <exception cref="FormatException">The text is something else; the message says what is wrong.</exception>
    public static H256 Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return FixedBytes.Parse<H256>(s);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static H256 Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) => FixedBytes.Parse<H256>(s);

    /// <summary>Reads <c>0x</c> and 64 hex digits, of either case; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, out H256 result) => FixedBytes.TryParse(s, out result, out _);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out H256)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out H256 result) => FixedBytes.TryParse(s, out result, out _);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out H256)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out H256 result) => FixedBytes.TryParse(s, out result, out _);

    /// <summary>The bytes where this value lies, without a copy.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => FixedBytes.Of(in this);

    /// <summary>Writes the 32 bytes to the beginning of the destination.</summary>
    /// <exception cref="ArgumentException">The destination is shorter.</exception>
    public void CopyTo(Span<byte> destination) => AsSpan().CopyTo(destination);

    /// <summary>The bytes, in a new array.</summary>
    public byte[] ToArray() => AsSpan().ToArray();

    /// <inheritdoc/>
    public int CompareTo(H256 other) => AsSpan().SequenceCompareTo(other.AsSpan());

    /// <inheritdoc/>
    public bool Equals(H256 other) => _a == other._a && _b == other._b && _c == other._c && _d == other._d;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is H256 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => FixedBytes.HashCodeOf(in this);

    /// <summary><c>0x</c> and lower-case hex.</summary>
    public override string ToString() => FixedBytes.ToHex(this);

    /// <summary>The same bytes.</summary>
    public static bool operator ==(H256 left, H256 right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(H256 left, H256 right) => !left.Equals(right);

    /// <summary>Before, in the order of the bytes.</summary>
    public static bool operator <(H256 left, H256 right) => left.CompareTo(right) < 0;

    /// <summary>After, in the order of the bytes.</summary>
    public static bool operator >(H256 left, H256 right) => left.CompareTo(right) > 0;

    /// <summary>Before or the same, in the order of the bytes.</summary>
    public static bool operator <=(H256 left, H256 right) => left.CompareTo(right) <= 0;

    /// <summary>After or the same, in the order of the bytes.</summary>
    public static bool operator >=(H256 left, H256 right) => left.CompareTo(right) >= 0;
}
