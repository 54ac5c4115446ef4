using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;
using Npgsql;

namespace CoretimeDesk.Desk.Postgres;

/// <summary>The PostgreSQL that a desk runs on, wherever it comes from.</summary>
public abstract class DeskDatabase
{
    /// <summary>Where a private server listens if it can: away from 5432, where a system's own server may be.</summary>
    protected const int PreferredPort = 7432;

    public abstract string AdminConnectionString { get; }

    /// <summary>The process to write down and watch; null for a server that is not ours.</summary>
    public abstract ProcessIdentity? Identity { get; }

    public const UnixSignal Polite = UnixSignal.Interrupt;

    /// <summary>Its log, to quote from when things go wrong; null when it is elsewhere.</summary>
    public virtual string? LogFile => null;

    public string Host => new NpgsqlConnectionStringBuilder(AdminConnectionString).Host ?? "";

    public int Port => new NpgsqlConnectionStringBuilder(AdminConnectionString).Port;

    public abstract Task StartAsync(CancellationToken cancellation);

    public abstract Task StopAsync();

    public static async Task<DeskDatabase> StartAsync(PostgresSource source, Workspace workspace, Secrets secrets, CancellationToken cancellation)
    {
        DeskDatabase database = source switch
        {
            PostgresSource.Existing existing => new ExistingServer(existing.AdminConnectionString),
            PostgresSource.Installed installed => new PrivateServer(workspace, secrets, installed.Binaries),
            PostgresSource.Docker => new DockerServer(workspace, secrets),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        await database.StartAsync(cancellation);
        return database;
    }

    /// <summary>The server's version; fails when it is too old or does not answer.</summary>
    public async Task<string> VersionAsync(CancellationToken cancellation)
    {
        try
        {
            await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(AdminConnectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancellation);
            return connection.PostgreSqlVersion.Major >= PostgresBinaries.MajorMin
                ? connection.PostgreSqlVersion.ToString()
                : throw new DeskException($"The server at {connection.Host}:{connection.Port} is PostgreSQL {connection.PostgreSqlVersion}; {PostgresBinaries.MajorMin} or newer is needed.");
        }
        catch (NpgsqlException e)
        {
            throw new DeskException($"The PostgreSQL server does not answer as it should: {e.Message}", e);
        }
    }
}
