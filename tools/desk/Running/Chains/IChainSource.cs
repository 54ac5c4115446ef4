using CoretimeDesk.LocalPostgres.Processes;

namespace CoretimeDesk.Desk.Running.Chains;

/// <summary>Where the facts of a run's chains come from: nodes that the desk starts, a public network, or nowhere.</summary>
internal interface IChainSource
{
    /// <summary>As <c>--chain</c> calls it.</summary>
    string Name { get; }

    /// <summary>A project to build; null for none.</summary>
    string? Project { get; }

    /// <summary>How many ports in a row its processes listen at.</summary>
    int Ports { get; }

    /// <summary>Decides what is started and what the chain watcher is told.</summary>
    /// <param name="workspace">The desk.</param>
    /// <param name="configuration">Debug or Release.</param>
    /// <param name="firstPort">The first of its ports.</param>
    /// <exception cref="DeskException">Something that it needs is missing; the message says what, and what to do.</exception>
    ChainPlan Plan(Workspace workspace, string configuration, int firstPort);
}

/// <summary>What is started for the chains, and what the chain watcher is told of them.</summary>
/// <param name="Processes">In the order of starting.</param>
/// <param name="WatcherSettings">Environment variables of the chain watcher.</param>
internal sealed record ChainPlan(IReadOnlyList<ChainProcess> Processes, IReadOnlyDictionary<string, string> WatcherSettings)
{
    public static ChainPlan Nothing { get; } = new([], new Dictionary<string, string>());

    /// <summary>The blocks were made long ago.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>A plan whose watcher follows the nodes of these processes.</summary>
    public static ChainPlan Of(params IReadOnlyList<ChainProcess> processes) => new(
        processes,
        processes.SelectMany(process => process.Nodes).SelectMany((node, i) => node.Settings.Select(setting => ($"Watcher__Chains__{i}__{setting.Name}", setting.Value)))
            .ToDictionary(setting => setting.Item1, setting => setting.Value, StringComparer.Ordinal));
}

/// <summary>A process that serves one chain or several.</summary>
/// <param name="Name">Of the process and its log.</param>
/// <param name="Command">Asked at every start.</param>
/// <param name="ControlPort">Where it takes orders, as JSON-RPC.</param>
/// <param name="StartsAgain">False when a process that is started again would serve other chains under the same names.</param>
/// <param name="Nodes">The chains that it serves.</param>
internal sealed record ChainProcess(string Name, Func<ChildCommand> Command, int ControlPort, bool StartsAgain, params IReadOnlyList<ChainNode> Nodes);

/// <summary>A node of a chain, on this machine.</summary>
/// <param name="Chain">What the desk calls the chain.</param>
/// <param name="Kind"><c>Coretime</c> or <c>Relay</c>.</param>
/// <param name="SpecName">The runtime's name: chains of tests share one genesis hash, and are told apart by it.</param>
/// <param name="Token">Symbol of the token.</param>
/// <param name="Decimals">Digits after the point of one whole token.</param>
/// <param name="Start">The first block to read.</param>
/// <param name="Port">Of its WebSocket.</param>
internal sealed record ChainNode(string Chain, string Kind, string SpecName, string Token, int Decimals, ulong Start, int Port)
{
    public string Address => $"ws://127.0.0.1:{Port}";

    /// <summary>What the chain watcher has to know of it.</summary>
    public IEnumerable<(string Name, string Value)> Settings =>
    [
        ("Name", Chain), ("Kind", Kind), ("SpecName", SpecName), ("Token", Token), ("Decimals", $"{Decimals}"), ("Start", $"{Start}"), ("Endpoints__0", Address),
    ];
}
