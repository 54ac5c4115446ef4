using System.Collections.Concurrent;
using System.Diagnostics;

namespace CoretimeDesk.LocalPostgres.Processes;

/// <summary>What to start, and how.</summary>
/// <param name="Program">Path or name of the program.</param>
/// <param name="Arguments">Passed one by one: no shell, so spaces need no care.</param>
public sealed record ChildCommand(string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>The account to run as; null keeps the caller's.</summary>
    public ServerAccount? Account { get; init; }

    /// <summary>Sent to the child by the kernel when this process dies, even by kill -9 (Linux with setpriv; elsewhere nothing).</summary>
    public UnixSignal? WhenParentDies { get; init; } = UnixSignal.Terminate;

    public string? WorkingDirectory { get; init; }

    /// <summary>Added to the inherited environment; a null value takes a variable away.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Appends both streams to this file, opened with the caller's rights. Null leaves them to pipes that the caller must read.</summary>
    public string? LogFile { get; init; }

    /// <summary>True: the child talks to the caller's own terminal or pipes, and a Ctrl-C there reaches it.</summary>
    public bool SharesStreams { get; init; }
}

/// <summary>Starts processes that do not outlive this one.</summary>
public static class ChildProcess
{
    private static readonly BlockingCollection<Action> Work = [];
    private static readonly Lazy<Thread> Spawner = new(StartSpawner);
    private static readonly Lazy<string?> SetPriv = new(() => OperatingSystem.IsLinux() ? Executables.OnPath("setpriv") : null);
    private static readonly Lazy<string?> SetSid = new(() => Executables.OnPath("setsid"));

    /// <exception cref="System.ComponentModel.Win32Exception">The program cannot be started.</exception>
    public static Process Start(ChildCommand command)
    {
        _ = Spawner.Value;
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(Describe(command)) ?? throw new InvalidOperationException($"{command.Program} did not start."));
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }

    /// <summary>Runs to the end. Gives the exit code and both streams, the error stream last.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(ChildCommand command, CancellationToken cancellation = default)
    {
        using var process = Start(command with { LogFile = null });
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output + await error);
    }

    private static ProcessStartInfo Describe(ChildCommand command)
    {
        var words = new List<string>();
        if (command.LogFile is { } log)
        {
            words.AddRange(["/bin/sh", "-c", "log=$1; shift; exec \"$@\" </dev/null >>\"$log\" 2>&1", "sh", log]);
        }

        // A terminal sends Ctrl-C to every process of its session at once; in sessions of their own, children stop in the order
        // that their owner chooses.
        if (!command.SharesStreams && SetSid.Value is { } setsid)
        {
            words.Add(setsid);
        }

        // Changing the account clears the death signal, so the account comes first.
        words.AddRange(command.Account?.Prefix ?? []);
        if (command.WhenParentDies is { } signal && SetPriv.Value is { } setpriv)
        {
            words.AddRange([setpriv, "--pdeathsig", signal.Name(), "--"]);
        }

        words.Add(command.Program);
        words.AddRange(command.Arguments);

        var pipes = command is { LogFile: null, SharesStreams: false };
        var info = new ProcessStartInfo(words[0])
        {
            WorkingDirectory = command.WorkingDirectory ?? "",
            RedirectStandardInput = pipes,
            RedirectStandardOutput = pipes,
            RedirectStandardError = pipes,
            UseShellExecute = false,
        };
        words.Skip(1).ToList().ForEach(info.ArgumentList.Add);
        foreach (var (name, value) in command.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }

    // The kernel's death signal is tied to the thread that forked, not to its process. Threads of the pool come and go,
    // and a child would go with them; this one stays until the end.
    private static Thread StartSpawner()
    {
        var thread = new Thread(() =>
        {
            foreach (var action in Work.GetConsumingEnumerable())
            {
                action();
            }
        })
        { IsBackground = true, Name = "starts child processes" };
        thread.Start();
        return thread;
    }
}
