using System.Security.Cryptography;
using System.Text;
using CoretimeDesk.LocalPostgres;

namespace CoretimeDesk.Desk.Postgres;

/// <summary>Where the private cluster's files are.</summary>
public static class PostgresFolder
{
    /// <summary>
    /// <c>.desk/postgres</c>. Root's server runs as another account, which cannot enter a checkout below, say, /root: then a folder
    /// below /var/lib, named after this checkout.
    /// </summary>
    public static async Task<string> ChooseAsync(Workspace workspace, CancellationToken cancellation)
    {
        var beside = Path.Combine(workspace.State, "postgres");
        var away = Away(workspace);
        if (Directory.Exists(away))
        {
            return away;
        }

        var account = ServerAccount.ForThisUser();
        Directory.CreateDirectory(beside);
        await account.OwnAsync(beside, cancellation);
        return await account.CanEnterAsync(beside, cancellation) ? beside : Directory.CreateDirectory(away).FullName;
    }

    /// <summary>Every folder that may hold this workspace's cluster.</summary>
    public static IReadOnlyList<string> All(Workspace workspace) => [Path.Combine(workspace.State, "postgres"), Away(workspace), DockerServer.Folder(workspace)];

    private static string Away(Workspace workspace)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(workspace.Root));
        return Path.Combine("/var/lib/coretime-desk", Convert.ToHexStringLower(digest)[..16]);
    }
}
