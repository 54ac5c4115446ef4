using CoretimeDesk.Rehearsal.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Hosting.Tests;

/// <summary>A real service on a free loopback port, with a client.</summary>
public sealed class RehearsalHost : IAsyncDisposable
{
    public const string Table = """
        grpc.health.v1.Health/Check anyone
        grpc.health.v1.Health/Watch anyone
        grpc.reflection.v1.ServerReflection/ServerReflectionInfo anyone
        grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo anyone
        coretimedesk.rehearsal.v1.RehearsalService/Order rep team_lead
        coretimedesk.rehearsal.v1.RehearsalService/Fail signed-in
        coretimedesk.rehearsal.v1.RehearsalService/Wait signed-in
        coretimedesk.rehearsal.v1.RehearsalService/Count signed-in
        coretimedesk.rehearsal.v1.RehearsalService/Talk signed-in
        coretimedesk.rehearsal.v1.RehearsalService/Hello anyone
        coretimedesk.rehearsal.v1.RehearsalService/WhoAmI signed-in
        """;

    private RehearsalHost(DeskServiceApp app, CapturedLogs logs, MemoryKeyRing ring)
    {
        (App, Logs, Ring) = (app, logs, ring);
        Address = new Uri(app.Urls.Single());
        Channel = GrpcChannel.ForAddress(Address, new() { MaxReceiveMessageSize = null });
        Client = new(Channel);
    }

    public DeskServiceApp App { get; }

    public CapturedLogs Logs { get; }

    public MemoryKeyRing Ring { get; }

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

    public static DeskServiceBuilder Builder(params string[] args)
    {
        var desk = DeskService.CreateBuilder(["--urls", "http://127.0.0.1:0", .. args], "rehearsal");
        desk.Access = AccessTable.Parse(Table, Known);
        desk.Services.AddSingleton<RehearsalTrace>();
        desk.AddGrpcService<RehearsalGrpcService>();
        return desk;
    }

    public static IEnumerable<Google.Protobuf.Reflection.ServiceDescriptor> Known =>
        ServiceDescriptors.In(typeof(AccessTable).Assembly)
            .Concat(ServiceDescriptors.In(typeof(Google.Rpc.Status).Assembly))
            .Append(RehearsalService.Descriptor);

    public static Task<RehearsalHost> StartAsync(params string[] args) => StartAsync(_ => { }, null, args);

    public static async Task<RehearsalHost> StartAsync(Action<DeskServiceBuilder> configure, MemoryKeyRing? ring = null, params string[] args)
    {
        var desk = Builder(args);
        var logs = new CapturedLogs();
        ring ??= new();
        desk.UseKeyRing(ring).IssueTokens();
        desk.Logging.AddProvider(logs);
        configure(desk);
        var app = desk.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, logs, ring);
    }

    public Metadata As(params Role[] roles) => Bearer(Tokens.Issue(Ada with { Roles = roles.ToHashSet() }, Guid.CreateVersion7()).Token);

    public static Metadata Bearer(string token) => new() { { "authorization", $"Bearer {token}" } };

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }
}
