using System.Collections.Concurrent;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Provisioning;

namespace CoretimeDesk.Testing;

/// <summary>
/// One throw-away PostgreSQL for a whole test process, started when first asked for. A test project says
/// <c>[assembly: AssemblyFixture(typeof(PostgresFixture))]</c> once; test classes then take it as a constructor argument.
/// </summary>
/// <remarks>
/// Nothing outlives the tests: the server ends with the process, even by kill -9, and the next run deletes the folder that a
/// killed run left behind.
/// </remarks>
public sealed class PostgresFixture : IAsyncDisposable
{
    private const string Password = "only-for-tests";

    private readonly Lazy<Task<PostgresCluster>> _cluster = new(StartAsync);
    private readonly ConcurrentDictionary<Type, Task<ProvisionedDatabase>> _databases = new();
    private int _count;

    /// <summary>The server itself, for tests that stop it or look at it. To kill it, start a cluster of your own: this one is shared.</summary>
    public Task<PostgresCluster> Cluster => _cluster.Value;

    /// <summary>The database of one test class, the same at every call: provisioned with the services that the first call names.</summary>
    public Task<ProvisionedDatabase> DatabaseOfAsync<TTestClass>(params string[] services) =>
        _databases.GetOrAdd(typeof(TTestClass), _ => CreateAsync(services));

    /// <summary>A fresh database with a role and a schema for each named service, as <c>./desk up</c> makes it.</summary>
    public async Task<ProvisionedDatabase> CreateAsync(params string[] services)
    {
        var cluster = await Cluster;
        return await Provisioner.ProvisionAsync(cluster.AdminConnectionString, new(NextName(), services), _ => Password);
    }

    /// <summary>A fresh, empty database, or a copy of another one of this server that nobody is connected to.</summary>
    /// <returns>The superuser's connection string.</returns>
    public async Task<string> CreateEmptyAsync(string? template = null) =>
        await (await Cluster).CreateDatabaseAsync(NextName(), template);

    public async ValueTask DisposeAsync()
    {
        // A server that never started has told the tests so; its folder is deleted by the next run.
        if (_cluster is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            Npgsql.NpgsqlConnection.ClearAllPools();
            var cluster = await _cluster.Value;
            await cluster.DisposeAsync();
            Directory.Delete(Path.GetDirectoryName(cluster.DataFolder)!, recursive: true);
        }
    }

    private string NextName() => $"test_{Interlocked.Increment(ref _count)}";

    private static async Task<PostgresCluster> StartAsync()
    {
        await ThrowAwayFolders.SweepAsync();
        return await PostgresCluster.StartAsync(
            new() { Folder = await ThrowAwayFolders.CreateAsync(), AdminPassword = Password, Durable = false, ConnectionsMax = 300 });
    }
}
