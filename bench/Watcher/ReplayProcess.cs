using System.Diagnostics;
using System.Text.Json;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Bench.Watcher;

/// <summary>A replay node as a process of its own: the same node for every contestant.</summary>
internal sealed class ReplayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _log;

    private ReplayProcess(Process process, string log, JsonElement ready) =>
        (_process, _log, Rpc, Last) = (process, log, new Uri(ready.GetProperty("rpc").GetString()!), ready.GetProperty("best").GetProperty("number").GetUInt32());

    /// <summary>Where it serves.</summary>
    public Uri Rpc { get; }

    /// <summary>Height of the best block when it started.</summary>
    public uint Last { get; }

    /// <summary>Processor time so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it with a recording of the repository and further switches, and waits until it serves.</summary>
    public static async Task<ReplayProcess> StartAsync(string chain, params string[] switches)
    {
        var log = Path.Combine(Path.GetTempPath(), $"desk-bench-replay-{Environment.ProcessId}-{chain}.log");
        File.Delete(log);
        var recording = Path.Combine(CoretimeDesk.ChainLab.Repository.Root ?? throw new InvalidOperationException("The benchmark must run from within the repository."), "tools", "replaynode", "recordings", chain);
        var process = ChildProcess.Start(new("dotnet", [Path.Combine(AppContext.BaseDirectory, "replaynode.dll"), "--recording", recording, .. switches]) { LogFile = log, WhenParentDies = UnixSignal.Kill });
        for (var patience = 0; patience < 600; patience++)
        {
            if (File.Exists(log) && (await File.ReadAllLinesAsync(log)).FirstOrDefault(l => l.StartsWith("{\"ready\":true", StringComparison.Ordinal)) is { } line)
            {
                return new(process, log, JsonDocument.Parse(line).RootElement);
            }

            if (process.HasExited)
            {
                break;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException($"The replay node does not start: {await File.ReadAllTextAsync(log)}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        File.Delete(_log);
    }
}
