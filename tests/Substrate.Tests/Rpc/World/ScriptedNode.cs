using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Substrate.Tests.Rpc;

/// <summary>A node on a real socket that does exactly what a test says, connection by connection.</summary>
public sealed class ScriptedNode : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Exception> _failures = [];
    private int _connections;

    private ScriptedNode(WebApplication app) => _app = app;

    public Uri Uri { get; private set; } = null!;

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Runs the script once per connection; the connection ends with it.</summary>
    public static Task<ScriptedNode> StartAsync(Func<Peer, Task> script) => StartAsync(async (node, context, number) =>
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var peer = new Peer(socket, context, number);
        try
        {
            await script(peer);
        }
        catch (Exception e) when (e is WebSocketException or ClientLeftException)
        {
            // The client has gone while the script was talking to it, which is the client's right.
        }
        catch (Exception e)
        {
            node._failures.Enqueue(e);
        }

        context.Abort();
    });

    /// <summary>Hands the script the bytes behind the handshake, for frames that no well-behaved server would write.</summary>
    public static Task<ScriptedNode> StartRawAsync(Func<Stream, int, Task> script) => StartAsync(async (_, context, number) =>
    {
        var key = context.Request.Headers.SecWebSocketKey + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
        context.Response.StatusCode = StatusCodes.Status101SwitchingProtocols;
        context.Response.Headers.Upgrade = "websocket";
        context.Response.Headers.Connection = "Upgrade";
#pragma warning disable CA5350 // The handshake of RFC 6455 is defined with SHA-1.
        context.Response.Headers.SecWebSocketAccept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key)));
#pragma warning restore CA5350
        var stream = await context.Features.Get<IHttpUpgradeFeature>()!.UpgradeAsync();
        await script(stream, number);
        context.Abort();
    });

    /// <summary>Answers the handshake with an HTTP status instead.</summary>
    public static Task<ScriptedNode> StartRefusingAsync(int status) => StartAsync((_, context, _) =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    });

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        if (_failures.TryDequeue(out var failure))
        {
            Assert.Fail($"The node's script failed: {failure}");
        }
    }

    private static async Task<ScriptedNode> StartAsync(Func<ScriptedNode, HttpContext, int, Task> serve)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.UseWebSockets();
        var node = new ScriptedNode(app);
        app.Run(context => serve(node, context, Interlocked.Increment(ref node._connections) - 1));
        await app.StartAsync();
        node.Uri = new Uri(app.Urls.Single().Replace("http://", "ws://", StringComparison.Ordinal));
        return node;
    }
}
