using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using CoretimeDesk.LocalPostgres;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Bench.Watcher;

/// <summary>Another service's place on the bus: takes facts from the sidecar and notes when each one came. It does nothing else, so that only the way is measured.</summary>
internal sealed class FactSink : IAsyncDisposable
{
    public const string AppId = "sink";

    private readonly WebApplication _app;

    private FactSink(WebApplication app, int port) => (_app, Port) = (app, port);

    public int Port { get; }

    /// <summary>Facts in the order of arrival: height of the block, and the instant by <see cref="Stopwatch.GetTimestamp"/>.</summary>
    public ConcurrentQueue<(uint Block, long At)> Arrived { get; } = new();

    public static async Task<FactSink> StartAsync(string pubSub, string topic)
    {
        var port = FreePort.Next();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(port, listen => listen.Protocols = HttpProtocols.Http2));
        var sink = new FactSink(builder.Build(), port);
        sink._app.MapGet("/dapr/subscribe", () => Results.Json(new[] { new { pubsubname = pubSub, topic, route = "/facts" } }));
        sink._app.MapPost("/facts", async (HttpContext call) =>
        {
            var at = Stopwatch.GetTimestamp();
            using var body = await JsonDocument.ParseAsync(call.Request.Body);
            sink.Arrived.Enqueue((body.RootElement.GetProperty("data").GetProperty("origin").GetProperty("blockNumber").GetUInt32(), at));
            return Results.Json(new { status = "SUCCESS" });
        });
        await sink._app.StartAsync();
        return sink;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
