using System.Diagnostics.CodeAnalysis;

namespace CoretimeDesk.Substrate;

/// <summary>SS58, the address format of Substrate chains: base58 of prefix, id and checksum.</summary>
/// <remarks>
/// <para>The prefix names the network: one byte for 0 to 63, two for 64 to 16383. The checksum is the beginning of
/// BLAKE2b-512 over <c>SS58PRE</c>, prefix and id. How long it is follows from the kind of id:</para>
/// <list type="table">
/// <item><term>account id of 32 or 33 bytes</term><description>2 bytes of checksum</description></item>
/// <item><term>account index of 1 byte</term><description>1</description></item>
/// <item><term>account index of 2, 4 or 8 bytes</term><description>1 up to the length of the index; written with 1</description></item>
/// </list>
/// <para>The prefixes 46 and 47 are reserved by the registry; like the reference implementation, neither is read nor written.
/// Also refused is a prefix below 64 in two bytes: one account on one network has one address. (Indices written with a
/// longer checksum are the exception that the format itself makes.)</para>
/// <para>Ids of 20 bytes have no SS58 form: such chains write hex, see <see cref="AccountId20"/>.</para>
/// </remarks>
public static class Ss58
{
    /// <summary>The highest prefix: 14 bits.</summary>
    public const ushort PrefixMax = 16383;

    /// <summary>The longest id, in bytes: a compressed ECDSA public key.</summary>
    public const int IdBytesMax = 33;

    /// <summary>The longest address: 37 bytes in base58. Longer text is refused before any work.</summary>
    public const int TextMax = 51;

    private const int PrefixBytesMax = 2;
    private const int OneBytePrefixes = 64;
    private const int ChecksumBytesMax = 8;
    private const int PayloadBytesMax = PrefixBytesMax + IdBytesMax;
    private const int DigestBytes = 64;

    private static ReadOnlySpan<byte> Context => "SS58PRE"u8;

    /// <summary>Writes an address.</summary>
    /// <param name="id">An account id of 32 or 33 bytes, or an account index of 1, 2, 4 or 8 bytes, little endian.</param>
    /// <param name="prefix">The network: up to 16383, without the reserved 46 and 47.</param>
    /// <exception cref="ArgumentException">An id of another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No network can have that prefix.</exception>
    public static string Encode(ReadOnlySpan<byte> id, ushort prefix)
    {
        if (id.Length is not (1 or 2 or 4 or 8 or 32 or 33))
        {
            var hint = id.Length == AccountId20.Size ? " Ids of 20 bytes are written as hex." : "";
            throw new ArgumentException($"SS58 has no form for ids of {id.Length} bytes: only for 1, 2, 4, 8, 32 and 33.{hint}", nameof(id));
        }

        if (prefix > PrefixMax || IsReserved(prefix))
        {
            throw new ArgumentOutOfRangeException(nameof(prefix), prefix, $"Prefixes go up to {PrefixMax}, and 46 and 47 are reserved.");
        }

        Span<byte> bytes = stackalloc byte[PayloadBytesMax + ChecksumBytesMax];
        var payload = WritePrefix(prefix, bytes);
        id.CopyTo(bytes[payload..]);
        payload += id.Length;
        var checksum = id.Length >= AccountId32.Size ? 2 : 1;
        Span<byte> digest = stackalloc byte[DigestBytes];
        Digest(bytes[..payload], digest);
        digest[..checksum].CopyTo(bytes[payload..]);

        Span<char> text = stackalloc char[Base58.TextMax];
        return new(text[..Base58.Encode(bytes[..(payload + checksum)], text)]);
    }

    /// <summary>Reads an address.</summary>
    /// <exception cref="FormatException">The text is no address; the message says what is wrong with it.</exception>
    public static Ss58Address Decode(ReadOnlySpan<char> text) =>
        TryDecode(text, out var address, out var problem) ? address : throw new FormatException(problem);

