using System.Runtime.InteropServices;

namespace CoretimeDesk.LocalPostgres.Processes;

/// <summary>The signals that are sent here. Their numbers are the same on Linux and macOS.</summary>
public enum UnixSignal
{
    Interrupt = 2,
    Quit = 3,
    Kill = 9,
    Terminate = 15,
}

internal static partial class Signals
{
    /// <summary>The name that setpriv, kill and trap know.</summary>
    public static string Name(this UnixSignal signal) => signal switch
    {
        UnixSignal.Interrupt => "INT",
        UnixSignal.Quit => "QUIT",
        UnixSignal.Kill => "KILL",
        UnixSignal.Terminate => "TERM",
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Not a signal that is sent here."),
    };

    /// <summary>False when the process is gone, or when it belongs to somebody else.</summary>
    public static bool Send(int pid, UnixSignal signal)
    {
        // 0 and negative numbers address whole groups, which is never meant here.
        ArgumentOutOfRangeException.ThrowIfLessThan(pid, 2);
        return Kill(pid, (int)signal) == 0;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial uint EffectiveUser();
}
