using System.Globalization;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Running;

/// <summary>The program that listens at a port.</summary>
/// <param name="Pid">Null when the system does not show it to this user.</param>
/// <param name="Name">Its name and first arguments; empty when unknown.</param>
public sealed record PortHolder(int Port, int? Pid, string Name)
{
    private static readonly string[] Tables = ["/proc/net/tcp", "/proc/net/tcp6"];

    public override string ToString() => Pid is { } pid ? $"{Name} (pid {pid})" : "another program (of another user: its name is hidden)";

    /// <summary>Who listens at a TCP port of this machine; null when nobody does.</summary>
    public static PortHolder? Of(int port) => Directory.Exists("/proc/net") ? FromProc(port) : FromLsof(port);

    private static PortHolder? FromProc(int port)
    {
        var sockets = Tables
            .Where(File.Exists)
            .SelectMany(table => ListeningSockets(File.ReadLines(table), port))
            .Select(inode => $"socket:[{inode}]")
            .ToHashSet(StringComparer.Ordinal);
        if (sockets.Count == 0)
        {
            return null;
        }

        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && Holds(folder, sockets))
            {
                return new(port, pid, Describe(pid));
            }
        }

        return new(port, null, "");
    }

    /// <summary>The inodes of the sockets that listen at a port, out of a table like <c>/proc/net/tcp</c>.</summary>
    public static IEnumerable<string> ListeningSockets(IEnumerable<string> table, int port)
    {
        const string Listening = "0A";
        var wanted = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return table.Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[1].EndsWith(wanted, StringComparison.Ordinal) && fields[3] == Listening)
            .Select(fields => fields[9]);
    }

    private static bool Holds(string process, HashSet<string> sockets)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries(Path.Combine(process, "fd"))
                .Any(fd => new FileInfo(fd).LinkTarget is { } target && sockets.Contains(target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // Ended meanwhile, or somebody else's.
        }
    }

    private static string Describe(int pid)
    {
        var words = ProcStat.ArgumentsOf(pid) is { Count: > 0 } arguments ? string.Join(' ', arguments.Take(3)) : ProcStat.Read(pid)?.Name ?? "";
        return words.Length > 80 ? words[..80] + "…" : words;
    }

    private static PortHolder? FromLsof(int port)
    {
        if (Executables.OnPath("lsof") is not { } lsof)
        {
            return LocalPostgres.FreePort.IsFree(port) ? null : new(port, null, "");
        }

        var (_, output) = ChildProcess.RunAsync(new(lsof, "-nP", $"-iTCP:{port}", "-sTCP:LISTEN", "-Fpc")).GetAwaiter().GetResult();
        var lines = output.Split('\n');
        var pid = lines.FirstOrDefault(line => line.StartsWith('p'))?[1..];
        return int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(port, number, lines.FirstOrDefault(line => line.StartsWith('c'))?[1..] ?? "")
            : null;
    }
}
