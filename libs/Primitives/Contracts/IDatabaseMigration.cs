namespace CoretimeDesk.Hosting;

/// <summary>Brings one part of a service's database to the form that the code expects.</summary>
public interface IDatabaseMigration
{
    /// <summary>For the log: <c>leads</c>, <c>key ring</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Applies what is missing; applying twice changes nothing, and two processes may try at the same moment.
    /// </summary>
    Task MigrateAsync(CancellationToken cancellation);
}
