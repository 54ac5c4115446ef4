using System.Diagnostics;
using System.Globalization;
using CoretimeDesk.LocalPostgres.Processes;
using Npgsql;

namespace CoretimeDesk.LocalPostgres;

/// <summary>
/// A PostgreSQL server of our own: made in one folder, listening on 127.0.0.1 only, with passwords and without a unix socket
/// (a socket's path is limited to about 100 characters, a folder's is not). It does not outlive this process.
/// </summary>
/// <remarks>Not thread-safe: one owner starts, stops and kills it.</remarks>
public sealed class PostgresCluster : IAsyncDisposable
{
    public const string AdminName = "desk_admin";

    private readonly ClusterOptions _options;
    private readonly ServerAccount _account;
    private Process? _process;
    private long _logStart;

    private PostgresCluster(ClusterOptions options, PostgresBinaries binaries, ServerAccount account) =>
        (_options, Binaries, _account) = (options, binaries, account);

    public PostgresBinaries Binaries { get; }

    public int Port { get; private set; }

    public string DataFolder => Path.Combine(_options.Folder, "data");

    public string LogFile => Path.Combine(_options.Folder, "server.log");

    /// <summary>The postmaster; null while the server is stopped.</summary>
    public ProcessIdentity? Identity { get; private set; }

    public bool IsRunning => Identity is { IsAlive: true };

    /// <summary>The superuser's connection string to database <c>postgres</c>. It holds a password: never log it.</summary>
    public string AdminConnectionString => ConnectionString("postgres");

