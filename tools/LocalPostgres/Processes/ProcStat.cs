using System.Globalization;

namespace CoretimeDesk.LocalPostgres.Processes;

/// <summary>The few fields of Linux's <c>/proc/PID/stat</c> that tell processes and their parents apart.</summary>
public sealed record ProcStat(int Pid, string Name, char State, int ParentPid, long StartTicks)
{
    /// <summary>Null when there is no such process, or when this system has no <c>/proc</c>.</summary>
    public static ProcStat? Read(int pid)
    {
        try
        {
            return Parse(File.ReadAllText($"/proc/{pid}/stat"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A process's program and arguments; null when they cannot be seen here.</summary>
    public static IReadOnlyList<string>? ArgumentsOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Every process that can be seen; those that end meanwhile are left out.</summary>
    public static IEnumerable<ProcStat> All() => Directory.Exists("/proc")
        ? Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? Read(pid) : null)
            .OfType<ProcStat>()
        : [];

    /// <exception cref="FormatException">The text is not a stat line.</exception>
    public static ProcStat Parse(string line)
    {
        // The name stands in parentheses and may hold spaces and parentheses itself: the last one closes it.
        var open = line.IndexOf('(', StringComparison.Ordinal);
        var close = line.LastIndexOf(')');
        if (open < 1 || close < open)
        {
            throw new FormatException("A stat line without a name in parentheses.");
        }

        var rest = line[(close + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(
            int.Parse(line.AsSpan(0, open - 1), CultureInfo.InvariantCulture),
            line[(open + 1)..close],
            rest[0][0],
            int.Parse(rest[1], CultureInfo.InvariantCulture),
            long.Parse(rest[19], CultureInfo.InvariantCulture));
    }
}
