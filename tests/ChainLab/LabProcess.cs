using System.Diagnostics;
using System.Text.Json;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.ChainLab;

/// <summary>
/// The lab's process. It holds the other end of a pipe from this process and ends when that closes, by whatever death;
/// on Linux the kernel kills it as well.
/// </summary>
internal sealed class LabProcess : IAsyncDisposable
{
    private static readonly TimeSpan EndLongest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerLongest = TimeSpan.FromSeconds(2);
    private readonly Process _process;
    private readonly OutputTail _tail;

    private LabProcess(Process process, LabPorts ports)
    {
        (_process, Ports, Control) = (process, ports, new(ports.Control));
        Identity = ProcessIdentity.Of(process.Id);
        _tail = new(process);
    }

    public LabPorts Ports { get; }

    public LabControl Control { get; }

    /// <summary>Null when it was gone before it could be seen.</summary>
    public ProcessIdentity? Identity { get; }

    /// <summary>What it ended with, once disposed; 0 when it ended by itself, as it does when the pipe closes.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>How it stands, and the end of what it wrote.</summary>
    public string State => $"The lab {(_process.HasExited ? $"has ended with code {_process.ExitCode}" : "runs")}. Its output ends:\n{_tail}";

    /// <summary>Starts a lab and waits until it is ready.</summary>
    /// <exception cref="LabException">It ended or was not ready in time.</exception>
    public static async Task<LabProcess> StartAsync(LabOptions options, string specs, Func<LabPorts> nextPorts, CancellationToken cancellation)
    {
        const int TriesMax = 3;
        for (var tries = 1; ; tries++)
        {
            var ports = nextPorts();
            var lab = new LabProcess(
                ChildProcess.Start(new("node", ["lab.mjs", .. options.Arguments(ports)])
                {
                    WorkingDirectory = LabTools.Folder,
                    Environment = options.Variables(specs),
                    WhenParentDies = UnixSignal.Kill,
                }),
                ports);
            try
            {
                if (await lab.BecomesReadyAsync(options.StartLongest, cancellation))
                {
                    return lab;
                }

                await lab._process.WaitForExitAsync(cancellation); // Also waits for the last lines.
                if (tries == TriesMax || !lab.LostItsPorts)
                {
                    throw new LabException($"The lab did not start. {lab.State}");
                }
            }
            catch
            {
                await lab.DisposeAsync();
                throw;
            }

            await lab.DisposeAsync();
        }
    }

    /// <summary>kill -9, as a node may die.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Control.Dispose();
        if (ExitCode is not null)
        {
            return;
        }

        if (!_process.HasExited)
        {
            using var patience = new CancellationTokenSource(EndLongest);
            try
            {
                _process.StandardInput.Close();
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                await KillAsync();
            }
        }

        ExitCode = _process.ExitCode;
        _process.Dispose();
    }

    // The words of the lab and of node for a port that somebody else has.
    private bool LostItsPorts => _tail.ToString() is var output
        && (output.Contains("is taken", StringComparison.Ordinal) || output.Contains("EADDRINUSE", StringComparison.Ordinal));

    /// <returns>False when it ended.</returns>
    private async Task<bool> BecomesReadyAsync(TimeSpan longest, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (!_process.HasExited)
        {
            if (await IsReadyAsync(cancellation))
            {
                return true;
            }

            if (watch.Elapsed > longest)
            {
                throw new LabException($"The lab was not ready within {longest.TotalSeconds:0} s. {State}");
            }

            await Task.Delay(100, cancellation);
        }

        return false;
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellation)
    {
        // Whoever took the port before the lab could may never answer, and a lab that works hard answers the next time.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(AnswerLongest);
        try
        {
            var info = await Control.CallAsync("lab_info", null, patience.Token);

            // Where two labs race for one control port, the loser must not take the winner for itself.
            return info.GetProperty("ready").GetBoolean() && info.GetProperty("pid").GetInt32() == _process.Id;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false; // Not listening yet, or something else is.
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }
}
