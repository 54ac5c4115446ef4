using System.Diagnostics;
using System.Globalization;

namespace CoretimeDesk.LocalPostgres.Processes;

/// <summary>
/// Names one process for good. A pid alone is reused by the system, so <see cref="Start"/> holds when it began: on Linux the
/// boot id and the start in clock ticks since boot (<c>/proc/PID/stat</c>, field 22), elsewhere the start in UTC ticks.
/// </summary>
public sealed record ProcessIdentity(int Pid, string Start)
{
    private static readonly Lazy<string> BootId = new(() =>
        File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim()[..8] : "");

    /// <summary>The identity of a running process; null when there is none with that pid, or only its unreaped rest.</summary>
    public static ProcessIdentity? Of(int pid)
    {
        if (OperatingSystem.IsLinux())
        {
            return ProcStat.Read(pid) is { State: not 'Z' } stat ? new(pid, $"{BootId.Value}:{stat.StartTicks}") : null;
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            return new(pid, process.StartTime.ToUniversalTime().Ticks.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    public static ProcessIdentity Current { get; } =
        Of(Environment.ProcessId) ?? throw new InvalidOperationException("This process cannot be seen in the process table.");

    /// <summary>True while this very process lives, not merely one that was given the same pid later.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsAlive => Of(Pid) == this;

    /// <summary>Sends a signal, unless the process is gone or its pid belongs to another one now. True when it was sent.</summary>
    public bool Signal(UnixSignal signal) => IsAlive && Signals.Send(Pid, signal);

    /// <summary>Waits until the process is gone. False when it still lived after <paramref name="patience"/>.</summary>
    public async Task<bool> WaitForExitAsync(TimeSpan patience, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        while (IsAlive)
        {
            if (watch.Elapsed > patience)
            {
                return false;
            }

            await Task.Delay(20, cancellation);
        }

        return true;
    }

    /// <summary>Asks with <paramref name="polite"/>, and ends the process by force once the patience is used up.</summary>
    public async Task EndAsync(UnixSignal polite, TimeSpan patience, CancellationToken cancellation = default)
    {
        if (!Signal(polite) || await WaitForExitAsync(patience, cancellation))
        {
            return;
        }

        Signal(UnixSignal.Kill);
        await WaitForExitAsync(TimeSpan.FromSeconds(5), cancellation);
    }
}
