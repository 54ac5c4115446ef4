using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace CoretimeDesk.Identity;

/// <summary>
/// Seals what must be read again later and only here: keys of authenticator apps in the database, and challenges that travel to a caller and back. By the key ring, for purposes that no token has.
/// </summary>
internal sealed class Seals(IDataProtectionProvider protection)
{
    private readonly IDataProtector _keys = protection.CreateProtector("CoretimeDesk.Identity.AuthenticatorKey.v1");

    /// <summary>Of an authenticator key, for its column.</summary>
    public byte[] SealKey(string key) => _keys.Protect(System.Text.Encoding.ASCII.GetBytes(key));

    /// <exception cref="CryptographicException">The key ring that sealed it is gone.</exception>
    public string OpenKey(byte[] sealedKey) => System.Text.Encoding.ASCII.GetString(_keys.Unprotect(sealedKey));

    /// <summary>A message to oneself, as text.</summary>
    public string Seal<T>(string purpose, T message) => Base64Url.EncodeToString(protection.CreateProtector(purpose).Protect(JsonSerializer.SerializeToUtf8Bytes(message)));

    /// <summary>Null when it is no message of that purpose.</summary>
    public T? TryOpen<T>(string purpose, string text)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(protection.CreateProtector(purpose).Unprotect(Base64Url.DecodeFromChars(text)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }
}
