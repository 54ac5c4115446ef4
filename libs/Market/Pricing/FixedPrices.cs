namespace CoretimeDesk.Market;

/// <summary>Paseo's adapter: the same prices for every sale, however the last one went and whatever it was started with.</summary>
/// <param name="endPrice">The end price.</param>
/// <param name="targetPrice">The target price.</param>
public sealed class FixedPrices(Planck endPrice, Planck targetPrice) : IPriceAdapter
{
    private readonly AdaptedPrices _prices = new(endPrice, targetPrice);

    /// <inheritdoc/>
    public AdaptedPrices AdaptPrice(SalePerformance performance) => _prices;
}
