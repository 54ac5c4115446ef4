using System.Globalization;
using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Running.Chains;

/// <summary>The chain lab of the tests (tests/ChainLab): real runtimes that are executed on this machine, and a node's view of each.</summary>
/// <remarks>
/// A lab begins at genesis whenever it starts, and its chains tell the same genesis hash each time. So each start has a number in the chains' names: what was
/// read of an earlier lab is never taken for the beginning of this one. For the same reason a lab that dies is not started again by itself.
/// </remarks>
internal sealed class LabSource : IChainSource
{
    /// <summary>The setting that names the folder of the chain data, here as in the tests.</summary>
    public const string Setting = "DESK_CHAIN_DATA";

    /// <summary>Both chains build a block at this interval.</summary>
    private static readonly TimeSpan BlocksEvery = TimeSpan.FromSeconds(6);

    private static readonly string[] Specs = ["coretime-paseo-local.raw.json.gz", "paseo-relay-substitute.raw.json.gz"];

    public string Name => ChainSources.Lab;

    public string? Project => null;

    public int Ports => 5;

    /// <summary>The lab's scripts.</summary>
    public static string Folder => Path.Combine(Workspace.Repository, "tests", "ChainLab", "node");

    public ChainPlan Plan(Workspace workspace, string configuration, int firstPort)
    {
        Require();
        var run = NextRun(workspace);
        var (coretime, relay, control) = (firstPort, firstPort + 2, firstPort + 4);
        ChildCommand command = new(
            "node",
            "lab.mjs", "serve",
            "--coretime-port", Text(coretime),
            "--relay-port", Text(relay),
            "--control-port", Text(control),
            "--view-offset", "1",
            "--auto-blocks", Text((int)BlocksEvery.TotalSeconds),
            "--exit-with-stdin")
        {
            WorkingDirectory = Folder,
            Environment = new Dictionary<string, string?>
            {
                ["LAB_SPECS"] = SpecsFolder,
                ["LAB_START_TIME"] = Text(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 6 * 6_000),
            },
        };
        return ChainPlan.Of(new ChainProcess(
            Name,
            () => command,
            control,
            StartsAgain: false,
            new ChainNode($"lab-{run}-coretime", "Coretime", "coretime-paseo", "PAS", 10, 1, coretime + 1),
            new ChainNode($"lab-{run}-relay", "Relay", "paseo", "PAS", 10, 1, relay + 1)));
    }

    /// <summary>Looks for everything that the lab runs on.</summary>
    /// <exception cref="DeskException">Something is missing; the message names all of it, and what to do.</exception>
    public static void Require()
    {
        var missing = new List<string>();
        if (!File.Exists(Path.Combine(Folder, "lab.mjs")))
        {
            missing.Add($"its scripts are not in {Folder}: use a whole checkout of the repository");
        }

        if (Executables.OnPath("node") is null)
        {
            missing.Add("node is not on the PATH: tests/install-tools.sh installs it, or your package manager does (nodejs)");
        }

        // npm writes this file at the end of an installation: a half-finished one counts as none.
        if (!File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json")))
        {
            missing.Add($"its node packages are not installed: run tests/install-tools.sh, or 'npm ci' in {Folder}");
        }

        if (Specs.FirstOrDefault(spec => !File.Exists(Path.Combine(SpecsFolder, spec))) is { } absent)
        {
            missing.Add($"there is no chain spec {Path.Combine(SpecsFolder, absent)}: set {Setting} to the folder that holds specs/{absent}; the specs are no part of this repository");
        }

        if (missing.Count > 0)
        {
            throw new DeskException($"--chain lab: the chain lab cannot run here.{string.Concat(missing.Select(what => $"{Environment.NewLine}  {what}"))}{Environment.NewLine}Or use --chain replay, which needs none of it.");
        }
    }

    private static string SpecsFolder => Path.GetFullPath(Path.Combine(
        Environment.GetEnvironmentVariable(Setting) is { Length: > 0 } told ? told : Path.Combine(Workspace.Repository, "..", "shared", "chain"), "specs"));

    private static int NextRun(Workspace workspace)
    {
        Directory.CreateDirectory(workspace.ChainData);
        var file = Path.Combine(workspace.ChainData, "lab-runs");
        var last = File.Exists(file) && int.TryParse(File.ReadAllText(file).Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        File.WriteAllText(file, Text(checked(last + 1)));
        return last + 1;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
