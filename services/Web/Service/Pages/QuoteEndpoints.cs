using CoretimeDesk.Quoting.V1;
using Grpc.Core;

namespace CoretimeDesk.Web.Pages;

/// <summary>The addresses below <c>/q/</c>.</summary>
internal sealed class QuoteEndpoints(DocumentsService.DocumentsServiceClient documents, TimeProvider time, ILogger<QuoteEndpoints> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public void Map(WebApplication app)
    {
        app.MapGet("/q/{token}", (HttpContext context, string token) => AnswerAsync(context, stop => PageAsync(context, token, stop)));
        app.MapGet("/q/{token}/quote.pdf", (HttpContext context, string token) => AnswerAsync(context, async stop =>
        {
            var file = await documents.RenderQuoteAsync(new() { Token = token, Format = QuoteFormat.Pdf }, Options(stop));
            await SendAsync(context, file.Content.Memory, file.ContentType, $"inline; filename=\"{file.FileName}\"", stop);
        }));
        app.MapGet("/q/{token}/quote.json", (HttpContext context, string token) => AnswerAsync(context, async stop =>
        {
            var file = await documents.ExportQuoteAsync(new() { Token = token }, Options(stop));
            await SendAsync(context, file.Content.Memory, "application/json", $"attachment; filename=\"{file.FileName}\"", stop);
        }));
    }

    private async Task PageAsync(HttpContext context, string token, CancellationToken stop)
    {
        var quote = await documents.OpenQuoteAsync(new() { Token = token }, Options(stop));
        if (quote.Standing != LinkStanding.Open)
        {
            var (title, text) = QuotePage.Over(quote);
            await MessagePage.WriteAsync(context, StatusCodes.Status410Gone, title, text, stop);
            return;
        }

        // The token is one that a quote was found by: 43 characters that need no escaping.
        await MessagePage.WriteAsync(context, StatusCodes.Status200OK, $"Coretime quote {quote.Number}", quote.Style, QuotePage.Body(token, quote), stop);
    }

    /// <summary>Turns what goes wrong behind the page into a page.</summary>
    private async Task AnswerAsync(HttpContext context, Func<CancellationToken, Task> answer)
    {
        var stop = context.RequestAborted;
        try
        {
            await answer(stop);
        }
        catch (RpcException e) when (stop.IsCancellationRequested)
        {
            log.LogDebug(e, "The browser went away.");
        }
        catch (RpcException e)
        {
            var (status, title, text) = e.StatusCode switch
            {
                StatusCode.NotFound => (StatusCodes.Status404NotFound, "This link does not work", "It may be incomplete, or it was taken back. Copy the whole link, or ask whoever sent it to you for another one."),
                StatusCode.FailedPrecondition => (StatusCodes.Status410Gone, "This quote no longer counts", "Open its link to see why, or ask whoever sent it to you."),
                StatusCode.ResourceExhausted => (StatusCodes.Status429TooManyRequests, "Too many requests", "Please wait a minute, then load the page again."),
                _ => (StatusCodes.Status503ServiceUnavailable, "The desk does not answer at this moment", "Your quote is safe. Please load the page again in a minute."),
            };
            if (status == StatusCodes.Status503ServiceUnavailable)
            {
                log.LogWarning("The quoting service answered {Status}: {Detail}", e.StatusCode, e.Status.Detail);
                context.Response.Headers.RetryAfter = "30";
            }

            await MessagePage.WriteAsync(context, status, title, text, stop);
        }
    }

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> content, string type, string disposition, CancellationToken stop)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        context.Response.Headers.ContentDisposition = disposition;
        await context.Response.Body.WriteAsync(content, stop);
    }

    private CallOptions Options(CancellationToken stop) => new(deadline: time.GetUtcNow().UtcDateTime + Patience, cancellationToken: stop);
}
