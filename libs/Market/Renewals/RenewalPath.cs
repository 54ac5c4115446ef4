namespace CoretimeDesk.Market;

/// <summary>One scenario, renewal by renewal. Once an end price leaves the 128 bits, all prices that depend on it are unknown.</summary>
internal sealed class RenewalPath
{
    private readonly MarketScenario _scenario;
    private readonly Perbill _bump;
    private readonly IPriceAdapter _adapter;
    private Planck? _endPrice;

    public RenewalPath(RenewalBasis basis, Perbill bump, IPriceAdapter adapter, MarketScenario scenario)
    {
        ArgumentOutOfRangeException.ThrowIfZero(scenario.SelloutMultiple, nameof(scenario));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scenario.SelloutMultiple, LeadinCurve.StartMultiple, nameof(scenario));
        // More than 76 years; each of them is worked out.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(basis.SalesAhead, 1_000u, nameof(basis));
        (_scenario, _bump, _adapter, _endPrice, Price) = (scenario, bump, adapter, basis.EndPrice, basis.Price);
        for (var i = 0U; i < basis.SalesAhead; i++)
        {
            _endPrice = EndPriceOfNextSale();
        }
    }

    /// <summary>The price of the renewal that is due; null if working it out needs more than 128 bits.</summary>
    public Planck? Price { get; private set; }

    /// <summary>Makes the renewal that is due, in the sale at hand, and goes on to the next sale.</summary>
    public void Renew()
    {
        // No price at all follows from an unknown end price: the end price is its lower bound.
        Price = (Price, _endPrice) is ({ } paid, { } end) ? RenewalPrice.Next(paid, _bump, end, SalePrice(end)) : null;
        _endPrice = EndPriceOfNextSale();
    }

    // A price of the sale that 128 bits cannot hold caps nothing that they can hold.
    private Planck SalePrice(Planck end) => _scenario.IsRenewedLast ? end : Times(end, LeadinCurve.StartMultiple) ?? Planck.MaxValue;

    private Planck? EndPriceOfNextSale() =>
        _endPrice is { } end && Times(end, _scenario.SelloutMultiple) is { } sellout ? _adapter.AdaptPrice(new(sellout, end)).EndPrice : null;

    private static Planck? Times(Planck price, uint times) => price.Value <= UInt128.MaxValue / times ? price * times : null;
}
