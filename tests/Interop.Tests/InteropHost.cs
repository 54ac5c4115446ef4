using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Interop.Tests;

/// <summary>The official C# server in this process, on a free loopback port, cleartext HTTP/2.</summary>
internal sealed class InteropHost : IInteropHost
{
    private readonly WebApplication _app;

    private InteropHost(WebApplication app, ConcurrentQueue<string> encodings)
    {
        _app = app;
        Encodings = encodings;
    }

    /// <summary>Of each call with the header <c>x-compress</c>: the message encodings as <c>request → response</c>.</summary>
    public IReadOnlyCollection<string> Encodings { get; }

    /// <inheritdoc/>
    public string Target => new Uri(_app.Urls.Single()).Authority;

    /// <inheritdoc/>
    public string? Token => null;

    public static async Task<IInteropHost> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton<InteropService.Memory>().AddSingleton(InteropService.Failures.Plain);
        builder.Services.AddGrpc(options => options.ResponseCompressionAlgorithm = "gzip");
        var app = builder.Build();
        var encodings = new ConcurrentQueue<string>();
        app.Use(async (context, next) =>
        {
            await next(context);
            if (context.Request.Headers.ContainsKey("x-compress"))
            {
                encodings.Enqueue($"{context.Request.Headers["grpc-encoding"]} → {context.Response.Headers["grpc-encoding"]}");
            }
        });
        app.MapGrpcService<InteropService>();
        await app.StartAsync();
        return new InteropHost(app, encodings);
    }

    public async ValueTask DisposeAsync()
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(soon.Token);
        await _app.DisposeAsync();
    }
}
