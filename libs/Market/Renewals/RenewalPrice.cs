namespace CoretimeDesk.Market;

/// <summary>What the next renewal will cost. It is fixed and stored at the moment of the last one.</summary>
public static class RenewalPrice
{
    /// <summary>The smaller of the sale's price at that moment and the price paid plus the bump; but the bumped price is raised to the sale's end price.</summary>
    /// <param name="paid">What the renewal cost that is being made.</param>
    /// <param name="bump">The configured bump.</param>
    /// <param name="endPrice">The end price of the sale in which it is made.</param>
    /// <param name="salePrice">The price of a new core in that sale at that moment.</param>
    /// <remarks>So a renewal is never cheaper than the end price, and never dearer than a new core is at the moment.</remarks>
    public static Planck Next(Planck paid, Perbill bump, Planck endPrice, Planck salePrice)
    {
        var more = bump.Of(paid);
        // A bumped price beyond 128 bits is beyond any price of the sale as well.
        return more.Value > UInt128.MaxValue - paid.Value ? salePrice : Planck.Min(salePrice, Planck.Max(paid + more, endPrice));
    }

    /// <summary>The price that is stored by a renewal made in a sale.</summary>
    /// <param name="paid">What the renewal costs that is being made.</param>
    /// <param name="sale">The sale.</param>
    /// <param name="configuration">The configuration at that moment.</param>
    /// <param name="now">The relay parent of the block that it is in; for an automatic renewal, what the rotation sees.</param>
    public static Planck Next(Planck paid, SaleInfo sale, SaleConfiguration configuration, RelayBlock now)
    {
        ArgumentNullException.ThrowIfNull(sale);
        ArgumentNullException.ThrowIfNull(configuration);
        // A price of the sale beyond 128 bits caps nothing; the chain takes its largest number, with the same result.
        return Next(paid, configuration.RenewalBump, sale.EndPrice, sale.Curve.TryPriceAt(now, out var price) ? price : Planck.MaxValue);
    }
}
