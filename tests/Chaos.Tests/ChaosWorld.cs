using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Provisioning;
using CoretimeDesk.Testing;
using Npgsql;

namespace CoretimeDesk.Chaos.Tests;

/// <summary>A desk of real processes: PostgreSQL with fsync, the sidecar, Leads, and a consumer that counts.</summary>
internal sealed class ChaosWorld : IAsyncDisposable
{
    private const string Password = "only-for-tests";
    private string _folder = "";

    public PostgresCluster Postgres { get; private set; } = null!;

    public SidecarProcess Sidecar { get; private set; } = null!;

    public ServiceProcess Leads { get; private set; } = null!;

    public ServiceProcess Tally { get; private set; } = null!;

    public Staff Staff { get; private set; } = null!;

    /// <summary>For looking at every schema at once, which no service can.</summary>
    public NpgsqlDataSource Admin { get; private set; } = null!;

    public static async Task<ChaosWorld> StartAsync(params string[] sidecarSwitches)
    {
        var world = new ChaosWorld { _folder = Path.Combine("/tmp", $"desk-chaos-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}") };
        Directory.CreateDirectory(world._folder);
        world.Postgres = await PostgresCluster.StartAsync(new() { Folder = world._folder, AdminPassword = Password, Durable = true });
        var database = await Provisioner.ProvisionAsync(world.Postgres.AdminConnectionString, new("desk", ["leads", "tally"]), _ => Password);
        world.Admin = NpgsqlDataSource.Create(database.Admin);
        world.Staff = await Staff.AtAsync(database);

        var ports = SidecarProcess.Reserve("leads", "tally");
        world.Leads = await ServiceAsync("leads", "CoretimeDesk.Leads.dll");
        world.Tally = await ServiceAsync("tally", "CoretimeDesk.Tally.dll");
        world.Sidecar = await SidecarProcess.StartAsync(ports, [("leads", [world.Leads.Port]), ("tally", [world.Tally.Port])], sidecarSwitches);
        return world;

        Task<ServiceProcess> ServiceAsync(string appId, string assembly) => ServiceProcess.StartAsync(
            appId, assembly, database, ("Limits__CallsPerSecond", "0"), ("DAPR_HTTP_PORT", $"{ports[appId].Http}"), ("DAPR_GRPC_PORT", $"{ports[appId].Grpc}"));
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Admin.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using (var command = Admin.CreateCommand(sql))
        {
            await command.ExecuteNonQueryAsync();
        }

        // The server is about to be killed, and a connection of before would be found dead by whoever looks next.
        Admin.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await Sidecar.DisposeAsync();
        await Leads.DisposeAsync();
        await Tally.DisposeAsync();
        await Staff.DisposeAsync();
        await Admin.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        await Postgres.StopAsync(StopMode.Immediate);
        Directory.Delete(_folder, recursive: true);
    }
}
