using System.Diagnostics;
using System.Text;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Tests;

/// <summary><c>./desk</c> itself, as people call it.</summary>
internal static class Launcher
{
    public static readonly string Path = System.IO.Path.Combine(Workspace.Repository, "desk");

    // It says so when it has to build itself first, and that would be in the way of what is compared.
    private static readonly Lazy<Task> Built = new(() => RunAsync("version"));

    public static async ValueTask BuiltAsync() => await Built.Value;

    public static Task<(int ExitCode, string Output)> RunAsync(params string[] words) => ChildProcess.RunAsync(new(Path, words) { WorkingDirectory = Workspace.Repository });

    /// <summary>Output and errors apart: a script reads only the one.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunApartAsync(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(Path, words)
        {
            WorkingDirectory = Workspace.Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, await errors);
    }
}
