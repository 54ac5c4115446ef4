using System.Buffers;

namespace CoretimeDesk.Substrate;

/// <summary>Bytes as nodes write them in JSON: <c>0x</c> and two lower-case digits per byte.</summary>
public static class Hex
{
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
        return Convert.FromHexString(digits, bytes, out var read, out _) == OperationStatus.Done
            ? bytes
            : throw NoDigit(digits.Length > read && IsDigit(digits[read]) ? read + 1 : read, prefix);
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
        if (Convert.FromHexString(digits, destination, out var read, out _) != OperationStatus.Done)
        {
            throw NoDigit(digits.Length > read && IsDigit((char)digits[read]) ? read + 1 : read, offset);
        }
    }

    private static int CountBytes(int digits) => digits % 2 == 0
        ? digits / 2
        : throw new FormatException($"Hex needs two digits per byte, there are {digits}.");

    // The framework reports the pair; which of its two characters is wrong is told here.
    private static bool IsDigit(char c) => char.IsAsciiHexDigit(c);

    private static FormatException NoDigit(int position, int offset) =>
        new($"The character at position {position + offset} is no hex digit.");
}
