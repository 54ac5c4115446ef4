using System.Xml.Linq;
using CoretimeDesk.Hosting;
using CoretimeDesk.Interop.Tests.Protos;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Interop.Tests;

/// <summary>The same methods served as the desk's services are: access table, tokens, limits, deadlines, error mapping.</summary>
internal sealed class DeskInteropHost : IInteropHost
{
    private static readonly Actor Ada = new(Guid.Parse("018f2c3e-7b1a-7c55-9c21-3f0c6a4be001"), "Ada") { Roles = new HashSet<Role> { Role.Rep } };

    private readonly DeskServiceApp _app;

    private DeskInteropHost(DeskServiceApp app) => _app = app;

    public string Target => new Uri(_app.Urls.Single()).Authority;

    public string? Token => _app.Services.GetRequiredService<AccessTokens>().Issue(Ada, Guid.CreateVersion7()).Token;

    public IReadOnlyCollection<string> Encodings => [];

    public static async Task<IInteropHost> StartAsync()
    {
        var desk = DeskService.CreateBuilder(["--urls", "http://127.0.0.1:0"], "interop");
        desk.Logging.ClearProviders();
        desk.Services.AddSingleton<InteropService.Memory>().AddSingleton(InteropService.Failures.AsRefusals);
        desk.UseKeyRing(new MemoryKeyRing()).IssueTokens();
        desk.AddGrpcService<InteropService>();
        desk.Access = AccessTable.Parse(
            string.Join('\n', Table()),
            [.. ServiceDescriptors.In(typeof(Google.Rpc.Status).Assembly), Protos.Interop.Descriptor]);
        var app = desk.Build();
        await app.StartAsync(CancellationToken.None);
        return new DeskInteropHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }

    private static IEnumerable<string> Table() =>
    [
        "grpc.health.v1.Health/Check anyone",
        "grpc.health.v1.Health/Watch anyone",
        "grpc.reflection.v1.ServerReflection/ServerReflectionInfo anyone",
        "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo anyone",
        .. Protos.Interop.Descriptor.Methods.Select(method => $"{method.Service.FullName}/{method.Name} signed-in"),
    ];

    private sealed class MemoryKeyRing : IXmlRepository
    {
        private readonly List<XElement> _elements = [];

        public IReadOnlyCollection<XElement> GetAllElements()
        {
            lock (_elements)
            {
                return [.. _elements];
            }
        }

        public void StoreElement(XElement element, string friendlyName)
        {
            lock (_elements)
            {
                _elements.Add(element);
            }
        }
    }
}
