using CoretimeDesk.Sidecar.Delivery;
using CoretimeDesk.Sidecar.Log;
using CoretimeDesk.Sidecar.Resiliency;
using CoretimeDesk.Sidecar.Scoping;
using Microsoft.Extensions.Logging.Abstractions;

namespace CoretimeDesk.Sidecar;

/// <summary>A running sidecar process: one store, and one <see cref="AppSidecar"/> per app id.</summary>
public sealed class SidecarHost : IAsyncDisposable
{
    private readonly EventStore _store;
    private readonly Dictionary<string, AppSidecar> _apps = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _shutdown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SidecarOptions _options;

    private SidecarHost(SidecarOptions options, EventStore store) => (_options, _store) = (options, store);

    /// <summary>Completes when somebody called the shutdown API.</summary>
    public Task ShutdownRequested => _shutdown.Task;

    /// <summary>The actual ports of an app's sidecar.</summary>
    public (int Http, int Grpc) PortsOf(string appId) => _apps[appId].Ports;

    /// <summary>One line per app, for people.</summary>
    public IEnumerable<string> Describe() => _apps.Values.Select(app => app.Describe());

    /// <summary>Opens the store and every port. Apps may start before or after.</summary>
    /// <exception cref="SidecarStartException">The message names the switch, file or port, and what to do.</exception>
    public static async Task<SidecarHost> StartAsync(SidecarOptions options, ILoggerFactory? logs = null)
    {
        Check(options);
        logs ??= NullLoggerFactory.Instance;
        var log = logs.CreateLogger("CoretimeDesk.Sidecar");
        var resiliency = options.ResiliencyFile is { } file ? ResiliencyFile.Load(file, options.PubSub, log) : null;
        var scopes = options.ScopesFile is { } scopeFile ? PubSubScopes.Load(scopeFile) : PubSubScopes.Open;
        var store = EventStore.Open(options.DataDirectory, options.WindowEvents, options.SegmentBytes, options.Time, log);
        var host = new SidecarHost(options, store);
        try
        {
            foreach (var app in options.Apps)
            {
                var policy = resiliency?.For(app.AppId) ?? InboundPolicy.None;
                host._apps.Add(app.AppId, new AppSidecar(app, options, store, policy, scopes, host.Find, host._shutdown, logs));
            }

            foreach (var app in host._apps.Values)
            {
                await app.StartAsync();
            }

            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops deliveries first, lets those under way finish, then closes the APIs and the store.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_apps.Values.Select(app => app.StopAsync(_options.Grace)));
        foreach (var app in _apps.Values)
        {
            await app.DisposeAsync();
        }

        await _store.DisposeAsync();
    }

    private AppSidecar? Find(string appId) => _apps.GetValueOrDefault(appId);

    private static void Check(SidecarOptions options)
    {
        if (options.Apps.Count == 0)
        {
            throw new SidecarStartException("no app: give --app-id, or a file with at least one app to --apps");
        }

        if (options.Apps.GroupBy(a => a.AppId, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new SidecarStartException($"app id '{twice.Key}' is listed twice: list its replicas as several appPorts of one entry");
        }

        foreach (var app in options.Apps)
        {
            if (app.AppId.Length == 0 || app.AppId.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not '-' and not '_' and not '.'))
            {
                throw new SidecarStartException($"app id '{app.AppId}' must be letters, digits, dashes, dots or underscores");
            }

            if (app.AppPorts.Append(app.HttpPort).Append(app.GrpcPort).FirstOrDefault(p => p is < 0 or > 65535, -1) is var port and not -1)
            {
                throw new SidecarStartException($"app '{app.AppId}': {port} is no port");
            }
        }

        if (options.Concurrency is < 1 or > 1000)
        {
            throw new SidecarStartException($"--concurrency: {options.Concurrency} is not between 1 and 1000");
        }
    }
}