    /// <summary>The superuser's connection string to a database of this cluster. It holds a password: never log it.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = Port,
        Username = AdminName,
        Password = _options.AdminPassword,
        Database = database,
    }.ConnectionString;

    /// <summary>Makes the cluster unless the folder holds one, starts it and waits until it answers.</summary>
    /// <exception cref="PostgresUnavailableException">Nothing to start with, or the server does not come up; the message holds the end of its log.</exception>
    public static async Task<PostgresCluster> StartAsync(ClusterOptions options, CancellationToken cancellation = default)
    {
        options = options with { Folder = Path.GetFullPath(options.Folder) };
        var binaries = Choose(options.Binaries ?? await PostgresBinaries.FindAllAsync(cancellation), Path.Combine(options.Folder, "data"));
        var cluster = new PostgresCluster(options, binaries, ServerAccount.ForThisUser());
        Directory.CreateDirectory(options.Folder);
        await cluster._account.OwnAsync(options.Folder, cancellation);
        if (!await cluster._account.CanEnterAsync(options.Folder, cancellation))
        {
            throw new PostgresUnavailableException($"The account '{cluster._account.Name}' cannot enter '{options.Folder}': a folder above it is closed to others. Choose another folder, or open it with chmod o+x.");
        }

        await cluster.InitialiseAsync(cancellation);
        await cluster.EndLeftoverAsync(cancellation);
        await cluster.StartAsync(cancellation);
        return cluster;
    }

    /// <summary>Starts the stopped or killed server again, on the port it had.</summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        if (IsRunning)
        {
            throw new InvalidOperationException($"The server is running already (pid {Identity!.Pid}).");
        }

        var watch = Stopwatch.StartNew();
        var isFirst = Port == 0;
        for (var attempt = 0; ; attempt++)
        {
            Port = !isFirst ? Port
                : _options.Port is { } wanted ? wanted
                : attempt == 0 && _options.PreferredPort is { } preferred && FreePort.IsFree(preferred) ? preferred
                : FreePort.Next();
            if (await TryStartAsync(watch, cancellation))
            {
                return;
            }

            // A free port may be taken before the server gets it, and the memory of a killed server lives until its last
            // backend is gone: both pass. A cluster that cannot start for another reason fails the same way until the deadline,
            // so only these two are tried again.
            var log = LogTail();
            var passes = log.Contains("shared memory block", StringComparison.Ordinal)
                || (isFirst && _options.Port is null && log.Contains("Address already in use", StringComparison.Ordinal));
            if (!passes || watch.Elapsed > _options.StartWithin)
            {
                throw new PostgresUnavailableException($"PostgreSQL {Binaries.Version} did not start on port {Port}. The end of its log:\n{log}");
            }

            await Task.Delay(100, cancellation);
        }
    }

    /// <summary>Stops the server. Sessions are ended, so this does not wait for clients.</summary>
    public async Task StopAsync(StopMode mode = StopMode.Fast, CancellationToken cancellation = default)
    {
        if (Identity is { } identity)
        {
            await identity.EndAsync(mode == StopMode.Fast ? UnixSignal.Interrupt : UnixSignal.Quit, TimeSpan.FromSeconds(30), cancellation);
        }

        Forget();
    }

    /// <summary>Ends the postmaster with kill -9, as a crash would, and waits until its backends have noticed and gone.</summary>
    public async Task KillAsync(CancellationToken cancellation = default)
    {
        if (Identity is not { } identity)
        {
            return;
        }

        var children = ProcStat.All().Where(stat => stat.ParentPid == identity.Pid).Select(stat => ProcessIdentity.Of(stat.Pid)).OfType<ProcessIdentity>().ToList();
        identity.Signal(UnixSignal.Kill);
        await identity.WaitForExitAsync(TimeSpan.FromSeconds(5), cancellation);
        foreach (var child in children)
        {
            if (!await child.WaitForExitAsync(TimeSpan.FromSeconds(5), cancellation))
            {
                child.Signal(UnixSignal.Kill);
            }
        }

        Forget();
    }

    /// <summary>Makes a database; with a template it is a copy of that one, to which nobody may be connected.</summary>
    /// <returns>The superuser's connection string to it.</returns>
    public async Task<string> CreateDatabaseAsync(string name, string? template = null, CancellationToken cancellation = default)
    {
        await using var connection = new NpgsqlConnection(AdminConnectionString);
        await connection.OpenAsync(cancellation);
        var from = template is null ? "" : $" template {SqlText.Name(template)}";
        await using var command = new NpgsqlCommand($"create database {SqlText.Name(name)}{from}", connection);
        await command.ExecuteNonQueryAsync(cancellation);
        return ConnectionString(name);
    }

    /// <summary>Stops at once, without the final checkpoint; for a durable cluster call <see cref="StopAsync"/> first.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(_options.Durable ? StopMode.Fast : StopMode.Immediate);

    private static PostgresBinaries Choose(IReadOnlyList<PostgresBinaries> found, string data)
    {
        if (found.Count == 0)
        {
            throw new PostgresUnavailableException($"No PostgreSQL {PostgresBinaries.MajorMin} or newer was found. Install it (Debian, Ubuntu: apt-get install postgresql; Fedora: dnf install postgresql-server; macOS: brew install postgresql).");
        }

        var versionFile = Path.Combine(data, "PG_VERSION");
        if (!File.Exists(versionFile))
        {
            return found[0];
        }

        // The files of one major version are closed to every other.
        var major = File.ReadAllText(versionFile).Trim();
        return found.FirstOrDefault(binaries => binaries.Major.ToString(CultureInfo.InvariantCulture) == major)
            ?? throw new PostgresUnavailableException($"'{data}' was made by PostgreSQL {major}, and only {string.Join(", ", found.Select(b => b.Version))} is installed. Install {major}, or dump and reset the data.");
    }

    private async Task InitialiseAsync(CancellationToken cancellation)
    {
        if (File.Exists(Path.Combine(DataFolder, "PG_VERSION")) && !File.Exists(HalfMade))
        {
            return;
        }

        // The marker stays if this is interrupted, so that half a cluster is never taken for a whole one.
        await File.WriteAllTextAsync(HalfMade, "", cancellation);
        if (Directory.Exists(DataFolder))
        {
            Directory.Delete(DataFolder, recursive: true);
        }

        var passwordFile = Path.Combine(_options.Folder, "admin.password");
        await PrivateFile.WriteAsync(passwordFile, _options.AdminPassword + '\n', cancellation);
        try
        {
            await _account.OwnAsync(passwordFile, cancellation);
            var (code, output) = await ChildProcess.RunAsync(
                new(
                    Binaries.InitDb,
                    [
                        "--pgdata", DataFolder, "--username", AdminName, "--pwfile", passwordFile, "--auth", "scram-sha-256", "--encoding", "UTF8",
                        OperatingSystem.IsLinux() ? "--locale=C.UTF-8" : "--locale=C", .. _options.Durable ? Array.Empty<string>() : ["--no-sync"],
                    ])
                {
                    Account = _account,
                    WorkingDirectory = _options.Folder,
                },
                cancellation);
            if (code != 0)
            {
                throw new PostgresUnavailableException($"'{Binaries.InitDb}' failed with code {code}:\n{output.Trim()}");
            }
        }
        finally
        {
            File.Delete(passwordFile);
        }

        File.Delete(HalfMade);
    }

    private string HalfMade => Path.Combine(_options.Folder, "being-made");

    /// <summary>The server that runs on a data folder, if one does.</summary>
    public static ProcessIdentity? ServerOf(string dataFolder)
    {
        var pidFile = Path.Combine(dataFolder, "postmaster.pid");
        return File.Exists(pidFile)
            && int.TryParse(File.ReadLines(pidFile).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
            && ProcStat.ArgumentsOf(pid) is var arguments
            && (arguments is null || arguments.Contains(dataFolder)) // A reboot may have given the pid to another program.
            ? ProcessIdentity.Of(pid)
            : null;
    }

    // Only needed where the kernel does not end the server together with its owner.
    private async Task EndLeftoverAsync(CancellationToken cancellation)
    {
        if (ServerOf(DataFolder) is { } server)
        {
            await server.EndAsync(UnixSignal.Interrupt, TimeSpan.FromSeconds(30), cancellation);
        }
    }

    private async Task<bool> TryStartAsync(Stopwatch watch, CancellationToken cancellation)
    {
        RotateLog();
        var safe = _options.Durable ? "on" : "off";
        string[] settings =
        [
            "listen_addresses=127.0.0.1", "unix_socket_directories=", $"max_connections={_options.ConnectionsMax}",
            $"fsync={safe}", $"synchronous_commit={safe}", $"full_page_writes={safe}", "password_encryption=scram-sha-256", "timezone=UTC", "log_timezone=UTC",
        ];
        _process = ChildProcess.Start(new ChildCommand(
            Binaries.Server,
            ["-D", DataFolder, "-p", Port.ToString(CultureInfo.InvariantCulture), .. settings.SelectMany(setting => new[] { "-c", setting })])
        {
            Account = _account,
            WorkingDirectory = _options.Folder,
            WhenParentDies = UnixSignal.Interrupt,
            LogFile = LogFile,
        });
        Identity = ProcessIdentity.Of(_process.Id);

        var probe = new NpgsqlConnectionStringBuilder(AdminConnectionString) { Pooling = false, Timeout = 5 }.ConnectionString;
        while (!_process.HasExited)
        {
            // Whoever answers at the port may be another server, while this one is about to find the port taken: the pid file
            // is asked first.
            if (!SaysReady(_process.Id))
            {
                if (watch.Elapsed > _options.StartWithin)
                {
                    await StopAsync(StopMode.Immediate, CancellationToken.None);
                    return false;
                }

                await Task.Delay(30, cancellation);
                continue;
            }

            try
            {
                await using var connection = new NpgsqlConnection(probe);
                await connection.OpenAsync(cancellation);
                Identity = ProcessIdentity.Of(_process.Id);
                return true;
            }
            catch (NpgsqlException e) when (e is not PostgresException || ((PostgresException)e).SqlState == PostgresErrorCodes.CannotConnectNow)
            {
                await Task.Delay(30, cancellation);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification)
            {
                await StopAsync(StopMode.Fast, CancellationToken.None);
                throw new PostgresUnavailableException($"The cluster in '{DataFolder}' was made with another administrator password (SQLSTATE {e.SqlState}): its secrets file was lost or replaced. Restore that file, or reset the data.", e);
            }
        }

        Forget();
        return false;
    }

    // The server writes its pid on the first line of this file and its state on the eighth, as its own pg_ctl reads them.
    private bool SaysReady(int pid)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(DataFolder, "postmaster.pid"));
            return lines.Length >= 8 && lines[0] == pid.ToString(CultureInfo.InvariantCulture) && lines[7].Trim() == "ready";
        }
        catch (IOException)
        {
            return false; // Not written yet, or just going.
        }
    }

    private void RotateLog()
    {
        var log = new FileInfo(LogFile);
        if (log is { Exists: true, Length: > 10_000_000 })
        {
            log.MoveTo(LogFile + ".1", overwrite: true);
        }

        _logStart = File.Exists(LogFile) ? new FileInfo(LogFile).Length : 0;
    }

    // Only what this start has written: an old complaint must not explain a new failure.
    private string LogTail()
    {
        using var log = new FileStream(LogFile, FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite);
        log.Seek(Math.Min(_logStart, log.Length), SeekOrigin.Begin);
        using var reader = new StreamReader(log);
        return string.Join('\n', reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).TakeLast(8));
    }

    private void Forget()
    {
        _process?.Dispose();
        (_process, Identity) = (null, null);
    }
}

/// <summary>How a server is stopped.</summary>
public enum StopMode
{
    /// <summary>Ends sessions, writes a checkpoint.</summary>
    Fast,

    /// <summary>Leaves at once; the next start recovers from the log.</summary>
    Immediate,
}
