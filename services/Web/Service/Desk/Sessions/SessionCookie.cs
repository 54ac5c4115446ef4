using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk.Web.Desk.Sessions;

/// <summary>The one cookie of the desk: a random secret that finds the session, and says nothing else.</summary>
internal static class SessionCookie
{
    private const int SecretBytes = 32;

    public static string NewSecret() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));

    /// <summary>What the session is kept under.</summary>
    public static string KeyOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(secret)));

    /// <summary>The key that a request's cookie leads to; null without one, or with one that none of ours looks like.</summary>
    public static string? KeyOf(HttpRequest request) =>
        request.Cookies[Name(request)] is { Length: 43 } secret && secret.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? KeyOf(secret) : null;

    public static void Set(HttpContext context, string secret, DateTimeOffset until) => context.Response.Cookies.Append(Name(context.Request), secret, Options(context.Request, until));

    public static void Delete(HttpContext context) => context.Response.Cookies.Delete(Name(context.Request), Options(context.Request, null));

    // With this prefix no other host of the domain, and no page without TLS, can set it. Browsers refuse the prefix without TLS.
    private static string Name(HttpRequest request) => request.IsHttps ? "__Host-desk" : "desk";

    // Lax, so that a link in a mail opens the page it means; whatever changes something is a form with its own seal, or comes through a circuit that began on our page.
    private static CookieOptions Options(HttpRequest request, DateTimeOffset? until) => new()
    {
        HttpOnly = true, Secure = request.IsHttps, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true, Expires = until,
    };
}
