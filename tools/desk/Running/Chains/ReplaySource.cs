using System.Globalization;
using System.Text.Json;
using CoretimeDesk.ChainRecording;
using CoretimeDesk.LocalPostgres.Processes;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.Desk.Running.Chains;

/// <summary>Recorded blocks: two replay nodes that play a Coretime chain and its relay chain, side by side.</summary>
/// <remarks>
/// They play at twice the speed of the chains' own clocks, so that the two stay in step. A node that is started again, or with the next desk, goes on at the
/// height that it had: to the chain watcher a chain that begins anew would be one whose finality went back. So a recording is played once; a desk that is
/// reset begins it again.
/// </remarks>
internal sealed class ReplaySource : IChainSource
{
    /// <summary>Coretime blocks were made every 12 seconds, relay blocks every 6.</summary>
    private static readonly (string Name, string Kind, TimeSpan Every)[] Chains =
    [
        ("coretime", "Coretime", TimeSpan.FromSeconds(6)),
        ("relay", "Relay", TimeSpan.FromSeconds(3)),
    ];

    public string Name => ChainSources.Replay;

    public string Project => Path.Combine(Workspace.Repository, "tools", "replaynode", "CoretimeDesk.ReplayNode.csproj");

    public int Ports => 2 * Chains.Length;

    private static string Recordings => Path.Combine(Workspace.Repository, "tools", "replaynode", "recordings");

    public ChainPlan Plan(Workspace workspace, string configuration, int firstPort)
    {
        var assembly = Projects.Assembly(Project, configuration);
        Directory.CreateDirectory(workspace.ChainData);
        var plan = ChainPlan.Of([.. Chains.Select((chain, i) => Process(workspace, assembly, chain.Name, chain.Kind, chain.Every, firstPort + (2 * i)))]);
        return plan with { IsRecorded = true };
    }

    private static ChainProcess Process(Workspace workspace, string assembly, string chain, string kind, TimeSpan every, int port)
    {
        var name = $"replay-{chain}";
        var index = Open(chain);
        ChildCommand command = new(
            Projects.DotNet,
            assembly,
            "--recording", Recordings,
            "--chain", chain,
            "--port", Text(port),
            "--control-port", Text(port + 1),
            "--every", Text((int)every.TotalMilliseconds),
            "--keep-height", Path.Combine(workspace.ChainData, $"{name}.height"),
            "--exit-with-stdin");
        return new(name, () => command, port + 1, StartsAgain: true, Node(name, kind, index, port));
    }

    private static RecordingIndex Open(string chain)
    {
        try
        {
            return Recording.Open(Recordings, chain).Index;
        }
        catch (RecordingException e)
        {
            throw new DeskException($"--chain replay: {e.Message}. It belongs to the repository: 'git checkout {Recordings}' brings it back.", e);
        }
    }

    // Whatever the recording says of itself; only what the chain is to the desk, it cannot know.
    private static ChainNode Node(string name, string kind, RecordingIndex index, int port)
    {
        try
        {
            return new(
                name,
                kind,
                RecordedVersion.Decode(Hex.Decode(index.Runtimes[0].Version!)).SpecName,
                index.Properties.GetProperty("tokenSymbol").GetString()!,
                index.Properties.GetProperty("tokenDecimals").GetInt32(),
                index.Blocks[0].Number!.Value + 1, // Some facts need the state before a block, and of the first one that was not recorded.
                port);
        }
        catch (Exception e) when (e is ScaleException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentNullException or JsonException)
        {
            throw new DeskException($"--chain replay: the recording of {name} in {Recordings} does not say its runtime, token and first block: {e.Message}", e);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
