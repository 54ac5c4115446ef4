using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Postgres;

/// <summary>A server named by <c>DESK_POSTGRES</c>: provisioned, but neither started nor stopped here.</summary>
internal sealed class ExistingServer(string adminConnectionString) : DeskDatabase
{
    public override string AdminConnectionString => adminConnectionString;

    public override ProcessIdentity? Identity => null;

    public override Task StartAsync(CancellationToken cancellation) => VersionAsync(cancellation);

    public override Task StopAsync() => Task.CompletedTask;
}
