using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk.Web.Forms;

/// <summary>
/// What shows that a form came from the page behind the link, and not from somebody else's page. It is made with the link's own secret, so that nobody without the
/// link can make one; it needs no cookie and no key that replicas would have to share, and it holds for one action, one request and one quote.
/// </summary>
internal static class FormSeal
{
    private const string Purpose = "coretime-desk form 1";

    public static string Of(string token, string action, string requestId, string digest) => Base64Url.EncodeToString(Hash(token, action, requestId, digest));

    /// <summary>True for exactly what <see cref="Of"/> makes.</summary>
    public static bool Fits(string seal, string token, string action, string requestId, string digest) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(seal), Encoding.UTF8.GetBytes(Of(token, action, requestId, digest)));

    // No part can hold a line break: two lists of parts are never the same text.
    private static byte[] Hash(string token, params string[] parts) =>
        HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(string.Join('\n', parts.Prepend(Purpose).Select(p => p.ReplaceLineEndings(" ")))));
}
