using System.Runtime.CompilerServices;
using CoretimeDesk.Desk.Commands;
using CoretimeDesk.Identity.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CoretimeDesk.Desk.Client;

/// <summary>Calls services as whoever is signed in: by session, which is refreshed when its time is up, or by DESK_API_KEY.</summary>
internal sealed class DeskClient(Workspace workspace, TimeProvider time)
{
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(20);
    private const string Identity = "identity";

    /// <summary>Makes one call of a service. Failures are explained.</summary>
    /// <param name="service">Its name in tye.yaml.</param>
    /// <param name="given">An address that the user gave, or null.</param>
    /// <param name="call">The call; gets a channel and the caller's headers.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<T> CallAsync<T>(string service, string? given, Func<GrpcChannel, CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation)
    {
        var headers = new Metadata { { "authorization", $"Bearer {await AccessTokenAsync(cancellation)}" } };
        return await CallOpenAsync(service, given, channel => call(channel, new(headers, cancellationToken: cancellation)), cancellation);
    }

    /// <summary>As <see cref="CallAsync"/>, without a token.</summary>
    public async Task<T> CallOpenAsync<T>(string service, string? given, Func<GrpcChannel, AsyncUnaryCall<T>> call, CancellationToken cancellation = default)
    {
        var address = new Uri(Shared.AddressOf(service, given, workspace));
        using var channel = GrpcChannel.ForAddress(address);
        try
        {
            return await call(channel);
        }
        catch (RpcException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw CallFailure.Explain(e, address);
        }
    }

    /// <summary>As <see cref="CallAsync"/>, for a call that goes on answering.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        string service, string? given, Func<GrpcChannel, CallOptions, AsyncServerStreamingCall<T>> call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var headers = new Metadata { { "authorization", $"Bearer {await AccessTokenAsync(cancellation)}" } };
        var address = new Uri(Shared.AddressOf(service, given, workspace));
        using var channel = GrpcChannel.ForAddress(address);
        using var answers = call(channel, new(headers, cancellationToken: cancellation));
        while (await NextAsync())
        {
            yield return answers.ResponseStream.Current;
        }

        async Task<bool> NextAsync()
        {
            try
            {
                return await answers.ResponseStream.MoveNext(cancellation);
            }
            catch (RpcException e)
            {
                cancellation.ThrowIfCancellationRequested();
                throw CallFailure.Explain(e, address);
            }
        }
    }

    /// <summary>As <see cref="CallAsync"/>, for a call that takes many parts and answers once.</summary>
    public async Task<TResponse> UploadAsync<TRequest, TResponse>(
        string service, string? given, Func<GrpcChannel, CallOptions, AsyncClientStreamingCall<TRequest, TResponse>> open, IAsyncEnumerable<TRequest> parts, CancellationToken cancellation)
    {
        var headers = new Metadata { { "authorization", $"Bearer {await AccessTokenAsync(cancellation)}" } };
        var address = new Uri(Shared.AddressOf(service, given, workspace));
        using var channel = GrpcChannel.ForAddress(address);
        using var call = open(channel, new(headers, cancellationToken: cancellation));
        try
        {
            await foreach (var part in parts.WithCancellation(cancellation))
            {
                if (!await TakesAsync(() => call.RequestStream.WriteAsync(part, cancellation)))
                {
                    break;
                }
            }

            await TakesAsync(call.RequestStream.CompleteAsync);
            return await call.ResponseAsync;
        }
        catch (RpcException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw CallFailure.Explain(e, address);
        }

        // False when the service has ended the call: what it answered says why, and not the part that could not be written.
        static async Task<bool> TakesAsync(Func<Task> write)
        {
            try
            {
                await write();
                return true;
            }
            catch (Exception e) when (e is RpcException or InvalidOperationException)
            {
                return false;
            }
        }
    }

    /// <summary>As <see cref="CallAsync"/>, for a call in which both sides go on talking.</summary>
    public async Task<TResult> DuplexAsync<TRequest, TResponse, TResult>(
        string service, string? given, Func<GrpcChannel, CallOptions, AsyncDuplexStreamingCall<TRequest, TResponse>> open,
        Func<AsyncDuplexStreamingCall<TRequest, TResponse>, Task<TResult>> talk, CancellationToken cancellation)
    {
        var headers = new Metadata { { "authorization", $"Bearer {await AccessTokenAsync(cancellation)}" } };
        var address = new Uri(Shared.AddressOf(service, given, workspace));
        using var channel = GrpcChannel.ForAddress(address);
        using var call = open(channel, new(headers, cancellationToken: cancellation));
        try
        {
            return await talk(call);
        }
        catch (RpcException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw CallFailure.Explain(e, address);
        }
    }

    /// <summary>Remembers a session.</summary>
    public Task KeepAsync(string address, string email, Tokens tokens) => new SessionFile(
        address, email, tokens.AccessToken, tokens.AccessExpiresAt.ToDateTimeOffset(), tokens.RefreshToken, tokens.RefreshExpiresAt.ToDateTimeOffset()).SaveAsync(workspace);

    /// <summary>Exchanges the session's refresh token now, for example after a change of password.</summary>
    public async Task RefreshAsync()
    {
        var session = SessionFile.Load(workspace) ?? throw NotSignedIn();
        var answer = await CallOpenAsync(Identity, session.Address, c => new IdentityService.IdentityServiceClient(c).RefreshAsync(new() { RefreshToken = session.RefreshToken }));
        await KeepAsync(session.Address, session.Email, answer.Tokens);
    }

    private async Task<string> AccessTokenAsync(CancellationToken cancellation)
    {
        if (Environment.GetEnvironmentVariable("DESK_API_KEY") is { Length: > 0 } key)
        {
            return (await CallOpenAsync(Identity, null, c => new IdentityService.IdentityServiceClient(c).ExchangeApiKeyAsync(new() { ApiKey = key }, cancellationToken: cancellation), cancellation)).AccessToken;
        }

        var session = SessionFile.Load(workspace) ?? throw NotSignedIn();
        if (session.AccessExpiresAt - Margin > time.GetUtcNow())
        {
            return session.AccessToken;
        }

        await RefreshAsync();
        return SessionFile.Load(workspace)!.AccessToken;
    }

    private static DeskException NotSignedIn() => new("Nobody is signed in here. Sign in with './desk login EMAIL', or set DESK_API_KEY.");
}
