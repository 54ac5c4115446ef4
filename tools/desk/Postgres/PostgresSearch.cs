using CoretimeDesk.LocalPostgres;
using CoretimeDesk.LocalPostgres.Provisioning;

namespace CoretimeDesk.Desk.Postgres;

/// <summary>Where the desk's PostgreSQL comes from.</summary>
public abstract record PostgresSource
{
    private PostgresSource()
    {
    }

    /// <summary>A server that somebody else runs, with an administrator's connection string.</summary>
    public sealed record Existing(string AdminConnectionString) : PostgresSource;

    /// <summary>Programs on this machine, to run a private server with.</summary>
    public sealed record Installed(IReadOnlyList<PostgresBinaries> Binaries) : PostgresSource;

    /// <summary>A container.</summary>
    public sealed record Docker : PostgresSource;
}

/// <summary>
/// Finds a PostgreSQL of version 15 or newer, or installs one: <c>DESK_POSTGRES</c>, then programs on this machine, then a Docker
/// engine that answers, then the system's package manager (as root, or after asking).
/// </summary>
public sealed class PostgresSearch(IMachine machine, Output.Screen screen)
{
    public const string Variable = "DESK_POSTGRES";

    // Each: the program that tells the system, the commands that install, in order.
    private static readonly (string Program, string[][] Commands)[] PackageManagers =
    [
        ("apt-get", [["apt-get", "update", "-q"], ["apt-get", "install", "-y", "-q", "--no-install-recommends", "postgresql"]]),
        ("dnf", [["dnf", "install", "-y", "postgresql-server"]]),
        ("zypper", [["zypper", "--non-interactive", "install", "postgresql-server"]]),
        ("apk", [["apk", "add", "postgresql", "setpriv"]]),
        ("pacman", [["pacman", "-Sy", "--noconfirm", "postgresql"]]),
        ("brew", [["brew", "install", "postgresql@17"]]),
    ];

    /// <exception cref="DeskException">There is none, and none can be installed; one line says what to do.</exception>
    public async Task<PostgresSource> FindAsync(CancellationToken cancellation = default)
    {
        if (machine.Variable(Variable) is { Length: > 0 } connection)
        {
            return new PostgresSource.Existing(AdminConnection.Read(connection, Variable));
        }

        if (await machine.FindBinariesAsync(cancellation) is { Count: > 0 } found)
        {
            return new PostgresSource.Installed(found);
        }

        if (await machine.DockerAnswersAsync(cancellation))
        {
            return new PostgresSource.Docker();
        }

        var (program, commands) = PackageManagers.FirstOrDefault(manager => machine.Has(manager.Program));
        var needsSudo = !machine.IsRoot && program != "brew"; // Homebrew refuses root.
        if (program is null || (needsSudo && !machine.Has("sudo")) || !(machine.IsRoot || MayInstall(commands, needsSudo)))
        {
            var hint = program is null ? "Install it" : $"Run '{(needsSudo ? "sudo " : "")}{string.Join(' ', commands[^1])}'";
            throw new DeskException($"PostgreSQL {PostgresBinaries.MajorMin} or newer was not found. {hint}, start Docker, or set {Variable} to an administrator's connection string.");
        }

        await screen.StepAsync($"installing PostgreSQL with {program}", async _ =>
        {
            foreach (var command in commands)
            {
                var words = needsSudo ? ["sudo", .. command] : command;
                var (code, output) = await machine.RunAsync(words, cancellation);
                if (code != 0)
                {
                    throw new DeskException($"'{string.Join(' ', words)}' failed with code {code}: {string.Join(' ', output.Split('\n').TakeLast(4)).Trim()}");
                }
            }
        });
        return await machine.FindBinariesAsync(cancellation) is { Count: > 0 } installed
            ? new PostgresSource.Installed(installed)
            : throw new DeskException($"{program} installed no PostgreSQL of version {PostgresBinaries.MajorMin} or newer. Add a repository that has one, or set {Variable}.");
    }

    private bool MayInstall(string[][] commands, bool needsSudo) =>
        machine.Ask($"PostgreSQL is missing. Install it with '{(needsSudo ? "sudo " : "")}{string.Join(' ', commands[^1])}'?");
}
