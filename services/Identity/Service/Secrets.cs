using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk.Identity;

/// <summary>Makes what only its receiver may know. The prefixes let a leak scanner find one that was committed by mistake.</summary>
internal static class Secrets
{
    private const int SecretBytes = 32;
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789"; // Without those that look alike.

    /// <summary>A refresh token: 256 random bits.</summary>
    public static string RefreshToken() => "cdr_" + Random();

    /// <summary>An API key, and its beginning that may be shown.</summary>
    public static (string Key, string Prefix) ApiKey()
    {
        var prefix = "cdk_" + RandomNumberGenerator.GetString(Letters, 8);
        return ($"{prefix}_{Random()}", prefix);
    }

    /// <summary>A password to read out on the phone: about 99 bits.</summary>
    public static string OneTimePassword() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Letters, 5)));

    /// <summary>A code for whoever lost the authenticator: as long as a one-time password, since its plain hash is stored.</summary>
    public static string RecoveryCode() => OneTimePassword();

    /// <summary>What is stored of a recovery code, however it was typed.</summary>
    public static byte[] HashRecoveryCode(string typed) => Hash(string.Concat(typed.Where(char.IsLetterOrDigit)).ToLowerInvariant());

    /// <summary>
    /// What is stored of a token or key. A plain hash is enough, because nobody can try 2^256 secrets; never use it for
    /// passwords.
    /// </summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
}
