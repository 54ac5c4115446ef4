using System.Globalization;
using CoretimeDesk.Substrate;
using CoretimeDesk.Substrate.Rpc;

namespace CoretimeDesk.ChainWatcher.Settings;

/// <summary>How one chain is followed. Section <c>Watcher:Chains</c>; a network's preset fills in what is not given.</summary>
public sealed class ChainSettings
{
    /// <summary>What the desk calls it: <c>polkadot-coretime</c>.</summary>
    public string Name { get; set; } = "";

    /// <summary>What it is to the desk.</summary>
    public ChainKind Kind { get; set; }

    /// <summary>Nodes, best first. When one fails the next is used.</summary>
    public IList<Uri> Endpoints { get; init; } = [];

    /// <summary>Hash of block 0; a node of another chain is refused. Without it, the chain that the first node serves is taken for good.</summary>
    public string? GenesisHash { get; set; }

    /// <summary>Name of the runtime, such as <c>coretime-polkadot</c>: a chain of another name is refused. It tells apart chains that share a genesis hash, as test chains do.</summary>
    public string? SpecName { get; set; }

    /// <summary>Symbol of the token.</summary>
    public string Token { get; set; } = "";

    /// <summary>Digits after the point of one whole token.</summary>
    public int Decimals { get; set; }

    /// <summary>
    /// Where to begin when nothing was read yet: a height, or <c>head</c> for the newest finalised block. Block 0 was executed by nothing and says nothing, so 0 is as 1.
    /// </summary>
    public string Start { get; set; } = "head";

    /// <summary>Blocks that are read ahead while catching up.</summary>
    public int Prefetch { get; set; } = 128;

    /// <summary>Blocks that are saved in one transaction while catching up.</summary>
    public int BlocksPerCommit { get; set; } = 64;

    /// <summary>
    /// Ask a second node for every block, and stop when it tells hash or events differently. Of the endpoints the first, third and so on are then read, and the second,
    /// fourth and so on are asked to agree: no node is ever asked to agree with itself.
    /// </summary>
    public bool Agreement { get; set; }

    /// <summary>How long an answer of a node may take, in seconds.</summary>
    public double RequestSeconds { get; set; } = 30;

    /// <summary>After so many seconds without a new final block, or with final blocks of which none can be saved, the chain needs attention, and another node is tried.</summary>
    public double QuietSeconds { get; set; } = 120;

    internal TimeSpan Quiet => TimeSpan.FromSeconds(QuietSeconds);

    internal H256? Genesis => GenesisHash is { } given ? H256.Parse(given) : null;

    internal uint? FirstBlock => Start == "head" ? null : Math.Max(1, uint.Parse(Start, NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>The nodes that are read. Which chain they serve is not asked here: it is the follower's business when none serves the right one.</summary>
    internal RpcOptions FirstNodes(TimeProvider time) => Nodes(Endpoints.Where((_, i) => !Agreement || i % 2 == 0), null, time);

    /// <summary>The nodes that are asked to agree.</summary>
    internal RpcOptions SecondNodes(H256 genesis, TimeProvider time) => Nodes(Endpoints.Where((_, i) => i % 2 == 1), genesis, time);

    /// <summary>The nodes that are read, and no node of another chain.</summary>
    internal RpcOptions FirstNodes(H256 genesis, TimeProvider time, TimeSpan? patience = null) => Nodes(Endpoints.Where((_, i) => !Agreement || i % 2 == 0), genesis, time, patience);

    internal ChainRef ToChain(H256 genesis) => new(Name, genesis, Kind, new(Token, Decimals));

    private RpcOptions Nodes(IEnumerable<Uri> endpoints, H256? genesis, TimeProvider time, TimeSpan? patience = null) => new()
    {
        Endpoints = [.. endpoints],
        GenesisHash = genesis,
        RequestTimeout = TimeSpan.FromSeconds(Math.Min(RequestSeconds, patience?.TotalSeconds ?? RequestSeconds)),
        Time = time,
    };
}
