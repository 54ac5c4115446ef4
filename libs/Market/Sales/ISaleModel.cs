namespace CoretimeDesk.Market;

/// <summary>How a network sells coretime. Networks are moving from one kind to another, and not all at once.</summary>
public enum SaleKind
{
    /// <summary>A falling price, and a purchase at once: what Polkadot, Kusama and Paseo do today. See <see cref="LeadinSale"/>.</summary>
    Leadin,

    /// <summary>
    /// The auction that is to come, in which a bid is a deposit and no sale yet. Its model belongs here, beside
    /// <see cref="LeadinSale"/>, as soon as a public network runs it; until then there are no rules to write down, and
    /// <see cref="SaleModels.Of"/> refuses.
    /// </summary>
    Auction,
}

/// <summary>What the desk asks of a sale, whatever its kind.</summary>
public interface ISaleModel
{
    /// <summary>The kind.</summary>
    SaleKind Kind { get; }

    /// <summary>Does an accepted purchase give a region at once? If not, it only places a bid, and a bid is not a sale.</summary>
    bool IsSoldAtOnce { get; }

    /// <summary>The block at whose sight the sale is over.</summary>
    RelayBlock RotationDue { get; }

    /// <summary>What may be done, provided that a core is left.</summary>
    /// <param name="now">The relay parent of the block that it is done in.</param>
    SaleActions AllowedAt(RelayBlock now);

    /// <summary>When what is allowed or how the price moves changes next; null if only the rotation is left.</summary>
    /// <remarks>No offer may outlive this moment.</remarks>
    RelayBlock? NextChangeAfter(RelayBlock now);

    /// <summary>What a core costs; false if the model knows no price before the sale is over, or the price needs more than 128 bits.</summary>
    /// <param name="now">The relay parent of the block that the purchase is in.</param>
    /// <param name="price">The price, or zero.</param>
    bool TryPriceAt(RelayBlock now, out Planck price);
}

/// <summary>Finds the model of a sale.</summary>
public static class SaleModels
{
    /// <summary>The model of a sale.</summary>
    /// <exception cref="NotSupportedException">No public network runs that kind yet.</exception>
    /// <exception cref="OverflowException">Some of the sale lies beyond the last block number.</exception>
    public static ISaleModel Of(SaleKind kind, SaleInfo sale, SaleConfiguration configuration) => kind switch
    {
        SaleKind.Leadin => new LeadinSale(sale, configuration),
        _ => throw new NotSupportedException($"Sales of the kind '{kind}' have no rules yet: no public network runs them."),
    };
}
