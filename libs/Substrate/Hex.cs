using System.Buffers;

namespace CoretimeDesk.Substrate;

/// <summary>Bytes as nodes write them in JSON: <c>0x</c> and two lower-case digits per byte.</summary>
public static class Hex
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<byte> Utf8Digits = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>Reads UTF-8 digits, with or without <c>0x</c> in front, straight into bytes.</summary>
    /// <remarks>A block's events can be megabytes of digits: no string is made of them on the way.</remarks>
    /// <exception cref="FormatException">An odd number of digits, or something that is no digit; the message says where.</exception>
    public static byte[] Decode(ReadOnlySpan<byte> utf8)
    {
        var prefix = utf8.StartsWith("0x"u8) ? 2 : 0;
        var bytes = new byte[CountBytes(utf8.Length - prefix)];
        DecodeDigits(utf8[prefix..], bytes, prefix);
        return bytes;
    }

    /// <summary>Reads digits, with or without <c>0x</c> in front.</summary>
    /// <exception cref="FormatException">An odd number of digits, or something that is no digit; the message says where.</exception>
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        var prefix = text.StartsWith("0x") ? 2 : 0;
        var digits = text[prefix..];
        var bytes = new byte[CountBytes(digits.Length)];
        return Convert.FromHexString(digits, bytes, out _, out _) == OperationStatus.Done
            ? bytes
            : throw NoDigit(digits.IndexOfAnyExcept(Digits) + prefix);
    }

    /// <summary>Fills <paramref name="destination"/> exactly, for values of a known size such as hashes.</summary>
    /// <exception cref="FormatException">Another number of digits, or something that is no digit.</exception>
    public static void Decode(ReadOnlySpan<byte> utf8, Span<byte> destination)
    {
        var prefix = utf8.StartsWith("0x"u8) ? 2 : 0;
        var count = CountBytes(utf8.Length - prefix);
        if (count != destination.Length)
        {
            throw new FormatException($"{destination.Length} bytes were expected as hex, there are {count}.");
        }

        DecodeDigits(utf8[prefix..], destination, prefix);
    }

    /// <summary><c>0x</c> and the digits; of no bytes, <c>0x</c>.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes) => "0x" + Convert.ToHexStringLower(bytes);

    private static void DecodeDigits(ReadOnlySpan<byte> digits, Span<byte> destination, int offset)
    {
        if (Convert.FromHexString(digits, destination, out _, out _) != OperationStatus.Done)
        {
            throw NoDigit(digits.IndexOfAnyExcept(Utf8Digits) + offset);
        }
    }

    private static int CountBytes(int digits) => digits % 2 == 0
        ? digits / 2
        : throw new FormatException($"Hex needs two digits per byte, there are {digits}.");

    // The framework does not say where; looking again is fine, since it happens once and then never succeeds.
    private static FormatException NoDigit(int position) => new($"The character at position {position} is no hex digit.");
}
