using System.Diagnostics;

namespace CoretimeDesk.Interop.Tests;

/// <summary>The programs that other people's stacks run in. A test that lacks one is skipped, or fails where that is wanted.</summary>
internal static class PeerTools
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<string?> NodeMissing = new(() =>
        !Directory.Exists(Path.Combine(Folder("node"), "node_modules", "@grpc", "grpc-js")) ? "the node packages of tests/Interop.Tests/node are not installed"
        : !Runs("node", "--version") ? "node is not on the PATH"
        : null);

    private static readonly Lazy<string?> PythonMissing = new(() =>
        Runs(Python, "-B", "-c", "import grpc, google.protobuf") ? null : $"{Python} lacks grpc or google.protobuf");

    public static (string Program, string[] Arguments) Node(string script)
    {
        Require(NodeMissing.Value);
        return ("node", [Path.Combine(Folder("node"), script)]);
    }

    public static (string Program, string[] Arguments) PythonScript(string script)
    {
        Require(PythonMissing.Value);
        return (Python, ["-B", Path.Combine(Folder("python"), script), Descriptors.File]);
    }

    private static string Folder(string name) => Path.Combine(Root(), "tests", "Interop.Tests", name);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CoretimeDesk.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds CoretimeDesk.sln.");
        }

        return folder.FullName;
    }

    private static void Require(string? missing)
    {
        if (missing is null)
        {
            return;
        }

        var reason = $"{missing}; install with: ./desk test does so (or run tests/install-tools.sh)";
        if (Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("DESK_TEST_STRICT") == "1")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            if (!process.WaitForExit(TimeSpan.FromSeconds(20)))
            {
                process.Kill(entireProcessTree: true);
                return false;
            }

            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // No such program.
        }
    }
}
