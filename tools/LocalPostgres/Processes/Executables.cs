namespace CoretimeDesk.LocalPostgres.Processes;

/// <summary>Looks for programs.</summary>
public static class Executables
{
    /// <summary>The full path of a program on PATH, or null.</summary>
    public static string? OnPath(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Concat(["/usr/bin", "/bin", "/usr/sbin", "/sbin"])
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(IsExecutable);

    public static bool IsExecutable(string path) => File.Exists(path)
        && (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
}