    /// <summary>Reads an address that may well be wrong.</summary>
    /// <param name="text">The text, without blanks around it.</param>
    /// <param name="address">The address, when the text is one.</param>
    /// <param name="problem">A sentence that says what is wrong, when it is not. It never repeats the text.</param>
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out Ss58Address? address, [NotNullWhen(false)] out string? problem)
    {
        Span<byte> id = stackalloc byte[IdBytesMax];
        address = TryDecode(text, id, out var length, out var prefix, out problem) ? new(id[..length].ToArray(), prefix) : null;
        return address is not null;
    }

    /// <summary>Reads an address without allocating: the id goes to the beginning of <paramref name="id"/>, 33 bytes long.</summary>
    internal static bool TryDecode(ReadOnlySpan<char> text, Span<byte> id, out int length, out ushort prefix, [NotNullWhen(false)] out string? problem)
    {
        (length, prefix) = (0, 0);
        if (text.Length > TextMax)
        {
            problem = $"The text has {text.Length} characters; an address has at most {TextMax}.";
            return false;
        }

        Span<byte> bytes = stackalloc byte[Base58.TextMax];
        if (!Base58.TryDecode(text, bytes, out var count, out var illegal))
        {
            problem = $"{FixedBytes.Describe(text[illegal])} at index {illegal} is not a character of base58.";
            return false;
        }

        bytes = bytes[..count];
        if (!TryReadPrefix(bytes, out var prefixBytes, out prefix, out problem))
        {
            return false;
        }

        (length, var checksum) = Split(bytes.Length - prefixBytes);
        if (length == 0)
        {
            problem = $"The address has {bytes.Length - prefixBytes} bytes after its prefix, which fits no kind of id with its checksum.";
            return false;
        }

        var payload = prefixBytes + length;
        Span<byte> digest = stackalloc byte[DigestBytes];
        Digest(bytes[..payload], digest);
        if (!bytes[payload..].SequenceEqual(digest[..checksum]))
        {
            problem = "The checksum is wrong: the address was mistyped or cut.";
            return false;
        }

        bytes[prefixBytes..payload].CopyTo(id);
        problem = null;
        return true;
    }

    private static bool TryReadPrefix(ReadOnlySpan<byte> bytes, out int size, out ushort prefix, [NotNullWhen(false)] out string? problem)
    {
        (size, prefix) = (0, 0);

        // Prefix, one byte of index, one byte of checksum.
        if (bytes.Length < 3)
        {
            problem = $"The text is too short: it stands for {bytes.Length} bytes, and the shortest address has 3.";
            return false;
        }

        // 128 and above are kept for formats of the future. In two bytes 01aaaaaa bbcccccc the number is cccccc aaaaaa bb.
        problem = null;
        switch (bytes[0])
        {
            case < OneBytePrefixes:
                (size, prefix) = (1, bytes[0]);
                break;
            case < 2 * OneBytePrefixes:
                (size, prefix) = (2, (ushort)(((bytes[1] & 0b0011_1111) << 8) | ((bytes[0] & 0b0011_1111) << 2) | (bytes[1] >> 6)));
                problem = prefix < OneBytePrefixes ? $"The prefix {prefix} is written in two bytes but belongs in one." : null;
                break;
            default:
                problem = $"The first byte, {bytes[0]}, announces an unknown kind of address.";
                break;
        }

        if (IsReserved(prefix))
        {
            problem ??= $"The prefix {prefix} is reserved: no network has it.";
        }

        return problem is null;
    }

    private static int WritePrefix(ushort prefix, Span<byte> bytes)
    {
        if (prefix < OneBytePrefixes)
        {
            bytes[0] = (byte)prefix;
            return 1;
        }

        bytes[0] = (byte)(0b0100_0000 | ((prefix >> 2) & 0b0011_1111));
        bytes[1] = (byte)(((prefix & 0b11) << 6) | (prefix >> 8));
        return 2;
    }

    private static bool IsReserved(ushort prefix) => prefix is 46 or 47;

    // The format's table, which has no two entries of one sum: id and checksum of what follows the prefix.
    private static (int Id, int Checksum) Split(int bytes) => bytes switch
    {
        2 => (1, 1),
        3 or 4 => (2, bytes - 2),
        >= 5 and <= 8 => (4, bytes - 4),
        >= 9 and <= 16 => (8, bytes - 8),
        34 or 35 => (bytes - 2, 2),
        _ => (0, 0),
    };

    private static void Digest(ReadOnlySpan<byte> payload, Span<byte> digest)
    {
        Span<byte> input = stackalloc byte[Context.Length + PayloadBytesMax];
        Context.CopyTo(input);
        payload.CopyTo(input[Context.Length..]);
        Blake2b.Hash512(input[..(Context.Length + payload.Length)], digest);
    }
}
