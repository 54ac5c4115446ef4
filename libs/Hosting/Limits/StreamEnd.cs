using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CoretimeDesk.Hosting;

/// <summary>When open streams must end because the process does: a little after it began to stop. Unary calls get longer.</summary>
internal sealed class StreamEnd : IDisposable
{
    private readonly CancellationTokenSource _end;

    public StreamEnd(IHostApplicationLifetime lifetime, IOptions<CallLimits> limits, TimeProvider time)
    {
        _end = new(Timeout.InfiniteTimeSpan, time);
        var grace = TimeSpan.FromSeconds(limits.Value.DrainSeconds + limits.Value.StreamSeconds);
        lifetime.ApplicationStopping.Register(() => _end.CancelAfter(grace));
    }

    public CancellationToken Token => _end.Token;

    public void Dispose() => _end.Dispose();
}

/// <summary>
/// Ends streams that follow something and would never end by themselves, so that a stop does not have to wait until the
/// last moment and break them off. Their handlers see a cancelled call, their callers UNAVAILABLE.
/// </summary>
internal sealed class StreamEndMiddleware(RequestDelegate next, StreamEnd end)
{
    public Task InvokeAsync(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<GrpcMethodMetadata>() is { Method: { Type: MethodType.ServerStreaming or MethodType.DuplexStreaming } method }
        && method.ServiceName != Grpc.Health.V1.Health.Descriptor.FullName // It has a last word of its own.
            ? Linked(context)
            : next(context);

    private async Task Linked(HttpContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, end.Token);
        context.RequestAborted = either.Token;
        await next(context);
    }
}
