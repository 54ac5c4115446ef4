using System.Globalization;
using System.Text.RegularExpressions;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.LocalPostgres;

/// <summary>One installed PostgreSQL: a folder with <c>postgres</c> and <c>initdb</c>, and its version.</summary>
public sealed partial record PostgresBinaries(string Folder, int Major, string Version)
{
    /// <summary>Older servers lack what the schemas use.</summary>
    public const int MajorMin = 15;

    public string Server => Path.Combine(Folder, "postgres");

    public string InitDb => Path.Combine(Folder, "initdb");

    /// <summary>Every usable installation on this machine, newest first: PATH, then the folders that distributions and Homebrew use.</summary>
    public static async Task<IReadOnlyList<PostgresBinaries>> FindAllAsync(CancellationToken cancellation = default) =>
        await FindAsync(UsualFolders(), cancellation);

    /// <summary>The usable installations among the given folders, newest first; a folder without both programs is passed over.</summary>
    public static async Task<IReadOnlyList<PostgresBinaries>> FindAsync(IEnumerable<string> folders, CancellationToken cancellation = default)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in folders.Select(RealFolder).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var (code, output) = await ChildProcess.RunAsync(new(Path.Combine(folder, "postgres"), "--version"), cancellation);
            if (code == 0 && ParseVersion(output) is var (major, version) && major >= MajorMin)
            {
                found.Add(new(folder, major, version));
            }
        }

        return [.. found.OrderByDescending(binaries => binaries.Major)];
    }

    /// <summary>Reads <c>postgres (PostgreSQL) 15.12 (Debian …)</c>; null when the text says something else.</summary>
    public static (int Major, string Version)? ParseVersion(string text) => VersionLine().Match(text) is { Success: true } match
        ? (int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture), match.Groups[1].Value)
        : null;

    private static IEnumerable<string> UsualFolders()
    {
        if (Executables.OnPath("postgres") is { } onPath)
        {
            yield return Path.GetDirectoryName(onPath)!;
        }

        (string Root, string Names, string Below)[] places =
        [
            ("/usr/lib/postgresql", "*", "bin"), // Debian, Ubuntu
            ("/usr", "pgsql-*", "bin"), // packages of the PostgreSQL project for Red Hat's family
            ("/usr/lib", "postgresql*", "bin"), // SUSE, Alpine
            ("/usr/libexec", "postgresql*", ""), // Alpine
            ("/usr/local", "pgsql*", "bin"), // built from source
            ("/opt", "postgresql*", "bin"),
            ("/opt/homebrew/opt", "postgresql*", "bin"), // Homebrew on Apple silicon
            ("/usr/local/opt", "postgresql*", "bin"), // Homebrew on Intel
            ("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin"),
            ("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
        ];
        foreach (var (root, names, below) in places)
        {
            foreach (var folder in Directory.Exists(root) ? Directory.EnumerateDirectories(root, names) : [])
            {
                yield return Path.Combine(folder, below);
            }
        }

        yield return "/usr/bin";
        yield return "/usr/local/bin";
    }

    // A link on PATH may lead to the server alone; initdb stands where the link points.
    private static string? RealFolder(string folder)
    {
        var server = Path.Combine(folder, "postgres");
        if (!Executables.IsExecutable(server))
        {
            return null;
        }

        var real = Path.GetDirectoryName(File.ResolveLinkTarget(server, returnFinalTarget: true)?.FullName ?? server)!;
        return Executables.IsExecutable(Path.Combine(real, "initdb")) ? real : null;
    }

    [GeneratedRegex(@"\(PostgreSQL\) ((\d+)\S*)")]
    private static partial Regex VersionLine();
}
