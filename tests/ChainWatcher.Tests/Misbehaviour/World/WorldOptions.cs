namespace CoretimeDesk.ChainWatcher.Tests.Misbehaviour;

/// <summary>What a replay world is made of.</summary>
internal sealed record WorldOptions
{
    /// <summary>The recorded chain that the nodes serve.</summary>
    public string Recording { get; init; } = "coretime";

    /// <summary>How the nodes differ: one for each.</summary>
    public IReadOnlyList<Func<ReplayNode.ReplayNodeOptions, ReplayNode.ReplayNodeOptions>> Nodes { get; init; } = [o => o];

    /// <summary>Height of the nodes' best block at the beginning; null for the last one.</summary>
    public ulong? At { get; init; }

    /// <summary>Height at which the watcher begins. Of the first block's parent the recordings have no state, and facts may need it.</summary>
    public string Start { get; init; } = "3";

    /// <summary>Further settings of the chain: <c>("Agreement", "true")</c>.</summary>
    public IReadOnlyList<(string Name, string Value)> Chain { get; init; } = [];

    /// <summary>Further settings of the service: <c>("Watcher__Ss58Prefix", "42")</c>.</summary>
    public IReadOnlyList<(string Name, string Value)> Service { get; init; } = [];

    /// <summary>Follow a relay chain beside it, with a node of its own.</summary>
    public bool WithRelay { get; init; }

    /// <summary>Run as many processes of its own as this; 0 for one watcher within the tests' process.</summary>
    public int Processes { get; init; }

    /// <summary>Nodes to begin with a watcher; without, <see cref="ReplayWorld.WatchAsync"/> starts it.</summary>
    public bool IsWatched { get; init; } = true;
}
