using System.Globalization;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.LocalPostgres;

/// <summary>
/// Folders of clusters that live as long as one process. Each names its owner, so that whoever comes next can tell a folder
/// in use from one that a killed process left behind, with its server perhaps still running.
/// </summary>
public static class ThrowAwayFolders
{
    private const string Prefix = "desk-pg-";

    /// <summary>Root's server runs as another account, which can enter /tmp but perhaps not a private TMPDIR.</summary>
    private static string Temp => ServerAccount.IsRoot ? "/tmp" : Path.GetTempPath();

    /// <summary>A new folder owned by this process.</summary>
    public static async Task<string> CreateAsync()
    {
        var owner = ProcessIdentity.Current;
        var folder = Directory.CreateDirectory(Path.Combine(Temp, $"{Prefix}{owner.Pid}-{Random.Shared.Next(0x1000000):x6}")).FullName;
        await File.WriteAllLinesAsync(Path.Combine(folder, "owner"), [owner.Pid.ToString(CultureInfo.InvariantCulture), owner.Start]);
        return folder;
    }

    /// <summary>Ends the servers and deletes the folders whose owner is gone.</summary>
    /// <returns>How many servers still ran.</returns>
    public static async Task<int> SweepAsync(CancellationToken cancellation = default)
    {
        var running = 0;
        foreach (var folder in Directory.EnumerateDirectories(Temp, Prefix + "*"))
        {
            try
            {
                var owner = await File.ReadAllLinesAsync(Path.Combine(folder, "owner"), cancellation);
                if (owner.Length != 2 || new ProcessIdentity(int.Parse(owner[0], CultureInfo.InvariantCulture), owner[1]).IsAlive)
                {
                    continue;
                }

                if (PostgresCluster.ServerOf(Path.Combine(folder, "data")) is { } server)
                {
                    running++;
                    await server.EndAsync(UnixSignal.Quit, TimeSpan.FromSeconds(10), cancellation);
                }

                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Being made this moment, being deleted by another process, or somebody else's.
            }
        }

        return running;
    }
}
