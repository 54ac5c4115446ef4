using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CoretimeDesk.Substrate;

/// <summary>What the byte strings of fixed length have in common: hashes and account ids.</summary>
/// <remarks>
/// Each of them holds exactly its bytes, in order, and no reference or padding, so that one generic method serves all. The
/// name and the size in a message are the type's.
/// </remarks>
internal static class FixedBytes
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The bytes where they are, without a copy.</summary>
    public static ReadOnlySpan<byte> Of<T>(ref readonly T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));

    /// <summary>The bytes, if they are as many as the type holds.</summary>
    public static ReadOnlySpan<byte> Sized<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged => bytes.Length == Unsafe.SizeOf<T>()
            ? bytes
            : throw new ArgumentException($"{typeof(T).Name} takes {Unsafe.SizeOf<T>()} bytes, not {bytes.Length}.", nameof(bytes));

    // Over all bytes and seeded per process: hash maps of accounts are filled by strangers.
    public static int HashCodeOf<T>(ref readonly T value)
        where T : unmanaged
    {
        var hash = new HashCode();
        hash.AddBytes(Of(in value));
        return hash.ToHashCode();
    }

    public static string ToHex<T>(T value)
        where T : unmanaged => string.Create(2 + 2 * Unsafe.SizeOf<T>(), value, static (text, value) =>
        {
            "0x".CopyTo(text);
            Convert.TryToHexStringLower(Of(in value), text[2..], out _);
        });

    public static T Parse<T>(ReadOnlySpan<char> text)
        where T : unmanaged => TryParse<T>(text, out var value, out var problem) ? value : throw new FormatException(problem);

    /// <summary>Reads <c>0x</c> and exactly as many hex digits, of either case, as the type needs.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> text, out T value, [NotNullWhen(false)] out string? problem)
        where T : unmanaged
    {
        value = default;
        var digits = 2 * Unsafe.SizeOf<T>();
        if (!text.StartsWith("0x", StringComparison.Ordinal))
        {
            problem = $"{typeof(T).Name} is written as 0x and {digits} hex digits; the text does not begin with 0x.";
            return false;
        }

        if (text.Length != 2 + digits)
        {
            problem = $"{typeof(T).Name} is written as 0x and {digits} hex digits; the text has {text.Length - 2} after 0x.";
            return false;
        }

        if (text[2..].IndexOfAnyExcept(HexDigits) is >= 0 and var wrong)
        {
            problem = $"{Describe(text[2 + wrong])} at index {2 + wrong} is not a hex digit.";
            return false;
        }

        Convert.FromHexString(text[2..], MemoryMarshal.AsBytes(new Span<T>(ref value)), out _, out _);
        problem = null;
        return true;
    }

    /// <summary>A character for a message: as it is if it prints, else by its number. Never breaks a line of a log.</summary>
    public static string Describe(char character) => character is > ' ' and <= '~' ? $"'{character}'" : $"U+{(int)character:X4}";
}
