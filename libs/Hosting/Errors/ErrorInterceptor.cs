using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Hosting;

/// <summary>
/// The outermost layer around every RPC: whatever a service throws leaves as a precise status, a fault of ours is logged in
/// full under its trace id, and no stack trace reaches the wire.
/// </summary>
internal sealed class ErrorInterceptor(StreamEnd end, ILogger<ErrorInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception exception)
        {
            throw Translate(exception, context);
        }
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        // Once the call is over, whatever is thrown is a consequence of that: a cancelled query, a closed stream.
        if (context.CancellationToken.IsCancellationRequested && exception is not RefusedException)
        {
            // The server counts deadlines by the system clock, whatever clock the domain uses.
            var late = context.Deadline <= TimeProvider.System.GetUtcNow().UtcDateTime;
            return !late && end.Token.IsCancellationRequested ? Failure.ShuttingDown() : Failure.Ended(late);
        }

        var http = context.GetHttpContext();
        var traceId = Failure.TraceId(http.TraceIdentifier);
        var (answer, isFault) = Failure.Of(exception, traceId);
        if (isFault)
        {
            logger.LogError(exception, "{Method} failed with {Status}, trace id {TraceId}.", context.Method, answer.StatusCode, traceId);
        }

        return answer;
    }
}
