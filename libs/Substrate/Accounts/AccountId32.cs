using System.Diagnostics.CodeAnalysis;

namespace CoretimeDesk.Substrate;

/// <summary>An account of a chain with 32-byte ids: a public key, or an id that the chain made up (a pallet, a parachain, a multisig).</summary>
/// <remarks>
/// <c>default</c> is all zeros. Ordered by its bytes, the first being the most significant. Accounts are compared by these
/// bytes and never by their addresses, which differ from network to network.
/// </remarks>
public readonly struct AccountId32 : IEquatable<AccountId32>, IComparable<AccountId32>, ISpanParsable<AccountId32>
{
    /// <summary>The length, in bytes.</summary>
    public const int Size = 32;

    private readonly H256 _bytes;

    private AccountId32(H256 bytes) => _bytes = bytes;

    /// <summary>All bytes are zero.</summary>
    public bool IsZero => _bytes.IsZero;

    /// <summary>Copies the bytes in.</summary>
    /// <exception cref="ArgumentException">There are not exactly 32 bytes.</exception>
    public static AccountId32 FromBytes(ReadOnlySpan<byte> bytes) => new(H256.FromBytes(FixedBytes.Sized<AccountId32>(bytes)));

    /// <summary>Reads <c>0x</c> and 64 hex digits, of either case.</summary>
    /// <param name="s">The text.</param>
    /// <param name="provider">Ignored.</param>
    /// <exception cref="FormatException">The text is something else; the message says what is wrong.</exception>
    public static AccountId32 Parse(string s, IFormatProvider? provider = null)
    {
        ArgumentNullException.ThrowIfNull(s);
        return FixedBytes.Parse<AccountId32>(s);
    }

    /// <inheritdoc cref="Parse(string, IFormatProvider?)"/>
    public static AccountId32 Parse(ReadOnlySpan<char> s, IFormatProvider? provider = null) => FixedBytes.Parse<AccountId32>(s);

    /// <summary>Reads <c>0x</c> and 64 hex digits, of either case; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<char> s, out AccountId32 result) => FixedBytes.TryParse(s, out result, out _);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out AccountId32)"/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out AccountId32 result) => FixedBytes.TryParse(s, out result, out _);

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out AccountId32)"/>
    public static bool TryParse(ReadOnlySpan<char> s, IFormatProvider? provider, out AccountId32 result) => FixedBytes.TryParse(s, out result, out _);

    /// <summary>Reads an account as people write it: an SS58 address, or <c>0x</c> and 64 hex digits.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="expectedPrefix">
    /// The network whose addresses are taken, or null for any. Hex names no network and is always taken. Nothing is made
    /// of 42, the generic prefix: it is a prefix like the others.
    /// </param>
    /// <exception cref="FormatException">The text is something else; the message says what is wrong.</exception>
    public static AccountId32 FromText(string text, ushort? expectedPrefix = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryFromText(text, expectedPrefix, out var account, out var problem) ? account : throw new FormatException(problem);
    }

    /// <summary>Reads an account as <see cref="FromText"/> does, for text that may well be wrong.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="expectedPrefix">The network whose addresses are taken, or null for any.</param>
    /// <param name="account">The account, or zeros.</param>
    /// <param name="problem">A sentence that says what is wrong.</param>
    public static bool TryFromText(ReadOnlySpan<char> text, ushort? expectedPrefix, out AccountId32 account, [NotNullWhen(false)] out string? problem)
    {
        // No confusion is possible: base58 has no digit 0.
        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return FixedBytes.TryParse(text, out account, out problem);
        }

        account = default;
        Span<byte> id = stackalloc byte[Ss58.IdBytesMax];
        if (!Ss58.TryDecode(text, id, out var length, out var prefix, out problem))
        {
            return false;
        }

        if (expectedPrefix is { } expected && prefix != expected)
        {
            problem = $"The address belongs to the network with prefix {prefix}, not to the one with prefix {expected}.";
            return false;
        }

        if (length != Size)
        {
            problem = $"The address holds an id of {length} bytes; an account has {Size}.";
            return false;
        }

        account = FromBytes(id[..length]);
        return true;
    }

    /// <summary>The address of this account on the network with that prefix.</summary>
    /// <param name="prefix">0 Polkadot, 2 Kusama, 42 any; up to 16383, without the reserved 46 and 47.</param>
    /// <exception cref="ArgumentOutOfRangeException">No network can have that prefix.</exception>
    public string ToSs58(ushort prefix) => Ss58.Encode(AsSpan(), prefix);

    /// <summary>The bytes where this value lies, without a copy.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => FixedBytes.Of(in this);

    /// <summary>Writes the 32 bytes to the beginning of the destination.</summary>
    /// <exception cref="ArgumentException">The destination is shorter.</exception>
    public void CopyTo(Span<byte> destination) => AsSpan().CopyTo(destination);

    /// <summary>The bytes, in a new array.</summary>
    public byte[] ToArray() => AsSpan().ToArray();

    /// <inheritdoc/>
    public int CompareTo(AccountId32 other) => AsSpan().SequenceCompareTo(other.AsSpan());

    /// <inheritdoc/>
    public bool Equals(AccountId32 other) => _bytes == other._bytes;

    /// <inheritdoc/>
    public override bool Equals([NotNullWhen(true)] object? obj) => obj is AccountId32 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => FixedBytes.HashCodeOf(in this);

    /// <summary><c>0x</c> and lower-case hex.</summary>
    public override string ToString() => FixedBytes.ToHex(this);

    /// <summary>The same bytes.</summary>
    public static bool operator ==(AccountId32 left, AccountId32 right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(AccountId32 left, AccountId32 right) => !left.Equals(right);

    /// <summary>Before, in the order of the bytes.</summary>
    public static bool operator <(AccountId32 left, AccountId32 right) => left.CompareTo(right) < 0;

    /// <summary>After, in the order of the bytes.</summary>
    public static bool operator >(AccountId32 left, AccountId32 right) => left.CompareTo(right) > 0;

    /// <summary>Before or the same, in the order of the bytes.</summary>
    public static bool operator <=(AccountId32 left, AccountId32 right) => left.CompareTo(right) <= 0;

    /// <summary>After or the same, in the order of the bytes.</summary>
    public static bool operator >=(AccountId32 left, AccountId32 right) => left.CompareTo(right) >= 0;
}
