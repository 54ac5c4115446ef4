using System.Diagnostics;
using CoretimeDesk.Desk.Demo;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Postgres;
using CoretimeDesk.Desk.Tye;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.LocalPostgres.Provisioning;

namespace CoretimeDesk.Desk.Running;

/// <summary>One run of the desk, from nothing to all healthy, and back to nothing.</summary>
/// <remarks>Starts: PostgreSQL, sidecar, services in the order of tye.yaml. Stops: the other way round.</remarks>
internal sealed class DeskRun(UpOptions options, Screen screen, bool showsLogs) : IAsyncDisposable
{
    /// <summary>A service that ends so often before it was ever healthy will not get there.</summary>
    private const int EndsMaxBeforeReady = 3;

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);

    private readonly Workspace _workspace = options.Workspace;
    private readonly List<SupervisedProcess> _processes = [];
    private readonly Dictionary<string, RotatingLog> _logs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _watching = new();
    private Task _databaseWatch = Task.CompletedTask;
    private DeskDatabase? _database;
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
        var ports = PortPlan.Make(document, options.TakesFreePorts, screen.Warn);

        if (options.Builds)
        {
            await StepAsync("building", tell => Projects.BuildAsync(
                [.. document.Services.Select(service => service.Project), .. options.HasSidecar ? [Projects.Sidecar] : Array.Empty<string>()],
                options.Configuration, _workspace.State, tell, cancellation));
        }

        var assemblies = document.Services.ToDictionary(service => service.Name, service => Projects.Assembly(service.Project, options.Configuration));
        var secrets = await PrepareSecretsAsync();
        var database = await StartDatabaseAsync(document, secrets, cancellation);
        await StepAsync("applying migrations", async tell =>
        {
            foreach (var service in ports)
            {
                tell(service.Service.Name);
                await MigrateAsync(service, assemblies[service.Service.Name], database, secrets, cancellation);
            }
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

        await WriteAsync(state => state with { Services = [.. ports.Select(Describe)] });
        foreach (var service in ports)
        {
            await StepAsync($"starting {service.Service.Name}", _ => StartServiceAsync(service, assemblies[service.Service.Name], database, secrets, cancellation));
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
        foreach (var process in Enumerable.Reverse(_processes))
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
            Environment = ServiceEnvironment.Of(service, replica, database, secrets, options.HasSidecar, options.Network),
        };

    private SupervisedProcess Supervise(string name, Func<ChildCommand> command)
    {
        var log = LogOf(name);
        var index = _processes.Count;
        var process = new SupervisedProcess(
            name,
            command,
            line =>
            {
                log.Write(line);
                if (showsLogs)
                {
                    screen.Prefixed(name, index, line);
                }
            },
            Report,
            () => _ = SaveAsync());
        lock (_processes)
        {
            _processes.Add(process);
        }

        process.Start();
        return process;
    }

    private async Task GateAsync(SupervisedProcess process, Func<Task<bool>> isReady, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (!await isReady())
        {
            var problem = process.Ends >= EndsMaxBeforeReady ? $"ended {process.Ends} times before it was ready"
                : watch.Elapsed > options.ReadyWithin ? $"was not ready within {options.ReadyWithin.TotalSeconds:0} s"
                : null;
            if (problem is not null)
            {
                var log = Path.Combine(_workspace.Logs, process.Name + ".log");
                throw new DeskException($"'{process.Name}' {problem}. The end of {log}:\n{string.Join('\n', File.ReadLines(log).TakeLast(12))}");
            }

            await Task.Delay(50, cancellation);
        }
    }

    private static RunningService Describe(ServicePorts service) => new(
        service.Service.Name,
        service.Service.Bindings.Zip(service.Replicas[0].Bindings).ToDictionary(
            pair => pair.First.Name.Length == 0 ? "grpc" : pair.First.Name, pair => $"http://127.0.0.1:{pair.Second}"),
        [.. service.Replicas.Select(replica => $"http://127.0.0.1:{replica.Main}")],
        service.SidecarHttp,
        service.SidecarGrpc);

    private RotatingLog LogOf(string name)
    {
        lock (_logs)
        {
            return _logs.TryGetValue(name, out var log) ? log : _logs[name] = new(Path.Combine(_workspace.Logs, name + ".log"));
        }
    }

    private void Report(string sentence)
    {
        LogOf("desk-events").Write(sentence);
        screen.Warn(sentence);
    }

    private async Task StepAsync(string title, Func<Action<string>, Task> work)
    {
        await WriteAsync(state => state with { Step = title });
        await screen.StepAsync(title, work);
    }

    private async Task<T> StepAsync<T>(string title, Func<Action<string>, Task<T>> work)
    {
        await WriteAsync(state => state with { Step = title });
        return await screen.StepAsync(title, work);
    }

    private async Task WriteAsync(Func<RunState, RunState> change)
    {
        await _writing.WaitAsync();
        try
        {
            _state = change(_state);
        }
        finally
        {
            _writing.Release();
        }

        await SaveAsync();
    }

    private async Task SaveAsync()
    {
        await _writing.WaitAsync();
        try
        {
            List<RunningProcess> running = [];
            if (_database?.Identity is { } server)
            {
                running.Add(new("postgres", server, DeskDatabase.Polite));
            }

            lock (_processes)
            {
                running.AddRange(_processes.Where(process => process.Identity is not null)
                    .Select(process => new RunningProcess(process.Name, process.Identity!, UnixSignal.Terminate)));
            }

            _state = _state with { Processes = running };
            if (!_isOver)
            {
                await _state.SaveAsync(_workspace.RunFile);
            }
        }
        finally
        {
            _writing.Release();
        }
    }
}
