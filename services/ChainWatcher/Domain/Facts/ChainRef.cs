using CoretimeDesk.Market;
using CoretimeDesk.Substrate;

namespace CoretimeDesk.ChainWatcher;

/// <summary>What a chain is to the desk.</summary>
public enum ChainKind
{
    /// <summary>The system chain that sells coretime.</summary>
    Coretime = 1,

    /// <summary>The relay chain, whose cores are sold.</summary>
    Relay = 2,
}

/// <summary>An amount of a chain's token.</summary>
/// <param name="Planck">In the smallest unit.</param>
/// <param name="Token">Of which token: amounts of two chains must never be added up.</param>
public sealed record TokenAmount(UInt128 Planck, Token Token)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Planck} planck {Token.Symbol}";
}

/// <summary>A chain.</summary>
/// <param name="Name">As the desk's settings call it: <c>polkadot-coretime</c>.</param>
/// <param name="Genesis">Hash of its block 0, which is what tells chains apart.</param>
/// <param name="Kind">What it is to the desk.</param>
/// <param name="Token">Its token.</param>
public sealed record ChainRef(string Name, H256 Genesis, ChainKind Kind, Token Token);

/// <summary>A block.</summary>
/// <param name="Number">Its height.</param>
/// <param name="Hash">Its hash.</param>
public readonly record struct BlockRef(uint Number, H256 Hash)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Number} ({Hash})";
}
