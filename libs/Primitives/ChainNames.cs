namespace CoretimeDesk;

/// <summary>Which chains belong together, by what the desk's settings call them: cores are sold on "polkadot-coretime", and on-demand orders are placed on "polkadot-relay".</summary>
public static class ChainNames
{
    private const string Coretime = "-coretime";
    private const string Relay = "-relay";
    private const string Lab = "lab";
    private const ushort GenericPrefix = 42;

    /// <summary>The chain whose sales a quote is priced in, of a chain that is it or its relay chain.</summary>
    public static string SaleChainOf(string chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return chain.EndsWith(Coretime, StringComparison.Ordinal) ? chain : $"{Stem(chain)}{Coretime}";
    }

    /// <summary>The relay chain whose cores are sold: the network of para ids. Each start of the chain lab has a number in its name, and all of them are one network.</summary>
    public static string NetworkOf(string chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var network = Stem(chain);
        return network.StartsWith($"{Lab}-", StringComparison.Ordinal) ? Lab : network;
    }

    /// <summary>The chains on which orders for the cores of a network may be placed: its relay chain today; the chain of its sales is to follow.</summary>
    public static IReadOnlyList<string> OrderingChainsOf(string saleChain) => [$"{Stem(saleChain)}{Relay}", Stem(saleChain), saleChain];

    /// <summary>The SS58 prefix of a network's addresses; the generic one for a network that has none of its own.</summary>
    public static ushort Ss58PrefixOf(string network) => network switch { "polkadot" => 0, "kusama" => 2, _ => GenericPrefix };

    private static string Stem(string chain) =>
        chain.EndsWith(Coretime, StringComparison.Ordinal) ? chain[..^Coretime.Length]
        : chain.EndsWith(Relay, StringComparison.Ordinal) ? chain[..^Relay.Length]
        : chain;
}
