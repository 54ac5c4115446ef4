using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Postgres;

/// <summary>A durable cluster below <c>.desk/</c>, or, when this is root and its server's account cannot enter there, below /var/lib.</summary>
internal sealed class PrivateServer(Workspace workspace, Secrets secrets, IReadOnlyList<PostgresBinaries> binaries) : DeskDatabase
{
    private PostgresCluster? _cluster;

    public override string AdminConnectionString => Cluster.AdminConnectionString;

    public override ProcessIdentity? Identity => _cluster?.Identity;

    public override string? LogFile => _cluster?.LogFile;

    private PostgresCluster Cluster => _cluster ?? throw new InvalidOperationException("The server was not started.");

    public override async Task StartAsync(CancellationToken cancellation)
    {
        if (_cluster is not null)
        {
            await _cluster.StartAsync(cancellation);
            return;
        }

        _cluster = await PostgresCluster.StartAsync(
            new()
            {
                Folder = await PostgresFolder.ChooseAsync(workspace, cancellation),
                AdminPassword = secrets.PostgresAdmin,
                Durable = true,
                PreferredPort = PreferredPort,
                Binaries = binaries,
            },
            cancellation);
    }

    public override Task StopAsync() => _cluster?.StopAsync() ?? Task.CompletedTask;
}
