using System.Security.Cryptography;
using System.Text;

namespace CoretimeDesk.Web;

/// <summary>What every answer tells the browser: run nothing, load nothing, keep nothing, tell nobody where you came from.</summary>
internal static class SecurityHeaders
{
    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        Set(context.Response);
        return next(context);
    }

    public static void Set(HttpResponse response)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = Policy("'none'", "'none'");
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers.StrictTransportSecurity = "max-age=31536000"; // Heeded where the answer came over TLS.
    }

    /// <summary>Allows the page's own style, by its hash, and forms of its own where it has some; nothing else.</summary>
    public static void Allow(HttpResponse response, string style, bool hasForms) => response.Headers.ContentSecurityPolicy =
        Policy($"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(style)))}'", hasForms ? "'self'" : "'none'");

    private static string Policy(string style, string forms) => $"default-src 'none'; style-src {style}; base-uri 'none'; form-action {forms}; frame-ancestors 'none'";
}
