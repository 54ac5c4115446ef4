using System.Net;
using CoretimeDesk.Sidecar.Api;
using CoretimeDesk.Sidecar.Delivery;
using CoretimeDesk.Sidecar.Discovery;
using CoretimeDesk.Sidecar.Log;
using CoretimeDesk.Sidecar.Proxy;
using CoretimeDesk.Sidecar.Resiliency;
using CoretimeDesk.Sidecar.Scoping;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CoretimeDesk.Sidecar;

/// <summary>The sidecar of one app id: its two ports, and its deliveries once the app is there.</summary>
internal sealed class AppSidecar : IAsyncDisposable
{
    private static readonly TimeSpan PortPoll = TimeSpan.FromMilliseconds(100);
    private const int DiscoveryAttempts = 3;

    private readonly SidecarApp _app;
    private readonly SidecarOptions _options;
    private readonly EventStore _store;
    private readonly InboundPolicy _policy;
    private readonly PubSubScopes _scopes;
    private readonly ILogger _log;
    private readonly ILogger _deliveryLog;
    private readonly WebApplication _web;
    private readonly PauseGate _health = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<TopicDelivery> _deliveries = [];
    private Task _running = Task.CompletedTask;

    public AppSidecar(
        SidecarApp app, SidecarOptions options, EventStore store, InboundPolicy policy, PubSubScopes scopes, Func<string, AppSidecar?> find,
        TaskCompletionSource shutdown, ILoggerFactory logs)
    {
        (_app, _options, _store, _policy, _scopes) = (app, options, store, policy, scopes);
        (_log, _deliveryLog) = (logs.CreateLogger("CoretimeDesk.Sidecar"), logs.CreateLogger("CoretimeDesk.Sidecar.Delivery"));
        Channel = new AppChannel(app.AppPorts, app.Protocol, options.AppToken);
        Refusals = new Refusals(options.RefuseShare, options.Seed);
        _web = Build(find, shutdown, logs);
    }

    public string AppId => _app.AppId;

    public AppChannel Channel { get; }

    /// <summary>What publishers are refused on purpose.</summary>
    public Refusals Refusals { get; }

    public (int Http, int Grpc) Ports { get; private set; }

    /// <summary>The app's port has accepted a connection and the app was asked for its subscriptions.</summary>
    public bool IsReady { get; private set; }

    /// <summary>What is delivered to the app now.</summary>
    public IReadOnlyList<Subscription> Subscriptions { get; private set; } = [];

    public SidecarOptions Options => _options;

    public PubSubScopes Scopes => _scopes;

    public EventStore Store => _store;

    /// <exception cref="SidecarStartException">A port is taken.</exception>
    public async Task StartAsync()
    {
        try
        {
            await _web.StartAsync();
        }
        catch (IOException e)
        {
            throw new SidecarStartException($"app '{AppId}': port {_app.HttpPort} (HTTP) or {_app.GrpcPort} (gRPC) cannot be opened on 127.0.0.1: {e.Message}", e);
        }

        var addresses = _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(a => new Uri(a).Port).ToList();
        Ports = (addresses[0], addresses[1]);
        _running = Task.Run(RunAsync);
    }

    public string Describe() =>
        $"sidecar of {AppId}: HTTP 127.0.0.1:{Ports.Http}, gRPC 127.0.0.1:{Ports.Grpc}, app {(_app.AppPorts.Count == 0 ? "publishes only" : $"127.0.0.1:{string.Join(", ", _app.AppPorts)} ({(_app.Protocol == AppProtocol.H2c ? "h2c" : "http")})")}";

    public async Task StopAsync(TimeSpan grace)
    {
        await _stopping.CancelAsync();
        await _running;
        await Task.WhenAll(_deliveries.Select(d => d.StopAsync(grace)));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        foreach (var delivery in _deliveries)
        {
            await delivery.DisposeAsync();
        }

        using var quick = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _web.StopAsync(quick.Token);
        await _web.DisposeAsync();
        Channel.Dispose();
        _stopping.Dispose();
    }

    private WebApplication Build(Func<string, AppSidecar?> find, TaskCompletionSource shutdown, ILoggerFactory logs)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = _options.MaxBodyBytes;
            // A reader that takes its time over a stream is no attacker here.
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, _app.HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
            kestrel.Listen(IPAddress.Loopback, _app.GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddSingleton(logs);
        builder.Services.AddRoutingCore();
        var web = builder.Build();
        var proxy = new GrpcProxy(this, find);
        web.Use((context, next) => context.Connection.LocalPort == Ports.Grpc ? proxy.ForwardAsync(context) : next(context));
        web.UseMiddleware<TokenGate>(_options.ApiToken ?? "");
        web.UseRouting();
        HealthApi.Map(web, this);
        MetadataApi.Map(web, this, shutdown);
        PublishApi.Map(web, this);
        BulkPublishApi.Map(web, this);
        InvokeApi.Map(web, this, find);
        return web;
    }

