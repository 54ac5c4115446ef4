using System.Diagnostics;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Running;

/// <summary>A process that is started again when it ends by itself: at once at first, then with growing pauses.</summary>
/// <param name="name">For messages and the log.</param>
/// <param name="command">Asked at every start, so that what changed meanwhile counts.</param>
/// <param name="output">Gets each line of both streams.</param>
/// <param name="report">Gets sentences about starts and ends.</param>
/// <param name="changed">Called whenever <see cref="Identity"/> has changed.</param>
/// <param name="startsAgain">False: an end is reported, and is for good.</param>
/// <param name="holdsInput">Its standard input stays open for as long as this process lives: a child that ends with it needs no kernel that tells it.</param>
internal sealed class SupervisedProcess(
    string name, Func<ChildCommand> command, Action<string> output, Action<string> report, Action changed, bool startsAgain = true, bool holdsInput = false) : IAsyncDisposable
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(int.TryParse(Environment.GetEnvironmentVariable("DESK_RESTART_SECONDS"), out var most) && most is > 0 and <= 3600 ? most : 30);

    /// <summary>After this long alive, an end counts as the first one again.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stopping = new();
    private Task _loop = Task.CompletedTask;

    public string Name => name;

    /// <summary>The process that runs now; null between an end and the next start.</summary>
    public ProcessIdentity? Identity { get; private set; }

    /// <summary>How often it has ended by itself.</summary>
    public int Ends { get; private set; }

    /// <summary>It has ended, and is not started again.</summary>
    public bool IsOver => Ends > 0 && !startsAgain;

    public void Start() => _loop = Task.Run(LoopAsync);

    /// <summary>Asks the process to stop, forces it after the patience, and does not start it again.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        await _stopping.CancelAsync();
        if (Identity is { } identity)
        {
            await identity.EndAsync(UnixSignal.Terminate, patience);
        }

        await _loop;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.FromSeconds(5));
        _stopping.Dispose();
    }

    private async Task LoopAsync()
    {
        var pause = PauseMin;
        while (!_stopping.IsCancellationRequested)
        {
            var watch = Stopwatch.StartNew();
            var end = await RunOnceAsync();
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            Ends++;
            if (!startsAgain)
            {
                report($"{name} {end}; it is not started again");
                return;
            }

            pause = watch.Elapsed > Settled ? PauseMin : pause;
            report($"{name} {end}; starts again in {pause.TotalSeconds:0.##} s (end {Ends})");
            try
            {
                await Task.Delay(pause, _stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }
    }

    private async Task<string> RunOnceAsync()
    {
        try
        {
            using var process = ChildProcess.Start(command());
            Identity = ProcessIdentity.Of(process.Id);
            changed();
            if (!holdsInput)
            {
                process.StandardInput.Close();
            }

            // A stop may have come between the check above and this start.
            if (_stopping.IsCancellationRequested && Identity is { } late)
            {
                late.Signal(UnixSignal.Terminate);
            }

            var streams = Task.WhenAll(PumpAsync(process.StandardOutput), PumpAsync(process.StandardError));
            await process.WaitForExitAsync();
            Identity = null;
            changed();

            // A grandchild may hold the streams open; what it says is not waited for.
            await Task.WhenAny(streams, Task.Delay(TimeSpan.FromSeconds(1)));
            return process.ExitCode > 128 ? $"was ended by signal {process.ExitCode - 128}" : $"ended with code {process.ExitCode}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"could not be started ({e.Message})";
        }
    }

    private async Task PumpAsync(StreamReader reader)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                output(line);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process is gone, and its pipe with it.
        }
    }
}
