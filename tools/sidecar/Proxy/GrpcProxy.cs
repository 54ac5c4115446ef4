using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace CoretimeDesk.Sidecar.Proxy;

/// <summary>
/// Forwards any gRPC call to the app that its metadata names, frame by frame: unary and all kinds of streams, metadata both
/// ways, trailers, deadlines (they travel in a header) and cancellation. It understands HTTP/2 and no message.
/// </summary>
internal sealed class GrpcProxy(AppSidecar caller, Func<string, AppSidecar?> find)
{
    private const int InvalidArgument = 3;
    private const int Unimplemented = 12;
    private const int Internal = 13;
    private const int Unavailable = 14;
    private const int Unauthenticated = 16;
    private const int StreamCancelled = 8; // HTTP/2's CANCEL

    private static readonly HttpMessageInvoker Http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        ActivityHeadersPropagator = null,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(2),
    });

    private static readonly HashSet<string> NotForwarded = new(StringComparer.OrdinalIgnoreCase) { "Host", "Connection", "Transfer-Encoding", "Content-Length", "dapr-api-token" };

    private int _turn;

    public async Task ForwardAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null; // Streams have no size; the app limits its messages.
        }

        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null; // Nor need they hurry.
        }

        if (caller.Options.ApiToken is { } token && context.Request.Headers["dapr-api-token"] != token)
        {
            await RefuseAsync(context, Unauthenticated, "missing or wrong dapr-api-token");
            return;
        }

        if (context.Request.Path.StartsWithSegments("/dapr.proto.runtime.v1.Dapr", StringComparison.Ordinal))
        {
            await RefuseAsync(context, Unimplemented, "this stand-in has no gRPC API of its own; use the HTTP API");
            return;
        }

        var wanted = context.Request.Headers["dapr-callee-app-id"].LastOrDefault() ?? context.Request.Headers["dapr-app-id"].LastOrDefault();
        if (string.IsNullOrEmpty(wanted))
        {
            await RefuseAsync(context, InvalidArgument, "failed to proxy request: required metadata dapr-callee-app-id or dapr-app-id not found");
        }
        else if (find(wanted) is not { } callee)
        {
            await RefuseAsync(context, Internal, $"failed to resolve the app id '{wanted}': no such app here");
        }
        else if (callee.Channel is not { Protocol: AppProtocol.H2c, Ports: { Count: > 0 } ports })
        {
            await RefuseAsync(context, Unavailable, $"app '{wanted}' has no port that speaks cleartext HTTP/2 (app protocol h2c)");
        }
        else
        {
            await ForwardAsync(context, wanted, ports[(int)((uint)Interlocked.Increment(ref _turn) % (uint)ports.Count)]);
        }
    }

    private async Task ForwardAsync(HttpContext context, string callee, int port)
    {
        using var request = Request(context, callee, port);
        HttpResponseMessage response;
        try
        {
            response = await Http.SendAsync(request, context.RequestAborted);
        }
        catch (HttpRequestException e)
        {
            await RefuseAsync(context, Unavailable, $"app '{callee}' does not answer on port {port}: {e.HttpRequestError}");
            return;
        }
        catch (OperationCanceledException)
        {
            return; // The caller left, and the callee was told by the cancelled stream.
        }

        using (response)
        {
            try
            {
                await AnswerAsync(context, response);
            }
            catch (Exception e) when (e is HttpRequestException or IOException && !context.RequestAborted.IsCancellationRequested)
            {
                // Headers are out already; trailers can still say that the app went away.
                context.Response.AppendTrailer("grpc-status", Unavailable.ToString());
                context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString($"app '{callee}' broke off its answer"));
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
            {
                Break(context);
            }
        }
    }

    private HttpRequestMessage Request(HttpContext context, string callee, int port)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://127.0.0.1:{port}{context.Request.Path}"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ForwardedBody(context.Request.Body, context.RequestAborted),
        };
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name[0] != ':' && !NotForwarded.Contains(name) && !request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        if (callee != caller.AppId)
        {
            // Appended: what the caller itself put there stays in front, so the last value is the sidecar's.
            request.Headers.TryAddWithoutValidation("dapr-caller-app-id", caller.AppId);
            request.Headers.TryAddWithoutValidation("dapr-callee-app-id", callee);
        }

        if (caller.Options.AppToken is { } token)
        {
            request.Headers.TryAddWithoutValidation("dapr-api-token", token);
        }

        return request;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage response)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            if (!name.Equals("Date", StringComparison.OrdinalIgnoreCase) && !NotForwarded.Contains(name))
            {
                context.Response.Headers.Append(name, values.ToArray());
            }
        }

        if (response.Headers.NonValidated.Contains("grpc-status"))
        {
            // The whole answer is one block of headers that ends the stream; some clients read the status nowhere else.
            await context.Response.CompleteAsync();
            return;
        }

        await context.Response.StartAsync(context.RequestAborted);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        await using var from = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        await Pump.RunAsync(from, context.Response.Body, context.RequestAborted);
        foreach (var (name, values) in response.TrailingHeaders.NonValidated)
        {
            context.Response.AppendTrailer(name, values.ToArray());
        }
    }

    private static async Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.ContentType = "application/grpc";
        context.Response.Headers["grpc-status"] = status.ToString();
        context.Response.Headers["grpc-message"] = Uri.EscapeDataString(message);
        await context.Response.CompleteAsync();
    }

    // The caller has gone, or its stream broke: there is nobody to tell anything but by the stream itself.
    private static void Break(HttpContext context)
    {
        if (context.Features.Get<IHttpResetFeature>() is { } reset)
        {
            reset.Reset(StreamCancelled);
        }
        else
        {
            context.Abort();
        }
    }
}
