using System.ComponentModel.DataAnnotations;

namespace CoretimeDesk.Identity.Passwords;

/// <summary>How passwords are kept and guarded. Configuration section <c>Identity:Passwords</c>.</summary>
public sealed class PasswordSettings
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Identity:Passwords";

    /// <summary>The shortest password.</summary>
    public const int LengthMin = 12;

    /// <summary>The longest: hashing is slow on purpose, and must not be for sale by the megabyte.</summary>
    public const int LengthMax = 128;

    /// <summary>Different characters in a password, at least: <c>aaaaaaaaaaaa</c> is one guess.</summary>
    public const int UniqueCharactersMin = 5;

    /// <summary>Wrong passwords in a row that lock a person out.</summary>
    public const int FailuresMax = 5;

    /// <summary>How long they stay locked out.</summary>
    public static readonly TimeSpan LockoutTime = TimeSpan.FromMinutes(15);

    /// <summary>How long a one-time password can be used.</summary>
    public static readonly TimeSpan OneTimeLife = TimeSpan.FromDays(7);

    /// <summary>Rounds of PBKDF2 with HMAC-SHA-512. OWASP's cheat sheet of 2023 asks for 210 000.</summary>
    [Range(1_000, 10_000_000)]
    public int Iterations { get; set; } = 210_000;

    /// <summary>
    /// Milliseconds that every refused sign-in takes at least, whatever the reason was: an answer that comes sooner for an
    /// unknown email would tell who works here.
    /// </summary>
    [Range(0, 10_000)]
    public int RefusalMilliseconds { get; set; } = 400;
}
