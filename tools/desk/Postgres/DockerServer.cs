using System.Diagnostics;
using System.Globalization;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;
using Npgsql;

namespace CoretimeDesk.Desk.Postgres;

/// <summary>A server in a container, for machines that have Docker and no PostgreSQL.</summary>
/// <remarks>
/// Never run yet: no Docker engine was at hand when this was written. It is kept to what the image's and the client's
/// documentation promise; the first to use it should expect to mend it.
/// </remarks>
internal sealed class DockerServer(Workspace workspace, Secrets secrets) : DeskDatabase
{
    private const string Image = "postgres:17";

    private readonly int _port = FreePort.IsFree(PreferredPort) ? PreferredPort : FreePort.Next();
    private Process? _client;

    public override string AdminConnectionString => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = PostgresCluster.AdminName,
        Password = secrets.PostgresAdmin,
        Database = "postgres",
    }.ConnectionString;

    public override ProcessIdentity? Identity => _client is null ? null : ProcessIdentity.Of(_client.Id);

    public override string LogFile => Path.Combine(workspace.Logs, "postgres.log");

    public static string Folder(Workspace workspace) => Path.Combine(workspace.State, "postgres-docker");

    public override async Task StartAsync(CancellationToken cancellation)
    {
        Directory.CreateDirectory(workspace.Logs);
        Directory.CreateDirectory(Folder(workspace));

        // The client stays attached: it hands its signals on to the server, so the container ends with the desk.
        _client = ChildProcess.Start(new(
            "docker",
            "run", "--rm", "--name", $"coretime-desk-{_port.ToString(CultureInfo.InvariantCulture)}",
            "-e", $"POSTGRES_USER={PostgresCluster.AdminName}", "-e", "POSTGRES_PASSWORD", "-e", "POSTGRES_DB=postgres", "-e", "PGDATA=/var/lib/postgresql/data/cluster",
            "-p", $"127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}:5432", "-v", $"{Folder(workspace)}:/var/lib/postgresql/data",
            Image, "-c", "max_connections=200", "-c", "timezone=UTC")
        {
            Environment = new Dictionary<string, string?> { ["POSTGRES_PASSWORD"] = secrets.PostgresAdmin }, // Not on the command line, where all can read it.
            WhenParentDies = UnixSignal.Interrupt,
            LogFile = LogFile,
        });

        var watch = Stopwatch.StartNew(); // The image may have to be fetched first.
        while (!_client.HasExited && watch.Elapsed < TimeSpan.FromMinutes(5))
        {
            try
            {
                await VersionAsync(cancellation);
                return;
            }
            catch (DeskException e) when (e.InnerException is NpgsqlException)
            {
                await Task.Delay(300, cancellation);
            }
        }

        throw new DeskException($"PostgreSQL did not start in a container; its log is {LogFile}.");
    }

    public override async Task StopAsync()
    {
        if (Identity is { } identity)
        {
            await identity.EndAsync(Polite, TimeSpan.FromSeconds(30));
        }
    }
}
