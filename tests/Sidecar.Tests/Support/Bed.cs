using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Sidecar.Tests.Support;

/// <summary>A sidecar in this process with a data directory of its own, and calls to its API.</summary>
internal sealed class Bed : IAsyncDisposable
{
    public const string PubSub = "desk-pubsub";
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly LogLines _logs = new();
    private SidecarHost? _host;

    private Bed(SidecarOptions options) => Options = options;

    public SidecarOptions Options { get; set; }

    /// <summary>Every warning and error that was logged, and the discoveries.</summary>
    public IReadOnlyList<string> Log => _logs.All;

    public string Data => Options.DataDirectory;

    public SidecarHost Host => _host ?? throw new InvalidOperationException("The sidecar is stopped.");

    public static Task<Bed> StartAsync(params SidecarApp[] apps) => StartAsync(options => options, apps);

    public static async Task<Bed> StartAsync(Func<SidecarOptions, SidecarOptions> with, params SidecarApp[] apps)
    {
        var bed = new Bed(with(new()
        {
            Apps = apps,
            PubSub = PubSub,
            DataDirectory = Directory.CreateTempSubdirectory("sidecar-test-").FullName,
            Redelivery = TimeSpan.FromMilliseconds(25),
            Grace = TimeSpan.FromSeconds(2),
        }));
        try
        {
            await bed.StartAgainAsync();
            return bed;
        }
        catch
        {
            await bed.DisposeAsync();
            throw;
        }
    }

    public static SidecarApp App(TestApp app, string id = "app") => new(id, [app.Port], app.Protocol, 0, 0);

    public static SidecarApp Publisher(string id = "publisher") => new(id, [], AppProtocol.Http, 0, 0);

    /// <summary>Writes a resiliency or scopes file; the bed that uses it removes it.</summary>
    public static string File(string content)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("sidecar-test-").FullName, "file.yaml");
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <summary>A Resiliency file whose inbound policy is this one.</summary>
    public static string Policy(string retry, string timeouts = "{}", string timeout = "") => File($$"""
        apiVersion: dapr.io/v1alpha1
        kind: Resiliency
        metadata: {name: test}
        spec:
          policies:
            timeouts: {{timeouts}}
            retries:
              event: {{retry}}
          targets:
            components:
              {{PubSub}}:
                inbound: {retry: event{{timeout}}}
        """);

    public Uri Api(string path, string? app = null) => new($"http://127.0.0.1:{Host.PortsOf(app ?? Options.Apps[0].AppId).Http}{path}");

    public Uri Grpc(string? app = null) => new($"http://127.0.0.1:{Host.PortsOf(app ?? Options.Apps[0].AppId).Grpc}");

    public async Task StartAgainAsync() => _host = await SidecarHost.StartAsync(Options, _logs);

    public async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _host, null) is { } host)
        {
            await host.DisposeAsync();
        }
    }

    public Task<Answered> GetAsync(string path, string? app = null) => SendAsync(HttpMethod.Get, path, null, null, app);

    /// <summary>Sends a request to the API of an app's sidecar.</summary>
    public async Task<Answered> SendAsync(HttpMethod method, string path, byte[]? body, string? contentType, string? app = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, Api(path, app)) { Content = body is null ? null : new ByteArrayContent(body) };
        if (contentType is not null)
        {
            request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new((int)response.StatusCode, await response.Content.ReadAsStringAsync())
        {
            Headers = response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join("|", h.Value), StringComparer.OrdinalIgnoreCase),
        };
    }

    public Task<Answered> TryPublishAsync(string topic, string body, string? contentType = "application/json", string query = "", string? app = null) =>
        SendAsync(HttpMethod.Post, $"/v1.0/publish/{PubSub}/{topic}{query}", Encoding.UTF8.GetBytes(body), contentType, app);

    /// <summary>Publishes, and expects it to be accepted.</summary>
    public async Task PublishAsync(string topic, string body, string? contentType = "application/json", string query = "", string? app = null)
    {
        var answer = await TryPublishAsync(topic, body, contentType, query, app);
        Assert.Equal((204, ""), (answer.Status, answer.Body));
    }

    /// <summary>Publishes an event that bears this id.</summary>
    public Task PublishIdAsync(string topic, string id, string? app = null) => PublishAsync(topic, """{"n":1}""", query: $"?metadata.cloudevent.id={id}", app: app);

    /// <summary>Waits until the app was asked for its subscriptions.</summary>
    public Task ReadyAsync(string? app = null) =>
        Eventually.TrueAsync(async () => (await GetAsync("/v1.0/healthz", app)).Status == 204, () => "the sidecar is not ready: " + string.Join("\n", Log));

    public async Task<JsonElement> MetadataAsync(string? app = null) => JsonSerializer.Deserialize<JsonElement>((await GetAsync("/v1.0/metadata", app)).Body);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _http.Dispose();
        _logs.Dispose();
        foreach (var folder in (string?[])[Data, Path.GetDirectoryName(Options.ResiliencyFile), Path.GetDirectoryName(Options.ScopesFile)])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private sealed class LogLines : ILoggerFactory, ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = [];

        public IReadOnlyList<string> All => [.. _lines];

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("CoretimeDesk", StringComparison.Ordinal) ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                _lines.Enqueue($"{logLevel}: {formatter(state, exception)}{(exception is null ? "" : " " + exception.Message)}");
            }
        }

        public void Dispose()
        {
        }
    }
}

/// <summary>What the sidecar's API answered.</summary>
internal sealed record Answered(int Status, string Body)
{
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Body);

    public string ErrorCode => Json.GetProperty("errorCode").GetString()!;
}
