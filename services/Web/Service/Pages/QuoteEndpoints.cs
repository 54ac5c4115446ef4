using CoretimeDesk.Hosting;
using CoretimeDesk.Quoting.V1;
using CoretimeDesk.Web.Forms;
using Grpc.Core;

namespace CoretimeDesk.Web.Pages;

/// <summary>The addresses below <c>/q/</c>.</summary>
internal sealed class QuoteEndpoints(DocumentsService.DocumentsServiceClient documents, CustomerService.CustomerServiceClient customers, TimeProvider time, ILogger<QuoteEndpoints> log)
{
    /// <summary>The policy that limits how often somebody may try to accept.</summary>
    public const string AcceptLimit = "accept";

    private const string Root = "/q/{token}";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public void Map(WebApplication app)
    {
        app.MapGet(Root, (HttpContext context, string token) => AnswerAsync(context, stop => PageAsync(context, token, AcceptForm.Empty, stop)));
        app.MapGet($"{Root}/quote.pdf", (HttpContext context, string token) => AnswerAsync(context, async stop =>
        {
            var file = await documents.RenderQuoteAsync(new() { Token = token, Format = QuoteFormat.Pdf }, Options(stop));
            await SendAsync(context, file.Content.Memory, file.ContentType, $"inline; filename=\"{file.FileName}\"", stop);
        }));
        app.MapGet($"{Root}/quote.json", (HttpContext context, string token) => AnswerAsync(context, async stop =>
        {
            var file = await documents.ExportQuoteAsync(new() { Token = token }, Options(stop));
            await SendAsync(context, file.Content.Memory, "application/json", $"attachment; filename=\"{file.FileName}\"", stop);
        }));
        MapForm(app, AcceptForm.Sign, (token, form, _, options) => customers.SignQuoteAsync(
            new() { RequestId = form["request_id"], Token = token, QuoteSha256 = form["digest"], Signer = form["signer"], Signature = string.Concat(form["signature"].Where(c => !char.IsWhiteSpace(c))) }, options).ResponseAsync);
        MapForm(app, AcceptForm.Name, (token, form, context, options) => customers.TypeNameAsync(
            new() { RequestId = form["request_id"], Token = token, QuoteSha256 = form["digest"], Name = form["name"], Title = form["title"], ClientAddress = $"{context.Connection.RemoteIpAddress}" }, options).ResponseAsync);
    }

    private void MapForm(WebApplication app, string action, Func<string, AcceptForm, HttpContext, CallOptions, Task> accept)
    {
        // Whoever reloads an answer to a form, or copies its address, comes back to the quote.
        app.MapGet($"{Root}/{action}", (HttpContext context, string token) => SeeOther(context, $"/q/{Uri.EscapeDataString(token)}#accept"));
        app.MapPost($"{Root}/{action}", (HttpContext context, string token) => AnswerAsync(context, stop => PostAsync(context, token, action, accept, stop))).RequireRateLimiting(AcceptLimit);
    }

    /// <summary>Carries out a form, then leads to a page that can be loaded again; or shows the form again, with what is wrong at its field.</summary>
    private async Task PostAsync(HttpContext context, string token, string action, Func<string, AcceptForm, HttpContext, CallOptions, Task> accept, CancellationToken stop)
    {
        if (await AcceptForm.ReadAsync(context, action, stop) is not { } form)
        {
            await MessagePage.WriteAsync(context, StatusCodes.Status415UnsupportedMediaType, "That is no form of this page", "Open the link to the quote, and accept there.", stop);
            return;
        }

        if (!FormGuard.IsOurs(context.Request, form, token))
        {
            await MessagePage.WriteAsync(context, StatusCodes.Status403Forbidden, "That form did not come from this page", "Nothing was done. Open the link to the quote, and accept there.", stop);
            return;
        }

        try
        {
            await accept(token, form, context, Options(stop));
        }
        catch (RpcException e) when (AcceptErrors.Of(e) is { } errors)
        {
            await PageAsync(context, token, form with { Errors = errors }, stop);
            return;
        }

        SeeOther(context, $"/q/{token}?watch=1#status");
    }

    private async Task PageAsync(HttpContext context, string token, AcceptForm form, CancellationToken stop)
    {
        var quote = await documents.OpenQuoteAsync(new() { Token = token }, Options(stop));
        if (quote.Standing != LinkStanding.Open)
        {
            var (title, text) = QuotePage.Over(quote);
            await MessagePage.WriteAsync(context, StatusCodes.Status410Gone, title, text, stop);
            return;
        }

        var page = new PageModel(token, quote, await ProgressAsync(token, stop), form, context.Request.Query["watch"] == "1" && form.Errors.Count == 0)
        {
            NewRequestId = () => $"{Guid.CreateVersion7(time.GetUtcNow())}",
        };
        await MessagePage.WriteAsync(context, new(
            form.Errors.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
            $"{(form.Errors.Count == 0 ? "" : "Not accepted yet: ")}Coretime quote {quote.Number}",
            quote.Style + PageStyle.Added,
            QuotePage.Body(page))
        {
            RefreshSeconds = page.Refreshes ? ProgressPanel.RefreshSeconds : null,
            HasForms = true,
        }, stop);
    }

    /// <summary>What has happened and what can be done; null when that cannot be told, which never keeps the quote from being shown.</summary>
    private async Task<GetProgressResponse?> ProgressAsync(string token, CancellationToken stop)
    {
        try
        {
            return await customers.GetProgressAsync(new() { Token = token }, Options(stop));
        }
        catch (RpcException e) when (!stop.IsCancellationRequested && Refusals.RefusalOf(e) is null)
        {
            log.LogWarning("The quoting service answered {Status}: {Detail}", e.StatusCode, e.Status.Detail);
            return null;
        }
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

    private static void SeeOther(HttpContext context, string where)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = where;
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
