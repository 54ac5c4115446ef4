using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk.Quoting.Documents;

/// <summary>What makes a link one that nobody can guess: 32 random bytes. The desk keeps their SHA-256 and nothing else.</summary>
public static class LinkToken
{
    private const int Bytes = 32;

    /// <summary>43 characters of base64url.</summary>
    public const int Length = 43;

    /// <summary>A new token.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>
    /// The digest to look for. Any text has one, so that a malformed token takes the same way as one that nobody made; and since what is compared is a digest,
    /// how long the comparison takes tells nothing about any token.
    /// </summary>
    public static byte[] DigestOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
