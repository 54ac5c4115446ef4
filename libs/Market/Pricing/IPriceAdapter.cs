namespace CoretimeDesk.Market;

/// <summary>How the prices of a sale follow from how the last one went: <c>AdaptPrice</c> of the Broker pallet. Each network chooses its own.</summary>
public interface IPriceAdapter
{
    /// <summary>The prices of the next sale.</summary>
    /// <exception cref="PriceTooLargeException">They need more than 128 bits.</exception>
    AdaptedPrices AdaptPrice(SalePerformance performance);
}

/// <summary>How a sale went.</summary>
/// <param name="SelloutPrice">
/// What the last core cost that was sold while the sale had not reached its ideal number; the end price if none was sold; null
/// if none was offered.
/// </param>
/// <param name="EndPrice">Its end price.</param>
public readonly record struct SalePerformance(Planck? SelloutPrice, Planck EndPrice);

/// <summary>The prices of a sale.</summary>
/// <param name="EndPrice">The price after the lead-in.</param>
/// <param name="TargetPrice">The price that the last sale found; an ending lease is renewed for it.</param>
public readonly record struct AdaptedPrices(Planck EndPrice, Planck TargetPrice);
