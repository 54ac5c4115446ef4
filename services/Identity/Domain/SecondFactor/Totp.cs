using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk.Identity.Domain;

/// <summary>What a code of an authenticator app turned out to be.</summary>
public enum CodeVerdict
{
    /// <summary>None of those that are good now.</summary>
    Wrong,

    /// <summary>It, or a later one, was used before.</summary>
    UsedBefore,

    /// <summary>Good, and from now on used.</summary>
    Right,
}

/// <summary>Time-based one-time passwords by RFC 6238: HMAC-SHA-1, six digits, steps of 30 seconds, as authenticator apps make them. Pure.</summary>
public static class Totp
{
    private const int Digits = 6;
    private const int Modulus = 1_000_000;

    /// <summary>Steps before and after the present one whose codes are good: clocks of phones differ, and typing takes a while.</summary>
    private const int Drift = 1;

    /// <summary>How long one code is shown.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>The step that an instant lies in, counted from 1970.</summary>
    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    /// <summary>The code of a step.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6238's own default, and the one that every app knows; HMAC does not need what SHA-1 lost.")]
    public static string CodeOf(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> message = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(message, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, message, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & 0x7fffffff;
        return (number % Modulus).ToString($"D{Digits}", CultureInfo.InvariantCulture);
    }

    /// <summary>Judges a code. Each step counts once, and none before the last that was used (RFC 6238, 5.2).</summary>
    /// <param name="key">The key that the app shares.</param>
    /// <param name="code">What was typed; blanks are skipped.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="lastUsed">The step of the last code that was accepted; 0 for none.</param>
    /// <returns>The verdict, and the step that the code belongs to when it is not wrong.</returns>
    public static (CodeVerdict Verdict, long Step) Judge(ReadOnlySpan<byte> key, string code, DateTimeOffset now, long lastUsed)
    {
        Span<char> digits = stackalloc char[Digits];
        var count = 0;
        foreach (var c in code)
        {
            if (c == ' ')
            {
                continue;
            }

            if (!char.IsAsciiDigit(c) || count == Digits)
            {
                return (CodeVerdict.Wrong, 0);
            }

            digits[count++] = c;
        }

        if (count != Digits)
        {
            return (CodeVerdict.Wrong, 0);
        }

        var (typed, found) = (digits.ToString(), 0L);
        for (var step = StepAt(now) - Drift; step <= StepAt(now) + Drift; step++)
        {
            // All are compared, and each in a time that does not depend on where it differs.
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeOf(key, step)), Encoding.ASCII.GetBytes(typed)))
            {
                found = step;
            }
        }

        return found == 0 ? (CodeVerdict.Wrong, 0) : (found > lastUsed ? CodeVerdict.Right : CodeVerdict.UsedBefore, found);
    }
}
