namespace CoretimeDesk.Market;

/// <summary>
/// The adapter of Polkadot and Kusama (<c>MinimumPrice</c> around <c>CenterTargetPrice</c>): what the last sale found becomes the
/// target, which lies half way through the lead-in, and the end price a tenth of it, but not below a minimum.
/// </summary>
/// <param name="minimumEndPrice">No sale ends with a lower price.</param>
public sealed class MinimumPrice(Planck minimumEndPrice) : IPriceAdapter
{
    /// <summary>No sale ends with a lower price.</summary>
    public Planck MinimumEndPrice { get; } = minimumEndPrice;

    /// <inheritdoc/>
    public AdaptedPrices AdaptPrice(SalePerformance performance)
    {
        var proposal = CenterTargetPrice(performance);
        var end = Planck.Max(proposal.EndPrice, MinimumEndPrice);
        return new(end, Planck.Max(proposal.TargetPrice, end));
    }

    private static AdaptedPrices CenterTargetPrice(SalePerformance performance)
    {
        if (performance.SelloutPrice is { } sellout)
        {
            var tenth = new Planck(sellout.Value / LeadinCurve.TargetMultiple);
            // From zero, no sale would ever find a price again.
            return new(tenth.IsZero ? sellout : tenth, sellout);
        }

        return performance.EndPrice.Value <= UInt128.MaxValue / LeadinCurve.TargetMultiple
            ? new(performance.EndPrice, performance.EndPrice * LeadinCurve.TargetMultiple)
            : throw new PriceTooLargeException(performance.EndPrice, "Ten times the end price");
    }
}
