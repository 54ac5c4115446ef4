using System.Diagnostics;
using CoretimeDesk.Desk.Demo;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Postgres;
using CoretimeDesk.Desk.Running.Chains;
using CoretimeDesk.Desk.Tye;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.LocalPostgres.Provisioning;

namespace CoretimeDesk.Desk.Running;

/// <summary>One run of the desk, from nothing to all healthy, and back to nothing.</summary>
/// <remarks>
/// Starts: PostgreSQL, sidecar, chain nodes, services in the order of tye.yaml, as many side by side as the machine has cores. Stops: the other way round, the services together.
/// </remarks>
internal sealed partial class DeskRun(UpOptions options, Screen screen, bool showsLogs) : IAsyncDisposable
{
    /// <summary>A service that ends so often before it was ever healthy will not get there.</summary>
    private const int EndsMaxBeforeReady = 3;

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    /// <summary>So many services come up at a time: what a start takes is compiling, on one core and a bit. More would each be slower, and the first no longer ready in time.</summary>
    private static readonly int SideBySide = Math.Max(2, Environment.ProcessorCount);

    private readonly Workspace _workspace = options.Workspace;
    private readonly List<SupervisedProcess> _processes = [];
    private readonly Dictionary<string, RotatingLog> _logs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _watching = new();
    private Task _databaseWatch = Task.CompletedTask;
    private DeskDatabase? _database;
    private ChainPlan _chains = ChainPlan.Nothing;
    private IReadOnlyList<ServicePorts> _ports = [];
    private int _servicesFrom = int.MaxValue;
    private bool _isOver;
    private RunState _state = new() { Desk = ProcessIdentity.Current, Version = DeskVersion.Text };

    public RunState State => _state;

    /// <summary>Brings everything up. Returns when all services are ready.</summary>
    /// <exception cref="DeskException">Something does not come up; the message says what and shows the end of its log.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var document = TyeReader.Read(_workspace.TyeFile);
        await CleanUpAsync();
        await WriteAsync(state => state with { Step = "checking ports" });
        var source = document.Services.Any(service => service.Name == ServiceEnvironment.ChainWatcherService) ? options.Chain : NoChain.Instance;
        var plan = PortPlan.Make(document, source.Ports, options.TakesFreePorts, screen.Warn);
        var ports = _ports = plan.Services;

        if (options.Builds)
        {
            await StepAsync("building", tell => Projects.BuildAsync(
                [.. document.Services.Select(service => service.Project), .. Some(options.HasSidecar ? Projects.Sidecar : null), .. Some(source.Project)],
                options.Configuration, _workspace.State, tell, cancellation));
        }

        var assemblies = document.Services.ToDictionary(service => service.Name, service => Projects.Assembly(service.Project, options.Configuration));
        _chains = source.Plan(_workspace, options.Configuration, plan.Chains);
        var secrets = await PrepareSecretsAsync();
        var database = await StartDatabaseAsync(document, secrets, cancellation);
        await StepAsync("applying migrations", async tell =>
        {
            await Parallel.ForEachAsync(ports, new ParallelOptions { MaxDegreeOfParallelism = SideBySide, CancellationToken = cancellation }, async (service, stop) =>
            {
                tell(service.Service.Name);
                await MigrateAsync(service, assemblies[service.Service.Name], database, secrets, stop);
            });
        });

        if (options.HasSidecar)
        {
            var command = await SidecarProcess.PrepareAsync(_workspace, options.Configuration, ports, secrets);
            await StepAsync("starting the sidecar", async _ =>
            {
                var sidecar = Supervise(SidecarProcess.Name, command);
                foreach (var service in ports)
                {
                    await GateAsync(sidecar, () => SidecarProcess.IsHealthyAsync(service.SidecarHttp, cancellation), cancellation);
                }
            });
        }

