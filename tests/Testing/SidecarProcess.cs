using System.Diagnostics;
using System.Net;
using System.Text.Json;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Testing;

/// <summary>The development sidecar as a process of its own, for some apps, with a data folder that outlives it.</summary>
public sealed class SidecarProcess : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string[] _arguments;
    private readonly IReadOnlyDictionary<string, (int Http, int Grpc)> _ports;
    private Process? _process;

    private SidecarProcess(string folder, string[] arguments, IReadOnlyDictionary<string, (int Http, int Grpc)> ports) =>
        (_folder, _arguments, _ports) = (folder, arguments, ports);

    /// <summary>Reserves ports, so that the apps can be told of them before the sidecar runs.</summary>
    public static IReadOnlyDictionary<string, (int Http, int Grpc)> Reserve(params string[] appIds) =>
        appIds.ToDictionary(id => id, _ => (FreePort.Next(), FreePort.Next()));

    /// <summary>Starts it; apps may start later.</summary>
    /// <param name="ports">What <see cref="Reserve"/> gave.</param>
    /// <param name="apps">Each app's own ports, one per replica.</param>
    /// <param name="switches">Further arguments: <c>--duplicate-share 0.1</c>.</param>
    public static async Task<SidecarProcess> StartAsync(IReadOnlyDictionary<string, (int Http, int Grpc)> ports, IEnumerable<(string AppId, int[] Ports)> apps, params string[] switches)
    {
        var folder = Directory.CreateTempSubdirectory("desk-sidecar-").FullName;
        var file = Path.Combine(folder, "apps.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(apps.Select(a => new
        {
            appId = a.AppId,
            appPorts = a.Ports,
            appProtocol = "h2c",
            httpPort = ports[a.AppId].Http,
            grpcPort = ports[a.AppId].Grpc,
        })));
        var resiliency = Path.Combine(AppContext.BaseDirectory, "resiliency.yaml");
        var sidecar = new SidecarProcess(
            folder,
            ["--apps", file, "--pubsub", "desk-pubsub", "--data", Path.Combine(folder, "data"), "--resiliency", resiliency, .. switches],
            ports);
        await sidecar.StartAsync();
        return sidecar;
    }

    public string LogFile => Path.Combine(_folder, "log");

    /// <summary>Starts the process (again) and waits until it accepts events.</summary>
    public async Task StartAsync()
    {
        _process = ChildProcess.Start(new("dotnet", [Path.Combine(AppContext.BaseDirectory, "CoretimeDesk.Sidecar.dll"), .. _arguments]) { LogFile = LogFile, WhenParentDies = UnixSignal.Kill });
        using var http = new HttpClient();
        var watch = Stopwatch.StartNew();
        foreach (var (port, _) in _ports.Values)
        {
            while (!await IsUpAsync(http, port))
            {
                if (_process.HasExited || watch.Elapsed > TimeSpan.FromSeconds(60))
                {
                    throw new InvalidOperationException($"The sidecar does not start: {await File.ReadAllTextAsync(LogFile)}");
                }

                await Task.Delay(50);
            }
        }
    }

    /// <summary>Processor time of the present life.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<bool> IsUpAsync(HttpClient http, int port)
    {
        try
        {
            using var answer = await http.GetAsync($"http://127.0.0.1:{port}/v1.0/healthz/outbound");
            return answer.StatusCode == HttpStatusCode.NoContent;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
