using CoretimeDesk.ChainWatcher.Data;
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

    /// <summary>Where to begin when nothing was read yet: a height, or <c>head</c> for the newest finalised block.</summary>
    public string Start { get; set; } = "head";

    /// <summary>Blocks that are read ahead while catching up.</summary>
    public int Prefetch { get; set; } = 32;

    /// <summary>Blocks that are saved in one transaction while catching up.</summary>
    public int BlocksPerCommit { get; set; } = 64;

    /// <summary>Ask the second endpoint for every block, and stop when it tells hash or events differently.</summary>
    public bool Agreement { get; set; }

    /// <summary>A connection to the first of these nodes that answers, and to no node of another chain.</summary>
    internal RpcClient Connect(IEnumerable<Uri> endpoints, ChainRow? read, TimeProvider time) => new(new()
    {
        Endpoints = [.. endpoints],
        GenesisHash = GenesisHash is { } given ? H256.Parse(given) : read is null ? null : H256.FromBytes(read.GenesisHash),
        Time = time,
    });

    internal ChainRef ToChain(H256 genesis) => new(Name, genesis, Kind, new(Token, Decimals));
}
