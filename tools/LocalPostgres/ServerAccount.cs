using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.LocalPostgres;

/// <summary>
/// The account that a PostgreSQL server runs as. PostgreSQL refuses to run as root, so root steps down to <c>postgres</c>
/// (<c>nobody</c> where that account is missing); everybody else stays who they are.
/// </summary>
public sealed class ServerAccount
{
    private static readonly string[] Candidates = ["postgres", "nobody"];

    private ServerAccount(string name, IReadOnlyList<string> prefix) => (Name, Prefix) = (name, prefix);

    /// <summary>Empty for the caller's own account.</summary>
    public string Name { get; }

    /// <summary>The words to put before a command so that it runs as this account.</summary>
    internal IReadOnlyList<string> Prefix { get; }

    public static bool IsRoot => Signals.EffectiveUser() == 0;

    /// <exception cref="PostgresUnavailableException">This is root, and there is nobody to become or no tool to do it with.</exception>
    public static ServerAccount ForThisUser()
    {
        if (!IsRoot)
        {
            return new("", []);
        }

        var known = File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]).ToHashSet(StringComparer.Ordinal);
        var name = Candidates.FirstOrDefault(known.Contains)
            ?? throw new PostgresUnavailableException("PostgreSQL refuses to run as root, and /etc/passwd names neither 'postgres' nor 'nobody'. Add one, or run as another user.");
        return Executables.OnPath("setpriv") is { } setpriv
            ? new(name, [setpriv, $"--reuid={name}", $"--regid={GroupOf(name)}", "--init-groups", "--"])
            : Executables.OnPath("runuser") is { } runuser
                ? new(name, [runuser, "-u", name, "--"])
                : throw new PostgresUnavailableException("PostgreSQL refuses to run as root, and neither 'setpriv' nor 'runuser' (package util-linux) is there to step down with.");
    }

    /// <summary>Gives a folder or file to this account. Nothing to do unless stepping down.</summary>
    public async Task OwnAsync(string path, CancellationToken cancellation = default)
    {
        if (Name.Length == 0)
        {
            return;
        }

        var (code, output) = await ChildProcess.RunAsync(new("chown", $"{Name}:{GroupOf(Name)}", path), cancellation);
        if (code != 0)
        {
            throw new PostgresUnavailableException($"'{path}' cannot be given to the account '{Name}': {output.Trim()}");
        }
    }

    /// <summary>Whether this account can enter a folder; the folders above it count as well (<c>/root</c> shuts others out).</summary>
    public async Task<bool> CanEnterAsync(string folder, CancellationToken cancellation = default) =>
        (await ChildProcess.RunAsync(new("test", "-x", folder) { Account = this, WorkingDirectory = "/" }, cancellation)).ExitCode == 0;

    private static string GroupOf(string name) => File.ReadLines("/etc/passwd").Select(line => line.Split(':')).First(f => f[0] == name)[3];
}