    private async Task RunAsync()
    {
        if (_app.AppPorts.Count == 0)
        {
            IsReady = true;
            return;
        }

        try
        {
            while (!await Channel.AcceptsAsync(_stopping.Token))
            {
                await Task.Delay(PortPoll, _options.Time, _stopping.Token);
            }

            if (_options.HealthCheckPath is { } path)
            {
                var probe = new HealthProbe(Channel, path, _options.HealthCheckInterval, _health, _options.Time, _log, AppId);
                await probe.WaitUntilHealthyAsync(_stopping.Token);
                _ = probe.RunAsync(_stopping.Token);
            }

            Subscribe(await DiscoverAsync());
            IsReady = true;
        }
        catch (OperationCanceledException)
        {
            // Stopped before the app came.
        }
    }

    /// <summary>Asks the app, once in this sidecar's lifetime.</summary>
    private async Task<IReadOnlyList<Subscription>> DiscoverAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var (status, body) = await Channel.SendAsync(HttpMethod.Get, "dapr/subscribe", null, null, withToken: true, _stopping.Token);
                if (status == StatusCodes.Status404NotFound)
                {
                    _log.LogWarning("{AppId} has no /dapr/subscribe (404): it gets no events", AppId);
                    return [];
                }

                if (status != StatusCodes.Status200OK)
                {
                    _log.LogError("{AppId} answered {Status} to GET /dapr/subscribe: it gets NO EVENTS, and is not asked again before the sidecar restarts", AppId, status);
                    return [];
                }

                return SubscribeAnswer.Read(body, warning => _log.LogWarning("{AppId}, /dapr/subscribe: {Warning}", AppId, warning));
            }
            catch (DiscoveryException e)
            {
                _log.LogError("the answer of {AppId} to GET /dapr/subscribe cannot be used: {Why}. It gets NO EVENTS, and is not asked again before the sidecar restarts", AppId, e.Message);
                return [];
            }
            catch (Exception e) when (e is HttpRequestException or IOException)
            {
                if (attempt == DiscoveryAttempts)
                {
                    _log.LogError("{AppId} cannot be asked for its subscriptions ({Why}): it gets NO EVENTS before the sidecar restarts", AppId, e.Message);
                    return [];
                }

                await Task.Delay(TimeSpan.FromMilliseconds(500 * attempt), _options.Time, _stopping.Token);
            }
        }
    }

    private void Subscribe(IReadOnlyList<Subscription> found)
    {
        var taken = new List<Subscription>();
        foreach (var subscription in found)
        {
            if (subscription.PubSub != _options.PubSub)
            {
                _log.LogError("{AppId} subscribes to topic {Topic} of the component '{PubSub}', which is not here ('{Ours}' is): left out", AppId, subscription.Topic, subscription.PubSub, _options.PubSub);
            }
            else if (!_scopes.MaySubscribe(AppId, subscription.Topic))
            {
                _log.LogError("{AppId} may not subscribe to topic {Topic} (scopes): left out", AppId, subscription.Topic);
            }
            else
            {
                var settings = new DeliverySettings
                {
                    Concurrency = _options.Concurrency,
                    HandlerLimit = _options.HandlerLimit,
                    Redelivery = _options.Redelivery,
                    Disturbance = new(_options.DuplicateShare, _options.DelayMax, _options.Reorder, _options.Seed),
                };
                _deliveries.Add(new TopicDelivery(_store, subscription, AppId, Channel, _policy, _scopes, settings, _health, _options.Time, _deliveryLog));
                taken.Add(subscription);
            }
        }

        Subscriptions = taken;
        _log.LogInformation("{AppId} subscribes to {Topics}", AppId, taken.Count == 0 ? "nothing" : string.Join(", ", taken.Select(s => s.Topic)));
        foreach (var (_, topic, waiting) in _store.Backlogs().Where(b => b.AppId == AppId && b.Waiting > 0 && taken.All(s => s.Topic != b.Topic)))
        {
            _log.LogWarning("{Waiting} events of topic {Topic} wait for {AppId}, which does not subscribe to it any more: they are kept", waiting, topic, AppId);
        }
    }
}
