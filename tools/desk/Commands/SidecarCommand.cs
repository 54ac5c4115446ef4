using System.CommandLine;
using CoretimeDesk.Desk.Running;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Commands;

/// <summary><c>./desk sidecar …</c></summary>
internal static class SidecarCommand
{
    // Listed for its help text; Program hands the words over before they are parsed.
    public static Command Make() => new("sidecar", "Run the development stand-in for Dapr alone; its options are its own ('./desk sidecar --help').");

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments)
    {
        // Its output may be read by a program, so a build says nothing unless it fails.
        await Projects.DotNetAsync(["build", Projects.Sidecar, "-c", "Release", "--nologo", "-v:q", "-tl:off"], _ => { }, CancellationToken.None);
        using var process = ChildProcess.Start(new(Projects.DotNet, [Projects.Assembly(Projects.Sidecar, "Release"), .. arguments]) { SharesStreams = true });
        using var signals = new HandedOnSignals(process);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
