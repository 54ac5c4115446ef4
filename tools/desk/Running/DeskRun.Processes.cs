using System.Diagnostics;
using CoretimeDesk.Desk.Postgres;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Running;

/// <summary>How a run starts processes, waits for them, and writes down what it does.</summary>
internal sealed partial class DeskRun
{
    private SupervisedProcess Supervise(string name, Func<ChildCommand> command, bool startsAgain = true, bool holdsInput = false)
    {
        var log = LogOf(name);
        var index = _processes.Count;
        var process = new SupervisedProcess(
            name,
            command,
            line =>
            {
                log.Write(line);
                if (showsLogs)
                {
                    screen.Prefixed(name, index, line);
                }
            },
            Report,
            () => _ = SaveAsync(),
            startsAgain,
            holdsInput);
        lock (_processes)
        {
            _processes.Add(process);
        }

        process.Start();
        return process;
    }

    private async Task GateAsync(SupervisedProcess process, Func<Task<bool>> isReady, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (!await isReady())
        {
            var problem = process.IsOver ? "ended before it was ready"
                : process.Ends >= EndsMaxBeforeReady ? $"ended {process.Ends} times before it was ready"
                : watch.Elapsed > options.ReadyWithin ? $"was not ready within {options.ReadyWithin.TotalSeconds:0} s"
                : null;
            if (problem is not null)
            {
                var log = Path.Combine(_workspace.Logs, process.Name + ".log");
                throw new DeskException($"'{process.Name}' {problem}. The end of {log}:\n{string.Join('\n', File.ReadLines(log).TakeLast(12))}");
            }

            await Task.Delay(50, cancellation);
        }
    }

    private RotatingLog LogOf(string name)
    {
        lock (_logs)
        {
            return _logs.TryGetValue(name, out var log) ? log : _logs[name] = new(Path.Combine(_workspace.Logs, name + ".log"));
        }
    }

    private void Report(string sentence)
    {
        LogOf("desk-events").Write(sentence);
        screen.Warn(sentence);
    }

    private async Task StepAsync(string title, Func<Action<string>, Task> work)
    {
        await WriteAsync(state => state with { Step = title });
        await screen.StepAsync(title, work);
    }

    private async Task<T> StepAsync<T>(string title, Func<Action<string>, Task<T>> work)
    {
        await WriteAsync(state => state with { Step = title });
        return await screen.StepAsync(title, work);
    }

    private async Task WriteAsync(Func<RunState, RunState> change)
    {
        await _writing.WaitAsync();
        try
        {
            _state = change(_state);
        }
        finally
        {
            _writing.Release();
        }

        await SaveAsync();
    }

    private async Task SaveAsync()
    {
        await _writing.WaitAsync();
        try
        {
            List<RunningProcess> running = [];
            if (_database?.Identity is { } server)
            {
                running.Add(new("postgres", server, DeskDatabase.Polite));
            }

            lock (_processes)
            {
                running.AddRange(_processes.Where(process => process.Identity is not null)
                    .Select(process => new RunningProcess(process.Name, process.Identity!, UnixSignal.Terminate)));
            }

            _state = _state with { Processes = running };
            if (!_isOver)
            {
                await _state.SaveAsync(_workspace.RunFile);
            }
        }
        finally
        {
            _writing.Release();
        }
    }
}