        await StartChainsAsync(source, cancellation);
        await WriteAsync(state => state with { Services = [.. ports.Select(Describe)] });
        lock (_processes)
        {
            _servicesFrom = _processes.Count;
        }

        foreach (var some in ports.Chunk(SideBySide))
        {
            await StepAsync($"starting {string.Join(", ", some.Select(service => service.Service.Name))}", _ =>
                Task.WhenAll(some.Select(service => StartServiceAsync(service, assemblies[service.Service.Name], database, secrets, cancellation))));
        }

        if (!options.IsEmpty)
        {
            await WriteAsync(state => state with { Step = "making demo data" });
            await new DemoData(_workspace, screen).FillAsync(_state, cancellation);
        }

        await WriteAsync(state => state with { Phase = RunState.Ready, Step = "" });
    }

    /// <summary>Stops everything in reverse order, and takes the note about this run away.</summary>
    public async Task StopAsync()
    {
        await WriteAsync(state => state with { Phase = RunState.Stopping, Step = "stopping" });
        await _watching.CancelAsync();
        await _databaseWatch;
        await Task.WhenAll(_processes.Skip(_servicesFrom).Select(service => service.StopAsync(StopPatience)));
        foreach (var process in Enumerable.Reverse(_processes).Skip(_processes.Count - _servicesFrom))
        {
            await process.StopAsync(StopPatience);
        }

        if (_database is not null)
        {
            Npgsql.NpgsqlConnection.ClearAllPools();
            await _database.StopAsync();
        }

        // A process may have been started at the very moment of stopping; nothing that was written down may stay.
        await _state.EndLeftoversAsync();
        await _writing.WaitAsync();
        _isOver = true;
        File.Delete(_workspace.RunFile);
        _writing.Release();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        foreach (var log in _logs.Values)
        {
            log.Dispose();
        }

        _watching.Dispose();
        _writing.Dispose();
    }

    private async Task CleanUpAsync()
    {
        if (RunState.Load(_workspace.RunFile) is { } stale)
        {
            var ended = await stale.EndLeftoversAsync();
            screen.Warn(ended.Count == 0
                ? "The last desk did not stop by itself; nothing of it was left running."
                : $"The last desk did not stop by itself; what it left running was ended: {string.Join(", ", ended)}.");
        }

        await SaveAsync();
    }

    private async Task<Secrets> PrepareSecretsAsync()
    {
        var secrets = Secrets.LoadOrMake(_workspace.SecretsFile);
        if (!options.IsEmpty)
        {
            secrets.Administrator ??= Administrator.Make("admin@desk.localhost");
        }

        await secrets.SaveAsync(_workspace.SecretsFile);
        return secrets;
    }

    private async Task<ProvisionedDatabase> StartDatabaseAsync(TyeDocument document, Secrets secrets, CancellationToken cancellation)
    {
        // Not within the step below: it may have to ask.
        var source = await new PostgresSearch(new ThisMachine(screen), screen).FindAsync(cancellation);
        return await StepAsync("starting PostgreSQL", async tell =>
        {
            _database = await DeskDatabase.StartAsync(source, _workspace, secrets, cancellation);
            var version = await _database.VersionAsync(cancellation);
            await WriteAsync(state => state with { PostgresHost = _database.Host, PostgresPort = _database.Port, PostgresVersion = version });
            tell("provisioning");
            var plan = new ProvisioningPlan("desk", document.Services.Select(service => service.Name));
            var provisioned = await Provisioner.ProvisionAsync(_database.AdminConnectionString, plan, secrets.OfRole, cancellation);
            await secrets.SaveAsync(_workspace.SecretsFile);
            if (_database.Identity is not null)
            {
                _databaseWatch = WatchDatabaseAsync(_database);
            }

            return provisioned;
        });
    }

    // The server is a child like the others, but stops and starts in its own way.
    private async Task WatchDatabaseAsync(DeskDatabase database)
    {
        while (!_watching.IsCancellationRequested)
        {
            try
            {
                if (database.Identity is not { IsAlive: true })
                {
                    Report("PostgreSQL has ended; starts again");
                    await database.StopAsync();
                    await database.StartAsync(_watching.Token);
                    await SaveAsync();
                    Report("PostgreSQL is back");
                }

                await Task.Delay(200, _watching.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (e is LocalPostgres.PostgresUnavailableException or DeskException or Npgsql.NpgsqlException)
            {
                Report($"PostgreSQL does not start: {e.Message}");
                await Task.WhenAny(Task.Delay(2000, _watching.Token));
            }
        }
    }

    private async Task MigrateAsync(ServicePorts service, string assembly, ProvisionedDatabase database, Secrets secrets, CancellationToken cancellation)
    {
        var (code, output) = await ChildProcess.RunAsync(
            ServiceCommand(service, 0, assembly, database, secrets) with { Arguments = [assembly, "--migrate"] },
            cancellation);
        var log = LogOf(service.Service.Name);
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            log.Write(line);
        }

        if (code != 0)
        {
            throw new DeskException($"The migrations of '{service.Service.Name}' failed with code {code}:\n{string.Join('\n', output.Trim().Split('\n').TakeLast(12))}");
        }
    }

    private async Task StartChainsAsync(IChainSource source, CancellationToken cancellation)
    {
        foreach (var chain in _chains.Processes)
        {
            await StepAsync($"starting {chain.Name}", async _ =>
            {
                var process = Supervise(chain.Name, chain.Command, chain.StartsAgain, holdsInput: true);
                await GateAsync(process, async () => (await ChainNodes.AskAsync(ChainNodes.Describe(chain), cancellation)).IsReady, cancellation);
            });
        }

        if (source.Name != ChainSources.None)
        {
            await WriteAsync(state => state with { Chains = new(source.Name, [.. _chains.Processes.Select(ChainNodes.Describe)]) });
        }
    }

    private async Task StartServiceAsync(ServicePorts service, string assembly, ProvisionedDatabase database, Secrets secrets, CancellationToken cancellation)
    {
        var replicas = Enumerable.Range(0, service.Replicas.Count).Select(replica => Supervise(
            service.Replicas.Count == 1 ? service.Service.Name : $"{service.Service.Name}-{replica + 1}",
            () => ServiceCommand(service, replica, assembly, database, CurrentSecrets(secrets)))).ToList();
        foreach (var (process, ports) in replicas.Zip(service.Replicas))
        {
            await GateAsync(process, async () => (await Health.AskAsync($"http://127.0.0.1:{ports.Main}", cancellation)).IsReady, cancellation);
        }
    }

    // An administrator may have been asked for since.
    private Secrets CurrentSecrets(Secrets atStart) => File.Exists(_workspace.SecretsFile) ? Secrets.LoadOrMake(_workspace.SecretsFile) : atStart;

    private ChildCommand ServiceCommand(ServicePorts service, int replica, string assembly, ProvisionedDatabase database, Secrets secrets) =>
        new(Projects.DotNet, [assembly, .. service.Service.Args])
        {
            WorkingDirectory = Path.GetDirectoryName(assembly),
            Environment = ServiceEnvironment.Of(service, replica, database, secrets, options.HasSidecar, _chains, _workspace.State, _ports),
        };

    private static string[] Some(string? value) => value is null ? [] : [value];

    private static RunningService Describe(ServicePorts service) => new(
        service.Service.Name,
        service.Service.Bindings.Zip(service.Replicas[0].Bindings).ToDictionary(
            pair => pair.First.Name.Length == 0 ? "grpc" : pair.First.Name, pair => $"http://127.0.0.1:{pair.Second}"),
        [.. service.Replicas.Select(replica => $"http://127.0.0.1:{replica.Main}")],
        service.SidecarHttp,
        service.SidecarGrpc);
}
