using System.CommandLine;
using CoretimeDesk.Desk.Output;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Commands;

/// <summary><c>./desk down</c></summary>
internal static class DownCommand
{
    public static Command Make()
    {
        var file = Shared.File();
        var command = new Command("down", "Stop the running desk, or clean up after one that was killed.") { file };
        command.SetAction(async (result, cancellation) =>
        {
            await StopAsync(Workspace.Of(result.GetValue(file)), new(), cancellation);
            return 0;
        });
        return command;
    }

    /// <summary>Returns when nothing of the desk runs any more.</summary>
    public static async Task StopAsync(Workspace workspace, Screen screen, CancellationToken cancellation)
    {
        if (RunState.Load(workspace.RunFile) is not { } state)
        {
            screen.Line("The desk is not running.");
            return;
        }

        if (state.Desk.IsAlive)
        {
            await screen.StepAsync("stopping the desk", async _ =>
            {
                state.Desk.Signal(UnixSignal.Terminate);
                if (!await state.Desk.WaitForExitAsync(TimeSpan.FromMinutes(2), cancellation))
                {
                    throw new DeskException($"The desk (pid {state.Desk.Pid}) does not stop. End it with 'kill -9 {state.Desk.Pid}' and run './desk down' again.");
                }
            });
        }

        // Written anew at every start and end of a process, so this is the last word.
        if (RunState.Load(workspace.RunFile) is { } left)
        {
            var ended = await left.EndLeftoversAsync();
            File.Delete(workspace.RunFile);
            screen.Done(ended.Count == 0 ? "cleaned up after a desk that was killed" : $"ended what a killed desk left running: {string.Join(", ", ended)}");
        }
    }
}
