using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Provisioning;

namespace CoretimeDesk.Bench;

/// <summary>A private PostgreSQL that keeps its promises: fsync on, as <c>./desk up</c> runs it.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    internal const string Password = "only-for-benchmarks";

    private BenchCluster(PostgresCluster server, ProvisionedDatabase database, string folder) => (Server, Database, Folder) = (server, database, folder);

    public PostgresCluster Server { get; }

    public ProvisionedDatabase Database { get; }

    public string Folder { get; }

    public static async Task<BenchCluster> StartAsync(params string[] services)
    {
        var folder = Directory.CreateTempSubdirectory("desk-bench-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // A root's server runs as another account, which must be able to enter.
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherExecute | UnixFileMode.GroupExecute);
        }

        var server = await PostgresCluster.StartAsync(new() { Folder = Path.Combine(folder, "pg"), AdminPassword = Password, Durable = true });
        var database = await Provisioner.ProvisionAsync(server.AdminConnectionString, new("desk", services), _ => Password);
        return new(server, database, folder);
    }

    public async ValueTask DisposeAsync()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
