namespace CoretimeDesk.Market;

/// <summary>The adapters of the public networks. They are code of the runtimes: nothing in a chain's state tells them.</summary>
public static class PriceAdapters
{
    /// <summary>Not below 10 DOT.</summary>
    public static IPriceAdapter Polkadot { get; } = new MinimumPrice(Token.Dot.Whole(10));

    /// <summary>Not below 1 KSM.</summary>
    public static IPriceAdapter Kusama { get; } = new MinimumPrice(Token.Ksm.One);

    /// <summary>Always 500 PAS, with a target of 750.</summary>
    public static IPriceAdapter Paseo { get; } = new FixedPrices(Token.Pas.Whole(500), Token.Pas.Whole(750));
}
