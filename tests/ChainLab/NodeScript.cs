using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.ChainLab;

/// <summary>A script of a test project's <c>node</c> folder that reads its work from standard input and prints the answer.</summary>
/// <param name="project">The project's folder in <c>tests</c>.</param>
/// <param name="file">The script in its <c>node</c> folder.</param>
public sealed class NodeScript(string project, string file)
{
    /// <summary>Runs it. Skips the calling test where its packages are not installed, and fails it where they were promised: see <see cref="LabUnavailableException"/>.</summary>
    /// <returns>What it printed; the error stream is for people.</returns>
    /// <exception cref="LabException">It ended with an error; the message holds its words.</exception>
    public async Task<string> RunAsync(string input, CancellationToken cancellation = default)
    {
        var folder = Path.Combine(Repository.Root ?? "", "tests", project, "node");
        if (Executables.OnPath("node") is null || !File.Exists(Path.Combine(folder, "node_modules", ".package-lock.json")))
        {
            var reason = $"node or the node packages of tests/{project}/node are not installed; tests/install-tools.sh installs what tests need";
            throw LabTools.MustBeHere ? new LabUnavailableException(reason) : SkippedTest.Because(reason);
        }

        using var process = ChildProcess.Start(new("node", file) { WorkingDirectory = folder, WhenParentDies = UnixSignal.Kill });
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        try
        {
            try
            {
                await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended without reading all of it; its own words say why.
            }

            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode == 0 ? await output : throw new LabException($"tests/{project}/node/{file} ended with code {process.ExitCode}: {await errors}");
    }
}
