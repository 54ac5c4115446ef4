using System.Collections.Concurrent;
using CoretimeDesk.ChainLab;
using CoretimeDesk.ChainWatcher.Data;
using CoretimeDesk.LocalPostgres.Provisioning;
using CoretimeDesk.Testing;
using Npgsql;

[assembly: AssemblyFixture(typeof(CoretimeDesk.ChainWatcher.Tests.Misbehaviour.ReplayFixture))]

namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>
/// What all replay worlds share: one database server, one database to copy that has the watcher's tables, one administrator to sign in as, and what an undisturbed
/// watcher makes of each recording. All of it is made when first asked for.
/// </summary>
public sealed class ReplayFixture : IAsyncDisposable
{
    private const string Password = "only-for-tests";

    private readonly PostgresFixture _postgres = new();
    private readonly Lazy<Task<(string Template, ProvisionedDatabase Ring, Staff Staff)>> _shared;
    private readonly ConcurrentDictionary<string, Lazy<Task<FactTable>>> _undisturbed = [];

    public ReplayFixture() => _shared = new(PrepareAsync);

    /// <summary>What makes a node serve a recording.</summary>
    /// <param name="recording"><c>coretime</c> or <c>relay</c>, recorded with the storage that facts need; or a folder with a recording of its own.</param>
    internal static ReplayNode.ReplayNodeOptions Serve(string recording) => Path.IsPathRooted(recording)
        ? new() { Recording = recording }
        : new() { Recording = Path.Combine(Repository.Root!, "tools", "replaynode", "recordings"), Chain = recording };

    internal Actor Ada { get; } = Staff.Person("Ada Administrator", Role.Administrator);

    /// <summary>Token keys, the same for all worlds.</summary>
    internal async Task<string> KeyRingAsync() => (await _shared.Value).Ring.KeyRingReader;

    internal async Task<Staff> StaffAsync() => (await _shared.Value).Staff;

    /// <summary>A database with the watcher's tables, and nothing in them.</summary>
    internal async Task<ProvisionedDatabase> DatabaseAsync()
    {
        var (template, _, _) = await _shared.Value;
        return await ProvisionAsync(await _postgres.CreateEmptyAsync(template));
    }

    /// <summary>What a watcher makes of a chain when nothing goes wrong.</summary>
    /// <param name="key">Of what chain.</param>
    /// <param name="run">Finds out.</param>
    internal Task<FactTable> UndisturbedAsync(string key, Func<Task<FactTable>> run) => _undisturbed.GetOrAdd(key, _ => new(run)).Value;

    public async ValueTask DisposeAsync()
    {
        if (_shared is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _shared.Value).Staff.DisposeAsync();
        }

        await _postgres.DisposeAsync();
    }

    private async Task<(string, ProvisionedDatabase, Staff)> PrepareAsync()
    {
        var ring = await ProvisionAsync(await _postgres.CreateEmptyAsync());
        var template = await ProvisionAsync(await _postgres.CreateEmptyAsync());
        var staff = await Staff.AtAsync(ring);
        await using (var service = WatcherHost.CreateBuilder(["--ConnectionStrings:Database", template.Of(WatcherDb.SchemaName), "--ConnectionStrings:KeyRing", ring.KeyRingReader]).Build())
        {
            await service.MigrateAsync(CancellationToken.None);
        }

        NpgsqlConnection.ClearAllPools(); // A database with a connection cannot be copied.
        return (DatabaseOf(template.Admin), ring, staff);
    }

    private async Task<ProvisionedDatabase> ProvisionAsync(string connection)
    {
        var cluster = await _postgres.Cluster;
        return await Provisioner.ProvisionAsync(cluster.AdminConnectionString, new(DatabaseOf(connection), [WatcherDb.SchemaName]), _ => Password);
    }

    private static string DatabaseOf(string connection) => new NpgsqlConnectionStringBuilder(connection).Database!;
}
