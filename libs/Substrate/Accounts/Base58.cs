namespace CoretimeDesk.Substrate;

/// <summary>Base58 with Bitcoin's alphabet, for texts as short as an address.</summary>
/// <remarks>
/// The bytes are one big-endian number; each leading zero byte becomes a leading <c>1</c>. So every byte string has exactly
/// one text. The work grows with the square of the length, so the caller bounds it.
/// </remarks>
internal static class Base58
{
    /// <summary>The longest byte string that <see cref="Encode"/> takes.</summary>
    public const int BytesMax = 40;

    /// <summary>The longest text that <see cref="TryDecode"/> takes, and the most characters that <see cref="Encode"/> writes.</summary>
    public const int TextMax = 55;

    // Digits are converted in groups, since five of them fit into 32 bits: 58^5 = 656,356,768.
    private const int GroupDigits = 5;
    private const uint GroupRange = 58 * 58 * 58 * 58 * 58;
    private const int Groups = TextMax / GroupDigits;

    // ceil(log2(58^55) / 32)
    private const int Words = 11;

    private const byte NoDigit = 0xFF;

    private static ReadOnlySpan<byte> Alphabet => "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"u8;

    private static ReadOnlySpan<uint> Powers => [1, 58, 58 * 58, 58 * 58 * 58, 58 * 58 * 58 * 58, GroupRange];

    private static readonly byte[] DigitOf = MakeDigits();

    /// <summary>Writes the text; returns how many characters.</summary>
    /// <param name="bytes">At most <see cref="BytesMax"/>.</param>
    /// <param name="text">At least <see cref="TextMax"/> long.</param>
    public static int Encode(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, BytesMax);
        var zeros = bytes.IndexOfAnyExcept((byte)0);
        zeros = zeros < 0 ? bytes.Length : zeros;

        // Little-endian number in base 58^5. An invariant keeps the sums in 64 bits: group < 58^5, so carry < 2^32.
        Span<uint> groups = stackalloc uint[Groups];
        var used = 0;
        for (var rest = bytes[zeros..]; !rest.IsEmpty;)
        {
            var taken = (rest.Length - 1) % sizeof(uint) + 1;
            ulong carry = BigEndian(rest[..taken]);
            rest = rest[taken..];
            for (var i = 0; i < used; i++)
            {
                (carry, var group) = Math.DivRem(((ulong)groups[i] << 32) + carry, GroupRange);
                groups[i] = (uint)group;
            }

            for (; carry > 0; used++)
            {
                (carry, var group) = Math.DivRem(carry, GroupRange);
                groups[used] = (uint)group;
            }
        }

        text[..zeros].Fill((char)Alphabet[0]);
        var length = zeros;
        for (var i = used - 1; i >= 0; i--)
        {
            // The top group has no leading zeros, the others are padded with them.
            var digits = GroupDigits;
            while (i == used - 1 && groups[i] < Powers[digits - 1])
            {
                digits--;
            }

            var group = groups[i];
            for (var at = length + digits - 1; at >= length; at--)
            {
                (group, var digit) = Math.DivRem(group, 58u);
                text[at] = (char)Alphabet[(int)digit];
            }

            length += digits;
        }

        return length;
    }

    /// <summary>Reads a text.</summary>
    /// <param name="text">At most <see cref="TextMax"/> characters.</param>
    /// <param name="bytes">At least <see cref="TextMax"/> long.</param>
    /// <param name="length">How many bytes were written.</param>
    /// <param name="illegal">Where the first character outside the alphabet is, or -1.</param>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int length, out int illegal)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, TextMax);
        length = 0;
        var zeros = text.IndexOfAnyExcept((char)Alphabet[0]);
        zeros = zeros < 0 ? text.Length : zeros;

        // Little-endian number in base 2^32.
        Span<uint> words = stackalloc uint[Words];
        var used = 0;
        for (var at = zeros; at < text.Length;)
        {
            var digits = Math.Min(GroupDigits, text.Length - at);
            ulong carry = 0;
            for (var end = at + digits; at < end; at++)
            {
                var digit = text[at] < DigitOf.Length ? DigitOf[text[at]] : NoDigit;
                if (digit == NoDigit)
                {
                    illegal = at;
                    return false;
                }

                carry = carry * 58 + digit;
            }

            for (var i = 0; i < used; i++)
            {
                carry += (ulong)words[i] * Powers[digits];
                words[i] = (uint)(carry & uint.MaxValue);
                carry >>= 32;
            }

            if (carry > 0)
            {
                words[used++] = (uint)carry;
            }
        }

        bytes[..zeros].Clear();
        length = zeros;
        for (var i = used - 1; i >= 0; i--)
        {
            for (var shift = 24; shift >= 0; shift -= 8)
            {
                var one = (byte)((words[i] >> shift) & 0xFF);
                if (one > 0 || length > zeros)
                {
                    bytes[length++] = one;
                }
            }
        }

        illegal = -1;
        return true;
    }

    private static uint BigEndian(ReadOnlySpan<byte> bytes)
    {
        uint value = 0;
        foreach (var one in bytes)
        {
            value = (value << 8) | one;
        }

        return value;
    }

    private static byte[] MakeDigits()
    {
        var digits = new byte[128];
        digits.AsSpan().Fill(NoDigit);
        for (var i = 0; i < Alphabet.Length; i++)
        {
            digits[Alphabet[i]] = (byte)i;
        }

        return digits;
    }
}
