using System.Diagnostics.CodeAnalysis;

namespace CoretimeDesk.Substrate;

/// <summary>A hash of 64 bytes.</summary>
/// <remarks><c>default</c> is all zeros. Ordered by its bytes, the first being the most significant.</remarks>
public readonly struct H512 : IEquatable<H512>, IComparable<H512>, ISpanParsable<H512>
{
    /// <summary>The length, in bytes.</summary>
    public const int Size = 64;

    private readonly H256 _first;
    private readonly H256 _second;

    private H512(ReadOnlySpan<byte> bytes)
    {
        _first = H256.FromBytes(bytes[..H256.Size]);
        _second = H256.FromBytes(bytes[H256.Size..]);
    }

    /// <summary>All bytes are zero.</summary>
    public bool IsZero => _first.IsZero && _second.IsZero;

    /// <summary>Copies the bytes in.</summary>
    /// <exception cref="ArgumentException">There are not exactly 64 bytes.</exception>
    public static H512 FromBytes(ReadOnlySpan<byte> bytes) => new(FixedBytes.Sized<H512>(bytes));

    /// <summary>Reads <c>0x</c> and 128 hex digits, of either case.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Ignored.</param>
    /// <exception cref="FormatException">The text is something else; the message says what is wrong.</exception>
    public static H512 Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return FixedBytes.Parse<H512>(s);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static H512 Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) => FixedBytes.Parse<H512>(s);

    /// <summary>Reads <c>0x</c> and 128 hex digits, of either case; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, out H512 result) => FixedBytes.TryParse(s, out result, out _);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out H512)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out H512 result) => FixedBytes.TryParse(s, out result, out _);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out H512)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out H512 result) => FixedBytes.TryParse(s, out result, out _);

    /// <summary>The bytes where this value lies, without a copy.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => FixedBytes.Of(in this);

    /// <summary>Writes the 64 bytes to the beginning of the destination.</summary>
    /// <exception cref="ArgumentException">The destination is shorter.</exception>
    public void CopyTo(Span<byte> destination) => AsSpan().CopyTo(destination);

    /// <summary>The bytes, in a new array.</summary>
    public byte[] ToArray() => AsSpan().ToArray();

    /// <inheritdoc/>
    public int CompareTo(H512 other) => AsSpan().SequenceCompareTo(other.AsSpan());

    /// <inheritdoc/>
    public bool Equals(H512 other) => _first == other._first && _second == other._second;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is H512 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => FixedBytes.HashCodeOf(in this);

    /// <summary><c>0x</c> and lower-case hex.</summary>
    public override string ToString() => FixedBytes.ToHex(this);

    /// <summary>The same bytes.</summary>
    public static bool operator ==(H512 left, H512 right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(H512 left, H512 right) => !left.Equals(right);

    /// <summary>Before, in the order of the bytes.</summary>
    public static bool operator <(H512 left, H512 right) => left.CompareTo(right) < 0;

    /// <summary>After, in the order of the bytes.</summary>
    public static bool operator >(H512 left, H512 right) => left.CompareTo(right) > 0;

    /// <summary>Before or the same, in the order of the bytes.</summary>
    public static bool operator <=(H512 left, H512 right) => left.CompareTo(right) <= 0;

    /// <summary>After or the same, in the order of the bytes.</summary>
    public static bool operator >=(H512 left, H512 right) => left.CompareTo(right) >= 0;
}
