using CoretimeDesk.Web.Desk.Sessions;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Components.Authorization;

namespace CoretimeDesk.Web.Desk.Calls;

/// <summary>How a page asks services, as whoever is signed in. One for each circuit, and one for each page that is made as HTML.</summary>
internal sealed class DeskCalls(SessionKeeper keeper, Handover handover, AuthenticationStateProvider who, IHttpContextAccessor http, TimeProvider time) : IDeskCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);

    // A file of ten MiB over a slow line, or all seals of a journal.
    private static readonly TimeSpan LongPatience = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public event Action? SessionEnded;

    /// <inheritdoc/>
    public string NewRequestId() => $"{Guid.CreateVersion7(time.GetUtcNow())}";

    /// <inheritdoc/>
    public async Task<TResponse> ReadAsync<TRequest, TResponse>(Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> rpc, TRequest request, CancellationToken stop = default)
        where TRequest : IMessage
        where TResponse : IMessage
    {
        var session = await SessionAsync();
        var isHtml = http.HttpContext is { WebSockets.IsWebSocketRequest: false } context && !context.Request.Path.StartsWithSegments("/_blazor");
        var text = $"{request.Descriptor.FullName} {Convert.ToBase64String(request.ToByteArray())}";
        if (!isHtml && handover.Take(session, text) is { Answer: TResponse left })
        {
            return left;
        }

        var answer = await CallAsync(session, rpc, request, stop);
        if (isHtml)
        {
            handover.Leave(session, text, answer);
        }

        return answer;
    }

    /// <inheritdoc/>
    public async Task<TResponse> SendAsync<TRequest, TResponse>(Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> rpc, TRequest request, CancellationToken stop = default)
        where TRequest : IMessage
        where TResponse : IMessage
    {
        var session = await SessionAsync();
        handover.Forget(session);
        return await CallAsync(session, rpc, request, stop);
    }

    /// <inheritdoc/>
    public async Task<T> TalkAsync<T>(string protoPackage, Func<CallOptions, Task<T>> talk, CancellationToken stop = default)
    {
        var session = await SessionAsync();
        handover.Forget(session);
        return await CallAsync(session, protoPackage, LongPatience, talk, stop);
    }

    private async Task<string> SessionAsync() =>
        (await who.GetAuthenticationStateAsync()).User.FindFirst(SessionAuthentication.SessionClaim)?.Value ?? throw new InvalidOperationException("Nobody is signed in on this page.");

    private Task<TResponse> CallAsync<TRequest, TResponse>(string session, Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> rpc, TRequest request, CancellationToken stop)
        where TRequest : IMessage =>
        CallAsync(session, request.Descriptor.File.Package, Patience, async options => await rpc(request, options), stop);

    private async Task<T> CallAsync<T>(string session, string protoPackage, TimeSpan patience, Func<CallOptions, Task<T>> call, CancellationToken stop)
    {
        string? refused = null;
        while (true)
        {
            try
            {
                var token = await keeper.TokenAsync(session, refused, stop);
                try
                {
                    return await call(new(new() { { "authorization", $"Bearer {token}" } }, time.GetUtcNow().UtcDateTime + patience, stop));
                }
                catch (RpcException e) when (e.StatusCode == StatusCode.Unauthenticated && refused is null)
                {
                    // Roles were changed, or the session was ended: a refresh tells which.
                    refused = token;
                }
            }
            catch (SessionOverException)
            {
                SessionEnded?.Invoke();
                throw;
            }
            catch (RpcException) when (stop.IsCancellationRequested)
            {
                throw new OperationCanceledException(stop);
            }
            catch (RpcException e)
            {
                throw new CallException(Trouble.Of(e, Peers.NameOf(protoPackage)), e);
            }
        }
    }
}
