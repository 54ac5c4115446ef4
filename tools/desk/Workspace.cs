namespace CoretimeDesk.Desk;

/// <summary>Where things are: the repository, the file that describes the desk, and the folder that a running desk keeps beside it.</summary>
/// <param name="Root">The folder that relative project paths start from.</param>
/// <param name="TyeFile">Full path of the description, usually <c>tye.yaml</c>.</param>
public sealed record Workspace(string Root, string TyeFile)
{
    public string State => Path.Combine(Root, ".desk");

    public string RunFile => Path.Combine(State, "run.json");

    public string SecretsFile => Path.Combine(State, "secrets.json");

    public string LockFile => Path.Combine(State, "lock");

    public string Logs => Path.Combine(State, "logs");

    public string SidecarData => Path.Combine(State, "sidecar");

    /// <summary>How far the chains of this desk's own nodes have come.</summary>
    public string ChainData => Path.Combine(State, "chain");

    public string SidecarApps => Path.Combine(State, "apps.json");

    /// <summary>The repository that this command belongs to: sidecar, tests and version come from there, whatever file is run.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>The workspace of a file, or of the repository when none is named.</summary>
    public static Workspace Of(FileInfo? file)
    {
        var path = file?.FullName ?? Path.Combine(Repository, "tye.yaml");
        return new(Path.GetDirectoryName(path)!, path);
    }

    private static string FindRepository()
    {
        // The launcher knows; started by hand or from tests, look upwards.
        if (Environment.GetEnvironmentVariable("DESK_REPOSITORY") is { Length: > 0 } told)
        {
            return told;
        }

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CoretimeDesk.sln")))
            {
                return folder.FullName;
            }
        }

        return Directory.GetCurrentDirectory();
    }
}
