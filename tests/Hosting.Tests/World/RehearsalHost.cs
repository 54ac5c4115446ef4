using CoretimeDesk.Rehearsal;
using CoretimeDesk.Rehearsal.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Hosting.Tests;

/// <summary>A real service on a free loopback port, with a client and everything that it logged.</summary>
public sealed class RehearsalHost : IAsyncDisposable
{
    private RehearsalHost(DeskServiceApp app, CapturedLogs logs)
    {
        (App, Logs) = (app, logs);
        Address = new Uri(app.Urls.Single());
        Channel = GrpcChannel.ForAddress(Address, new() { MaxReceiveMessageSize = null });
        Client = new(Channel);
    }

    public DeskServiceApp App { get; }

    public CapturedLogs Logs { get; }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    public RehearsalService.RehearsalServiceClient Client { get; }

    public AccessTokens Tokens => App.Services.GetRequiredService<AccessTokens>();

    public RehearsalTrace Trace => App.Services.GetRequiredService<RehearsalTrace>();

    public static Actor Ada { get; } = new(Guid.Parse("018f2c3e-7b1a-7c55-9c21-3f0c6a4be001"), "Ada")
    {
        Roles = new HashSet<Role> { Role.Rep },
        Teams = new HashSet<Guid> { Guid.Parse("018f2c3e-7b1a-7c55-9c21-3f0c6a4be0aa") },
    };

    /// <summary>An issuer with a key ring of its own.</summary>
    public static Task<RehearsalHost> StartAsync(Action<DeskServiceBuilder>? configure = null, params string[] args) =>
        StartAsync(new MemoryKeyRing(), issues: true, configure, args);

    /// <summary>A service over a given key ring; null for that of the configuration.</summary>
    public static async Task<RehearsalHost> StartAsync(IXmlRepository? ring, bool issues, Action<DeskServiceBuilder>? configure = null, params string[] args)
    {
        var desk = Rehearsals.Builder(["--urls", "http://127.0.0.1:0", .. args]);
        var logs = new CapturedLogs();
        desk.Logging.ClearProviders().AddProvider(logs).AddFilter<CapturedLogs>(null, LogLevel.Trace);
        if (ring is not null)
        {
            desk.UseKeyRing(ring);
        }

        if (issues)
        {
            desk.IssueTokens();
        }

        configure?.Invoke(desk);
        var app = desk.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, logs);
    }

    /// <summary>The headers of a caller with these roles.</summary>
    public Metadata As(params Role[] roles) => Bearer(Token(roles));

    public string Token(params Role[] roles) => Tokens.Issue(Ada with { Roles = roles.ToHashSet() }, Guid.NewGuid()).Token;

    public static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    /// <summary>A plain HTTP client for the probes; cleartext HTTP/2 as everything else on this port.</summary>
    public HttpClient Http() => new()
    {
        BaseAddress = Address,
        DefaultRequestVersion = new Version(2, 0),
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
