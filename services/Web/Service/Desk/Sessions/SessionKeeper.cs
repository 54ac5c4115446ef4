using System.Collections.Concurrent;
using CoretimeDesk.Identity.V1;
using Grpc.Core;

namespace CoretimeDesk.Web.Desk.Sessions;

/// <summary>Opens, finds, refreshes and ends sessions.</summary>
internal sealed class SessionKeeper(SessionTable table, IdentityService.IdentityServiceClient identity, SecurityService.SecurityServiceClient security, TimeProvider time)
{
    /// <summary>So long what the table said is believed: another replica may have ended or refreshed a session. The services themselves refuse a revoked token at once.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private const int KnownMax = 5_000;

    private readonly ConcurrentDictionary<string, (WebSession Session, DateTimeOffset At)> _known = [];

    /// <summary>Signs somebody in, or learns that a code is needed.</summary>
    /// <exception cref="RpcException">Identity refused, or does not answer.</exception>
    public async Task<SignInStep> OpenAsync(string email, string password, Client client, CancellationToken stop) =>
        await StepAsync(await identity.SignInAsync(new() { Email = email, Password = password, Client = client }, Options(null, stop)), stop);

    /// <summary>The second step of a sign-in.</summary>
    public async Task<SignInStep> CompleteAsync(CompleteSignInRequest request, CancellationToken stop) => await StepAsync(await security.CompleteSignInAsync(request, Options(null, stop)), stop);

    /// <summary>What a browser needs for a sign-in by passkey.</summary>
    public async Task<BeginPasskeySignInResponse> BeginPasskeyAsync(CancellationToken stop) => await security.BeginPasskeySignInAsync(new(), Options(null, stop));

    /// <summary>Signs somebody in by a passkey.</summary>
    public async Task<SignInStep> OpenByPasskeyAsync(string ceremony, string credential, Client client, CancellationToken stop) =>
        await StepAsync(await security.CompletePasskeySignInAsync(new() { Ceremony = ceremony, CredentialJson = credential, Client = client }, Options(null, stop)), stop);

    /// <summary>The session of a key; null when there is none, or none any more.</summary>
    public async ValueTask<WebSession?> FindAsync(string key, CancellationToken stop)
    {
        var now = time.GetUtcNow();
        if (_known.TryGetValue(key, out var known) && now - known.At < Fresh && now < known.Session.RefreshExpiresAt)
        {
            return known.Session;
        }

        var found = await table.FindAsync(key, stop);
        if (found is null)
        {
            _known.TryRemove(key, out _);
        }
        else
        {
            Remember(found);
        }

        return found;
    }

    /// <summary>A token that is good for a while.</summary>
    /// <param name="key">The session.</param>
    /// <param name="refused">A token that a service has just refused, so that another is needed; null for none.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="SessionOverException">There is none any more.</exception>
    /// <exception cref="RpcException">Identity does not answer.</exception>
    public async ValueTask<string> TokenAsync(string key, string? refused, CancellationToken stop)
    {
        var session = await FindAsync(key, stop) ?? throw new SessionOverException();
        return IsGood(session, refused) ? session.AccessToken : (await RefreshAsync(key, refused, stop)).AccessToken;
    }

    /// <summary>Changes a password; the session goes on with new tokens, which have roles.</summary>
    public async Task ChangePasswordAsync(WebSession session, string current, string next, CancellationToken stop)
    {
        var request = new ChangePasswordRequest { RequestId = $"{Guid.CreateVersion7(time.GetUtcNow())}", CurrentPassword = current, NewPassword = next };
        await identity.ChangePasswordAsync(request, Options(session.AccessToken, stop));
        await RefreshAsync(session.Key, session.AccessToken, stop);
    }

    /// <summary>Signs out: here at once, and at Identity if it answers. Every page of the session that is open learns it at its next call.</summary>
    public async Task EndAsync(WebSession session, CancellationToken stop)
    {
        await ForgetAsync(session.Key, stop);
        try
        {
            await identity.SignOutAsync(new() { RequestId = $"{Guid.CreateVersion7(time.GetUtcNow())}" }, Options(session.AccessToken, stop));
        }
        catch (RpcException)
        {
            // The tokens are gone from here, and nobody else has had them.
        }
    }

    private async Task<SignInStep> StepAsync(SignInResponse answer, CancellationToken stop)
    {
        if (answer.SecondFactor is { } needed)
        {
            return new(null, needed);
        }

        var secret = SessionCookie.NewSecret();
        var session = WebSession.Of(SessionCookie.KeyOf(secret), answer.Tokens, answer.Person);
        await table.AddAsync(session, stop);
        Remember(session);
        return new((secret, session), null);
    }

    private async Task<WebSession> RefreshAsync(string key, string? refused, CancellationToken stop)
    {
        try
        {
            var session = await table.ChangeAsync(
                key,
                async before =>
                {
                    if (IsGood(before, refused))
                    {
                        return before; // Another call, or another replica, was faster.
                    }

                    // A refresh that began is brought to its end, whoever stops waiting for it.
                    var answer = await identity.RefreshAsync(new() { RefreshToken = before.RefreshToken }, Options(null, CancellationToken.None));
                    return before.With(answer.Tokens, answer.Person);
                },
                stop);
            if (session is null)
            {
                throw new SessionOverException();
            }

            Remember(session);
            return session;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unauthenticated)
        {
            await ForgetAsync(key, CancellationToken.None);
            throw new SessionOverException(e);
        }
    }

    private async Task ForgetAsync(string key, CancellationToken stop)
    {
        _known.TryRemove(key, out _);
        await table.RemoveAsync(key, stop);
    }

    private bool IsGood(WebSession session, string? refused) => session.AccessToken != refused && time.GetUtcNow() + Margin < session.AccessExpiresAt;

    private void Remember(WebSession session)
    {
        if (_known.Count >= KnownMax)
        {
            _known.Clear(); // Only a memory: the table knows all.
        }

        _known[session.Key] = (session, time.GetUtcNow());
    }

    private CallOptions Options(string? token, CancellationToken stop) =>
        new(token is null ? [] : new Metadata { { "authorization", $"Bearer {token}" } }, time.GetUtcNow().UtcDateTime + Patience, stop);
}

/// <summary>Where a sign-in has got to: one of the two.</summary>
/// <param name="Opened">The secret for the cookie, and the session.</param>
/// <param name="Needed">What goes with the code.</param>
internal readonly record struct SignInStep((string Secret, WebSession Session)? Opened, SecondFactorNeeded? Needed);
