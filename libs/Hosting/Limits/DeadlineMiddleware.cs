using System.Globalization;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace CoretimeDesk.Hosting;

/// <summary>
/// Gives unary calls without a deadline the service's own, as if the caller had sent it: gRPC then cancels the call's token
/// and answers DEADLINE_EXCEEDED. Streams may stay open as long as they like.
/// </summary>
internal sealed class DeadlineMiddleware(RequestDelegate next, IOptions<CallLimits> limits)
{
    private const string TimeoutHeader = "grpc-timeout";
    private readonly string _timeout = limits.Value.UnarySeconds.ToString(CultureInfo.InvariantCulture) + "S";

    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is { Method.Type: MethodType.Unary })
        {
            context.Request.Headers.TryAdd(TimeoutHeader, _timeout);
        }

        return next(context);
    }
}
