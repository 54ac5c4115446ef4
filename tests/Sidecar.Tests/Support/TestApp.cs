using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CoretimeDesk.Sidecar.Tests.Support;

/// <summary>An app behind the sidecar, on a real socket. It records what reaches it and answers what the test says.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly ConcurrentQueue<Got> _deliveries = [];
    private readonly ConcurrentQueue<Got> _others = [];
    private WebApplication? _web;
    private int _subscribeCalls;

    private TestApp(AppProtocol protocol) => Protocol = protocol;

    public AppProtocol Protocol { get; }

    public int Port { get; private set; }

    /// <summary>JSON answered to <c>GET /dapr/subscribe</c>.</summary>
    public Reply Subscriptions { get; set; } = new(404);

    public int SubscribeCalls => _subscribeCalls;

    /// <summary>What happens when an event (any POST) arrives.</summary>
    public Func<Got, Task<Reply>> Answer { get; set; } = _ => Task.FromResult(Reply.Success);

    /// <summary>What happens at any other path.</summary>
    public Func<Got, Task<Reply>> AnswerOthers { get; set; } = _ => Task.FromResult(new Reply(404));

    /// <summary>Events in the order of their arrival.</summary>
    public IReadOnlyList<Got> Deliveries => [.. _deliveries];

    /// <summary>Everything else but discovery.</summary>
    public IReadOnlyList<Got> Others => [.. _others];

    public IEnumerable<Got> On(string path) => _deliveries.Where(d => d.Path == path);

    /// <summary>An app that subscribes to topics, each routed to <c>/on/{topic}</c>.</summary>
    public static Task<TestApp> WithTopicsAsync(params string[] topics) =>
        StartAsync($"[{string.Join(",", topics.Select(t => $$"""{"pubsubname":"{{Bed.PubSub}}","topic":"{{t}}","route":"/on/{{t}}"}"""))}]");

    public static async Task<TestApp> StartAsync(string? subscriptions = null, AppProtocol protocol = AppProtocol.Http, Action<IServiceCollection>? services = null, Action<WebApplication>? map = null)
    {
        var app = new TestApp(protocol) { Subscriptions = subscriptions is null ? new(404) : new(200, subscriptions) };
        await app.ListenAsync(services, map);
        return app;
    }

    /// <summary>Not listening yet, on a port that is free now.</summary>
    public static TestApp NotYet(string subscriptions, AppProtocol protocol = AppProtocol.Http)
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new(protocol) { Subscriptions = new(200, subscriptions), Port = ((IPEndPoint)probe.LocalEndpoint).Port };
    }

    /// <summary>Listens, on the port that it had before, if any.</summary>
    public async Task ListenAsync(Action<IServiceCollection>? services = null, Action<WebApplication>? map = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, Port, listen => listen.Protocols = Protocol == AppProtocol.H2c ? HttpProtocols.Http2 : HttpProtocols.Http1);
        });
        builder.Services.AddRoutingCore();
        services?.Invoke(builder.Services);
        var web = builder.Build();
        web.UseRouting();
        map?.Invoke(web);
        web.MapFallback("{**path}", HandleAsync);
        await web.StartAsync();
        _web = web;
        Port = new Uri(web.Urls.Single()).Port;
    }

    /// <summary>Dies as a process does: the port closes and every request under way is broken off.</summary>
    public async Task DieAsync()
    {
        if (Interlocked.Exchange(ref _web, null) is { } web)
        {
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await web.StopAsync(now.Token);
            await web.DisposeAsync();
        }
    }

    public async Task<IReadOnlyList<Got>> UntilAsync(int count)
    {
        await Eventually.TrueAsync(() => _deliveries.Count >= count, () => $"{_deliveries.Count} of {count} deliveries came");
        return Deliveries;
    }

    public async Task<Got> FirstAsync() => (await UntilAsync(1))[0];

    public async ValueTask DisposeAsync() => await DieAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var delivery = await Got.ReadAsync(context);
        Reply reply;
        if (delivery is { Method: "GET", Path: "/dapr/subscribe" })
        {
            LastSubscribe = delivery;
            Interlocked.Increment(ref _subscribeCalls);
            reply = Subscriptions;
        }
        else if (delivery.Method == "POST" && delivery.Header("pubsubname") != "(none)")
        {
            _deliveries.Enqueue(delivery);
            reply = await Answer(delivery);
        }
        else
        {
            _others.Enqueue(delivery);
            reply = await AnswerOthers(delivery);
        }

        if (reply == Reply.BreakOff)
        {
            context.Abort();
            return;
        }

        context.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (reply.Body.Length > 0)
        {
            context.Response.ContentType = reply.ContentType;
            await context.Response.WriteAsync(reply.Body);
        }
    }

    public Got? LastSubscribe { get; private set; }
}
