using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;

namespace CoretimeDesk.Hosting;

/// <summary>A ticket as sealed text, and back. Reading gives null for everything that is not a ticket of ours.</summary>
internal sealed class TokenFormat(TokenKeyRing ring)
{
    // Nobody's token is larger; the rest is somebody trying to keep the processor busy.
    private const int LongestToken = 16 * 1024;

    public string Protect(AuthenticationTicket ticket) =>
        Base64Url.EncodeToString(ring.Protect(TicketSerializer.Default.Serialize(ticket)));

    public AuthenticationTicket? Unprotect(string protectedText)
    {
        if (protectedText.Length > LongestToken || !Base64Url.IsValid(protectedText))
        {
            return null;
        }

        try
        {
            return ring.TryUnprotect(Base64Url.DecodeFromChars(protectedText)) is { } plain
                ? TicketSerializer.Default.Deserialize(plain)
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or EndOfStreamException)
        {
            return null;
        }
    }
}
