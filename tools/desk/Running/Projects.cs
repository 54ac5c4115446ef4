using System.Globalization;
using System.Security;
using System.Xml.Linq;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Running;

/// <summary>Builds projects, and finds what a build made.</summary>
internal static class Projects
{
    /// <summary>The dotnet that runs this program.</summary>
    public static string DotNet { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath ?? "") == "dotnet" ? Environment.ProcessPath! : Executables.OnPath("dotnet") ?? "dotnet";

    public static string Sidecar => Path.Combine(Workspace.Repository, "tools", "sidecar", "CoretimeDesk.Sidecar.csproj");

    /// <summary>Builds several projects as one, so that what they share is built once.</summary>
    /// <param name="projects">Full paths.</param>
    /// <param name="configuration">Debug or Release.</param>
    /// <param name="scratch">A folder for a file of a few lines.</param>
    /// <param name="line">Gets what the build says.</param>
    /// <exception cref="DeskException">The build failed; the message holds its errors.</exception>
    public static async Task BuildAsync(IReadOnlyList<string> projects, string configuration, string scratch, Action<string> line, CancellationToken cancellation)
    {
        var list = Path.Combine(scratch, "build.proj");
        Directory.CreateDirectory(scratch);
        await File.WriteAllTextAsync(list, BuildFile(projects), cancellation);
        await DotNetAsync(["build", list, "-c", configuration, "-m:2", "--nologo", "-v:m", "-tl:off"], line, cancellation);
    }

    /// <summary>Runs a dotnet command to the end.</summary>
    /// <exception cref="DeskException">It failed; the message holds its errors, or else its last lines.</exception>
    public static async Task DotNetAsync(IReadOnlyList<string> arguments, Action<string> line, CancellationToken cancellation)
    {
        var said = new List<string>();
        using var process = ChildProcess.Start(new(DotNet, arguments)
        {
            Environment = new Dictionary<string, string?> { ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1", ["MSBUILDDISABLENODEREUSE"] = "1" },
            WorkingDirectory = Workspace.Repository,
        });
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancellation) is { } text)
            {
                said.Add(text);
                line(text.Trim());
            }

            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
        {
            said.AddRange((await error).Split('\n'));
            var errors = said.Where(text => text.Contains(": error ", StringComparison.Ordinal)).Select(text => text.Trim()).Distinct().Take(12).ToList();
            errors = errors.Count > 0 ? errors : [.. said.Where(text => text.Length > 0).TakeLast(12)];
            throw new DeskException($"'dotnet {string.Join(' ', arguments)}' failed with code {process.ExitCode.ToString(CultureInfo.InvariantCulture)}:\n{string.Join('\n', errors)}");
        }
    }

    /// <summary>The assembly that a project was built to, newest framework first.</summary>
    /// <exception cref="DeskException">It was not built.</exception>
    public static string Assembly(string project, string configuration)
    {
        var name = XDocument.Load(project).Descendants("AssemblyName").FirstOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project);
        var folder = Path.Combine(Path.GetDirectoryName(project)!, "bin", configuration);
        var built = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder)
                .Select(framework => Path.Combine(framework, name + ".dll"))
                .Where(dll => File.Exists(dll) && File.Exists(Path.ChangeExtension(dll, ".runtimeconfig.json")))
                .MaxBy(File.GetLastWriteTimeUtc)
            : null;
        return built ?? throw new DeskException($"{project} was not built in configuration {configuration}: no {name}.dll below {folder}. Leave out --no-build.");
    }

    private static string BuildFile(IEnumerable<string> projects) => $"""
        <Project DefaultTargets="Build">
          <ItemGroup>
        {string.Join('\n', projects.Distinct().Select(project => $"    <Part Include=\"{SecurityElement.Escape(project)}\" />"))}
          </ItemGroup>
          <Target Name="Restore">
            <MSBuild Projects="@(Part)" Targets="Restore" Properties="MSBuildRestoreSessionId=$([System.Guid]::NewGuid())" />
          </Target>
          <Target Name="Build">
            <MSBuild Projects="@(Part)" Targets="Build" BuildInParallel="true" Properties="Configuration=$(Configuration)" />
          </Target>
        </Project>
        """;
}
