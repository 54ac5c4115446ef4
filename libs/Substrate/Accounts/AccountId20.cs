using System.Diagnostics.CodeAnalysis;

namespace CoretimeDesk.Substrate;

/// <summary>An account of a chain with Ethereum-like ids of 20 bytes. Written as hex, never as SS58.</summary>
/// <remarks><c>default</c> is all zeros. Ordered by its bytes, the first being the most significant.</remarks>
public readonly struct AccountId20 : IEquatable<AccountId20>, IComparable<AccountId20>, ISpanParsable<AccountId20>
{
    /// <summary>The length, in bytes.</summary>
    public const int Size = 20;

    private readonly H160 _bytes;

    private AccountId20(H160 bytes) => _bytes = bytes;

    /// <summary>All bytes are zero.</summary>
    public bool IsZero => _bytes.IsZero;

    /// <summary>Copies the bytes in.</summary>
    /// <exception cref="ArgumentException">There are not exactly 20 bytes.</exception>
    public static AccountId20 FromBytes(ReadOnlySpan<byte> bytes) => new(H160.FromBytes(FixedBytes.Sized<AccountId20>(bytes)));

    /// <summary>Reads <c>0x</c> and 40 hex digits, of either case.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Ignored.</param>
    /// <exception cref="FormatException">The text is something else; the message says what is wrong.</exception>
    public static AccountId20 Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return FixedBytes.Parse<AccountId20>(s);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static AccountId20 Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) => FixedBytes.Parse<AccountId20>(s);

    /// <summary>Reads <c>0x</c> and 40 hex digits, of either case; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, out AccountId20 result) => FixedBytes.TryParse(s, out result, out _);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out AccountId20)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AccountId20 result) => FixedBytes.TryParse(s, out result, out _);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out AccountId20)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out AccountId20 result) => FixedBytes.TryParse(s, out result, out _);

    /// <summary>The bytes where this value lies, without a copy.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => FixedBytes.Of(in this);

    /// <summary>Writes the 20 bytes to the beginning of the destination.</summary>
    /// <exception cref="ArgumentException">The destination is shorter.</exception>
    public void CopyTo(Span<byte> destination) => AsSpan().CopyTo(destination);

    /// <summary>The bytes, in a new array.</summary>
    public byte[] ToArray() => AsSpan().ToArray();

    /// <inheritdoc/>
    public int CompareTo(AccountId20 other) => AsSpan().SequenceCompareTo(other.AsSpan());

    /// <inheritdoc/>
    public bool Equals(AccountId20 other) => _bytes == other._bytes;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is AccountId20 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => FixedBytes.HashCodeOf(in this);

    /// <summary><c>0x</c> and lower-case hex.</summary>
    public override string ToString() => FixedBytes.ToHex(this);

    /// <summary>The same bytes.</summary>
    public static bool operator ==(AccountId20 left, AccountId20 right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(AccountId20 left, AccountId20 right) => !left.Equals(right);

    /// <summary>Before, in the order of the bytes.</summary>
    public static bool operator <(AccountId20 left, AccountId20 right) => left.CompareTo(right) < 0;

    /// <summary>After, in the order of the bytes.</summary>
    public static bool operator >(AccountId20 left, AccountId20 right) => left.CompareTo(right) > 0;

    /// <summary>Before or the same, in the order of the bytes.</summary>
    public static bool operator <=(AccountId20 left, AccountId20 right) => left.CompareTo(right) <= 0;

    /// <summary>After or the same, in the order of the bytes.</summary>
    public static bool operator >=(AccountId20 left, AccountId20 right) => left.CompareTo(right) >= 0;
}
