using System.Diagnostics;
using CoretimeDesk.Desk.Output;

namespace CoretimeDesk.Desk.Running;

/// <summary>Meets a desk that may be running already.</summary>
internal static class RunningDesk
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Takes the workspace's lock. When a desk holds it: waits while that one starts or stops, then shows where it is and gives null.
    /// </summary>
    public static async Task<DeskLock?> TakeLockOrShowAsync(Workspace workspace, Screen screen)
    {
        var watch = Stopwatch.StartNew();
        var told = "";
        while (true)
        {
            if (DeskLock.TryTake(workspace) is { } held)
            {
                return held;
            }

            var state = RunState.Load(workspace.RunFile);
            if (state is { Phase: RunState.Ready, Desk.IsAlive: true })
            {
                screen.Line($"The desk is already running (pid {state.Desk.Pid}).");
                await Overview.ShowAsync(state, null, screen);
                return null;
            }

            if (watch.Elapsed > Patience)
            {
                throw new DeskException($"Another './desk up' (pid {state?.Desk.Pid}) holds {workspace.LockFile} and gets no further than '{state?.Step}'. Stop it with './desk down'.");
            }

            var now = $"another './desk up' is at it: {state?.Step}";
            if (now != told)
            {
                screen.Note(told = now);
            }

            await Task.Delay(200);
        }
    }
}
