using System.Net;
using System.Text;

namespace CoretimeDesk.Web.Pages;

/// <summary>A page that says one thing.</summary>
internal static class MessagePage
{
    private const string Style =
        "body{margin:0;font:16px/1.5 system-ui,sans-serif;color:#1c1c1e;background:#f4f4f6}main{max-width:34rem;margin:4rem auto;padding:1rem 1.5rem;background:#fff}" +
        "h1{font-size:1.35rem;margin:.25rem 0}p{margin:.5rem 0}";

    public static Task WriteAsync(HttpContext context, int status, string title, string text, CancellationToken stop) =>
        WriteAsync(context, status, title, Style, $"<h1>{Escape(title)}</h1>\n<p>{Escape(text)}</p>\n", stop);

    /// <summary>Writes a page around a body that is HTML already.</summary>
    public static async Task WriteAsync(HttpContext context, int status, string title, string style, string body, CancellationToken stop)
    {
        var page = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{Escape(title)}</title>
            <style>{style}</style>
            </head>
            <body>
            <main>
            {body}</main>
            </body>
            </html>

            """;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        SecurityHeaders.AllowStyle(context.Response, style);
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(page), stop);
    }

    public static string Escape(string text) => WebUtility.HtmlEncode(text);
}
