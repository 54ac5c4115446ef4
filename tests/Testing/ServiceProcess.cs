using System.Diagnostics;
using System.Net;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.LocalPostgres.Provisioning;
using Grpc.Net.Client;

namespace CoretimeDesk.Testing;

/// <summary>
/// One service of the desk as a process of its own, started from its build output with nothing but environment variables:
/// what a test kills here is what runs in production.
/// </summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLongest = TimeSpan.FromSeconds(60);
    private readonly string _assembly;
    private readonly Dictionary<string, string?> _environment;
    private Process? _process;

    private ServiceProcess(string assembly, int port, string logFile, Dictionary<string, string?> environment)
    {
        (_assembly, Port, LogFile, _environment) = (assembly, port, logFile, environment);
        Address = new($"http://127.0.0.1:{port}");
        Channel = GrpcChannel.ForAddress(Address);
        Http = new() { BaseAddress = Address, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
    }

    /// <summary>The one port: gRPC, events and health.</summary>
    public int Port { get; }

    public Uri Address { get; }

    public GrpcChannel Channel { get; }

    /// <summary>Plain HTTP/2 to the same port.</summary>
    public HttpClient Http { get; }

    /// <summary>Everything that the process wrote, over all its lives.</summary>
    public string LogFile { get; }

    /// <summary>Starts a service, migrates its schema, and waits until it is ready.</summary>
    /// <param name="appId">Its name: <c>leads</c>.</param>
    /// <param name="assembly">File name of its assembly, which the test project's output folder holds.</param>
    /// <param name="database">Provisioned with that name; the key ring is there too.</param>
    /// <param name="settings">Further environment variables.</param>
    public static async Task<ServiceProcess> StartAsync(string appId, string assembly, ProvisionedDatabase database, params (string Name, string Value)[] settings)
    {
        var port = FreePort.Next();
        var environment = new Dictionary<string, string?>
        {
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["APP_ID"] = appId,
            ["ConnectionStrings__Database"] = database.Of(appId),
            ["ConnectionStrings__KeyRing"] = database.KeyRingReader,
            ["Desk__Migrate"] = "OnStart",
            // No sidecar unless a test brings one: port 9 discards.
            ["DAPR_HTTP_PORT"] = "9",
        };
        foreach (var (name, value) in settings)
        {
            environment[name] = value;
        }

        var log = Path.Combine(Path.GetTempPath(), $"desk-{appId}-{Environment.ProcessId}-{port}.log");
        var service = new ServiceProcess(Path.Combine(AppContext.BaseDirectory, assembly), port, log, environment);
        await service.StartAsync();
        return service;
    }

    /// <summary>Starts the process (again) and waits until it is ready.</summary>
    /// <exception cref="InvalidOperationException">It ended, or was not ready in time; the message holds its log's end.</exception>
    public async Task StartAsync()
    {
        _process = ChildProcess.Start(new("dotnet", _assembly) { Environment = _environment, LogFile = LogFile, WhenParentDies = UnixSignal.Kill });
        var watch = Stopwatch.StartNew();
        while (!await IsReadyAsync())
        {
            if (_process.HasExited || watch.Elapsed > StartLongest)
            {
                throw new InvalidOperationException($"{Path.GetFileName(_assembly)} {(_process.HasExited ? "ended" : "is not ready")}. Its log ends: {Tail()}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Processor time of the present life; what a benchmark can compare on a busy machine.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process!.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory of the present life, in bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process!.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, and the time it takes.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        ProcessIdentity.Of(_process!.Id)?.Signal(UnixSignal.Terminate);
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync("/readyz");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        Channel.Dispose();
        Http.Dispose();
        File.Delete(LogFile);
    }

    private string Tail()
    {
        var text = File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";
        return text[Math.Max(0, text.Length - 2000)..];
    }
}
