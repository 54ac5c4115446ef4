using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Hosting.Tests;

public sealed class VerifyingATokenOverTheWire
{
    [Fact]
    public async Task No_token_and_every_kind_of_wrong_token_have_a_reason_of_their_own()
    {
        var time = new ManualTime(DateTimeOffset.UtcNow);
        await using var host = await RehearsalHost.StartAsync(desk => desk.Services.AddSingleton<TimeProvider>(time));
        await using var stranger = await RehearsalHost.StartAsync();
        var good = host.Token(Role.Rep);

        Assert.Equal("TOKEN_MISSING", await ReasonAsync(host, null));
        Assert.Equal("TOKEN_INVALID", await ReasonAsync(host, "Bearer x"));
        Assert.Equal("TOKEN_INVALID", await ReasonAsync(host, $"Basic {good}"));
        Assert.Equal("TOKEN_INVALID", await ReasonAsync(host, $"Bearer {good[..^4]}"));
        Assert.Equal("TOKEN_INVALID", await ReasonAsync(host, $"Bearer {stranger.Token(Role.Rep)}"));
        Assert.Equal("TOKEN_INVALID", await ReasonAsync(host, $"Bearer {new string('A', 20_000)}"));
        Assert.Null(await ReasonAsync(host, $"bearer   {good}"));

        time.Advance(AccessTokens.DefaultLifetime - TimeSpan.FromMilliseconds(1));
        Assert.Null(await ReasonAsync(host, $"Bearer {good}"));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("TOKEN_EXPIRED", await ReasonAsync(host, $"Bearer {good}"));
    }

    [Fact]
    public async Task A_revoked_session_ends_with_the_next_call_and_others_go_on()
    {
        await using var host = await RehearsalHost.StartAsync();
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());
        var (one, two) = (host.Tokens.Issue(RehearsalHost.Ada, first).Token, host.Tokens.Issue(RehearsalHost.Ada, second).Token);
        Assert.Null(await ReasonAsync(host, $"Bearer {one}"));

        host.App.Services.GetRequiredService<RevocationList>().RevokeSession(first, DateTimeOffset.UtcNow);

        Assert.Equal("TOKEN_REVOKED", await ReasonAsync(host, $"Bearer {one}"));
        Assert.Null(await ReasonAsync(host, $"Bearer {two}"));
    }

    [Fact]
    public async Task A_service_may_bring_its_own_revocations()
    {
        var all = new Everybody();
        await using var host = await RehearsalHost.StartAsync(desk => desk.Services.AddSingleton<IRevocations>(all));
        Assert.Equal("TOKEN_REVOKED", await ReasonAsync(host, $"Bearer {host.Token()}"));
    }

    [Fact]
    public async Task The_refusal_is_readable_by_a_client_that_sends_no_message_at_all()
    {
        await using var host = await RehearsalHost.StartAsync();
        using var http = host.Http();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/coretimedesk.rehearsal.v1.RehearsalService/WhoAmI")
        {
            Version = new(2, 0), VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new ByteArrayContent([]),
        };
        request.Content.Headers.ContentType = new("application/grpc");

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("16", response.Headers.GetValues("grpc-status").Single());
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task A_key_ring_that_is_away_is_unavailable_and_not_a_wrong_token()
    {
        var ring = new MemoryKeyRing();
        await using var issuer = await RehearsalHost.StartAsync(ring, issues: true);
        var token = issuer.Token();
        await using var verifier = await RehearsalHost.StartAsync(ring, issues: false);
        ring.Fault = new Npgsql.NpgsqlException("Host=secret.internal", new System.Net.Sockets.SocketException(111));

        var failure = await Calls.FailureOf(verifier.Client.WhoAmIAsync(new(), RehearsalHost.Bearer(token)));

        Assert.Equal((StatusCode.Unavailable, "DATABASE_UNAVAILABLE"), (failure.StatusCode, Refusals.ReasonOf(failure)));
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
        ring.Fault = null;
        await Calls.Eventually(async () => await ReasonAsync(verifier, $"Bearer {token}") is null, "the verifier recovers");
    }

    private static async Task<string?> ReasonAsync(RehearsalHost host, string? authorization)
    {
        var headers = new Metadata();
        if (authorization is not null)
        {
            headers.Add("authorization", authorization);
        }

        try
        {
            await host.Client.WhoAmIAsync(new(), headers);
            return null;
        }
        catch (RpcException failure)
        {
            Assert.Equal(StatusCode.Unauthenticated, failure.StatusCode);
            return Refusals.ReasonOf(failure);
        }
    }

    private sealed class Everybody : IRevocations
    {
        public bool IsRevoked(Guid personId, Guid sessionId, DateTimeOffset issuedAt) => true;
    }
}
