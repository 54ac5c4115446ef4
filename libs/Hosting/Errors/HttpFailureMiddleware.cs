using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Hosting;

/// <summary>The last net under plain HTTP routes (probes, events): a fault leaves as one line of JSON with its trace id.</summary>
internal sealed class HttpFailureMiddleware(RequestDelegate next, ILogger<HttpFailureMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller left; nobody reads an answer.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            var status = exception is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
            var traceId = Failure.TraceId(context.TraceIdentifier);
            if (status >= StatusCodes.Status500InternalServerError)
            {
                logger.LogError(exception, "{Verb} {Path} failed, trace id {TraceId}.", context.Request.Method, context.Request.Path, traceId);
            }

            context.Response.Clear();
            context.Response.StatusCode = status;
            await context.Response.WriteAsJsonAsync(new
            {
                error = status < StatusCodes.Status500InternalServerError
                    ? "The request cannot be read."
                    : $"Something went wrong on our side (trace id {traceId}).",
            });
        }
    }
}
