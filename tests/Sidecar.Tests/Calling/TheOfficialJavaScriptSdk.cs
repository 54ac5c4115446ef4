using System.Diagnostics;
using System.Text.Json;
using CoretimeDesk.Sidecar.Tests.Support;

namespace CoretimeDesk.Sidecar.Tests.Calling;

/// <summary>Somebody else's client as publisher, subscriber and caller: it knows the real sidecar only.</summary>
public sealed class TheOfficialJavaScriptSdk
{
    [Fact]
    public async Task Publishes_subscribes_and_invokes()
    {
        RequireNode();
        // The peer starts on a free port of its own choosing, so the port is found first.
        var placeholder = TestApp.NotYet("[]");
        await using var callee = await TestApp.StartAsync();
        callee.AnswerOthers = d => Task.FromResult(d.Path == "/echo" ? new Reply(200, d.Text) : new Reply(500));
        await using var bed = await Bed.StartAsync(
            o => o with { ResiliencyFile = Bed.Policy("{duration: 20ms, maxRetries: 5}") }, Bed.App(placeholder, "js"), Bed.App(callee, "callee"));
        var (http, _) = bed.Host.PortsOf("js");
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Folder, "peer.js"), $"{http}", $"{placeholder.Port}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complaints = node.StandardError.ReadToEndAsync();
        JsonElement? report = null;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(45));
            while (report is null && await node.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.StartsWith("REPORT ", StringComparison.Ordinal))
                {
                    report = JsonSerializer.Deserialize<JsonElement>(line["REPORT ".Length..]);
                }
            }
        }
        finally
        {
            node.Kill(entireProcessTree: true);
        }

        Assert.True(report is not null, "No report: " + await complaints + string.Join("\n", bed.Log));
        Assert.Equal(
            """
            json [{"amount":"12.50","n":1}]
            text ["plain text"]
            own [{"kept":true}]
            retried 3 times
            dead [{"drop":"me"}]
            bulk ["b1","b2",{"b":3}]
            bulkFailed 0
            unknownComponent true
            invoked {"ping":1}
            """,
            string.Join("\n", report.Value.EnumerateObject().Select(m => $"{m.Name} {(m.Value.ValueKind == JsonValueKind.String ? m.Value.GetString() : m.Value.GetRawText())}")));
    }

    private static string Folder
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder.FullName, "CoretimeDesk.sln")))
            {
                folder = folder.Parent ?? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds CoretimeDesk.sln.");
            }

            return Path.Combine(folder.FullName, "tests", "Sidecar.Tests", "node");
        }
    }

    private static void RequireNode()
    {
        var missing = !Directory.Exists(Path.Combine(Folder, "node_modules", "@dapr", "dapr")) ? "the node packages of tests/Sidecar.Tests/node are not installed" : !NodeRuns() ? "node is not on the PATH" : null;
        if (missing is null)
        {
            return;
        }

        var reason = $"{missing}; install with tests/install-tools.sh";
        if (Environment.GetEnvironmentVariable("CI") == "true" || Environment.GetEnvironmentVariable("DESK_TEST_STRICT") == "1")
        {
            Assert.Fail(reason);
        }

        Assert.Skip(reason);
    }

    private static bool NodeRuns()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("node", ["--version"]) { RedirectStandardOutput = true })!;
            return process.WaitForExit(TimeSpan.FromSeconds(20)) && process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // No such program.
        }
    }
}
