namespace CoretimeDesk.Desk.Running.Chains;

/// <summary>The values of <c>--chain</c>.</summary>
internal static class ChainSources
{
    public const string Replay = "replay";
    public const string Lab = "lab";
    public const string None = "none";

    private static readonly string[] Networks = ["paseo", "kusama", "polkadot"];

    public static IReadOnlyList<string> Names { get; } = [Replay, Lab, .. Networks, None];

    public static IChainSource Of(string name) => name switch
    {
        Replay => new ReplaySource(),
        Lab => new LabSource(),
        None => NoChain.Instance,
        _ => new PublicNetwork(name),
    };
}

/// <summary>Nothing is followed.</summary>
internal sealed class NoChain : IChainSource
{
    public static readonly NoChain Instance = new();

    public string Name => ChainSources.None;

    public string? Project => null;

    public int Ports => 0;

    public ChainPlan Plan(Workspace workspace, string configuration, int firstPort) => ChainPlan.Nothing;
}

/// <summary>Public nodes; the chain watcher knows the network by its name.</summary>
internal sealed class PublicNetwork(string name) : IChainSource
{
    public string Name => name;

    public string? Project => null;

    public int Ports => 0;

    public ChainPlan Plan(Workspace workspace, string configuration, int firstPort) => new([], new Dictionary<string, string> { ["Watcher__Network"] = name });
}
