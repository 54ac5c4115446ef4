using System.Reflection;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Running;

/// <summary>Starts a desk that goes on after this command has returned.</summary>
internal static class DetachedRun
{
    public static async Task<int> StartAsync(UpOptions options, Screen screen)
    {
        var workspace = options.Workspace;
        using (var held = await RunningDesk.TakeLockOrShowAsync(workspace, screen))
        {
            if (held is null)
            {
                return 0;
            }
        } // Let go for the process below, which takes it for as long as it runs.

        Directory.CreateDirectory(workspace.Logs);
        var log = Path.Combine(workspace.Logs, "desk.log");
        File.Delete(log);
        List<string> words = [Assembly.GetEntryAssembly()!.Location, "up", "--supervise", "--file", workspace.TyeFile, "--configuration", options.Configuration, "--chain", options.Chain.Name, "--ready-within", $"{options.ReadyWithin.TotalSeconds:0}"];
        words.AddRange(new[] { (options.IsEmpty, "--empty"), (!options.Builds, "--no-build"), (options.TakesFreePorts, "--free-ports"), (!options.HasSidecar, "--no-sidecar") }
            .Where(pair => pair.Item1).Select(pair => pair.Item2));
        using var process = ChildProcess.Start(new(Projects.DotNet, words)
        {
            WhenParentDies = null,
            LogFile = log,
            Environment = new Dictionary<string, string?> { ["DESK_REPOSITORY"] = Workspace.Repository },
        });
        var desk = ProcessIdentity.Of(process.Id);

        var ready = await screen.StepAsync("starting the desk", async tell =>
        {
            while (!process.HasExited)
            {
                if (RunState.Load(workspace.RunFile) is { } state && state.Desk == desk)
                {
                    tell(state.Step);
                    if (state.Phase == RunState.Ready)
                    {
                        return state;
                    }
                }

                await Task.Delay(100);
            }

            var said = File.Exists(log) ? string.Join('\n', File.ReadLines(log).TakeLast(40)) : "";
            throw new DeskException($"The desk did not start. {log} says:\n{said}");
        });

        await Overview.ShowAsync(ready, options, screen);
        screen.Note("It goes on in the background: ./desk status, ./desk logs, ./desk down.");
        return 0;
    }
}
