using System.Globalization;
using System.Net;
using System.Text;

namespace CoretimeDesk.Web.Pages;

/// <summary>A page to write.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">Plain text.</param>
/// <param name="Style">All of its style.</param>
/// <param name="Body">HTML already.</param>
internal sealed record PageContent(int Status, string Title, string Style, string Body)
{
    /// <summary>Looks again by itself after so many seconds; null for never.</summary>
    public int? RefreshSeconds { get; init; }

    /// <summary>It has forms, which may be sent to this site.</summary>
    public bool HasForms { get; init; }
}

/// <summary>A page that says one thing; and what every page has in common.</summary>
internal static class MessagePage
{
    private const string Style =
        ":root{color-scheme:light dark;--canvas:#f3f5f7;--surface:#fff;--text:#151b24}@media(prefers-color-scheme:dark){:root{--canvas:#0f141a;--surface:#171e27;--text:#e9eef4}}" +
        "body{margin:0;font:16px/1.5 -apple-system,BlinkMacSystemFont,\"Segoe UI\",Roboto,\"Noto Sans\",\"Liberation Sans\",Arial,sans-serif;color:var(--text);background:var(--canvas)}" +
        "main{max-width:34rem;margin:2rem auto;padding:1rem 1.5rem;background:var(--surface);border-radius:6px}h1{font-size:1.35rem;line-height:1.25;margin:.25rem 0}p{margin:.5rem 0}";

    public static Task WriteAsync(HttpContext context, int status, string title, string text, CancellationToken stop) =>
        WriteAsync(context, new(status, title, Style, $"<h1>{Escape(title)}</h1>\n<p>{Escape(text)}</p>\n"), stop);

    /// <summary>Writes a page around a body that is HTML already.</summary>
    public static async Task WriteAsync(HttpContext context, PageContent content, CancellationToken stop)
    {
        var refresh = content.RefreshSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"<meta http-equiv=\"refresh\" content=\"{seconds}\">\n") : "";
        var page = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            {refresh}<title>{Escape(content.Title)}</title>
            <style>{content.Style}</style>
            </head>
            <body>
            <main>
            {content.Body}</main>
            </body>
            </html>

            """;
        context.Response.StatusCode = content.Status;
        context.Response.ContentType = "text/html; charset=utf-8";
        SecurityHeaders.Allow(context.Response, content.Style, content.HasForms);
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(page), stop);
    }

    public static string Escape(string text) => WebUtility.HtmlEncode(text);
}
