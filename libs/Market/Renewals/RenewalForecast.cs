namespace CoretimeDesk.Market;

/// <summary>How the market may go, as far as a renewal depends on it: at which multiple of its end price a sale sells out, and when the tenant renews. <c>default</c> is no market, and refused.</summary>
/// <param name="SelloutMultiple">1 to 100. At 10 the end price stays, below it falls, above it rises, up to tenfold per sale.</param>
/// <param name="IsRenewedLast">
/// True if the tenant renews only when the sale has come down to its end price, false if in the interlude. The price stored for
/// the next time is capped by the sale's price at that moment, so waiting may be cheaper; but then cores may be sold out.
/// </param>
public readonly record struct MarketScenario(uint SelloutMultiple, bool IsRenewedLast)
{
    /// <summary>The cheapest that can happen: no demand, and the tenant waits.</summary>
    public static MarketScenario Lowest => new(1, true);

    /// <summary>The market stays as it is, and the tenant renews in the interlude.</summary>
    public static MarketScenario Steady => new(LeadinCurve.TargetMultiple, false);

    /// <summary>The dearest that can happen: every sale sells out at once. A bound, and no forecast.</summary>
    public static MarketScenario Highest => new(LeadinCurve.StartMultiple, false);
}

/// <summary>Where a forecast begins.</summary>
/// <param name="When">The timeslice with which the first renewed time begins.</param>
/// <param name="Price">The stored price of that renewal; for a core that is bought now, what it costs now.</param>
/// <param name="EndPrice">The end price of a known sale.</param>
/// <param name="SalesAhead">How many sales after that one the first renewal is made: 0 in it, 1 in the next; up to 1,000.</param>
public sealed record RenewalBasis(Timeslice When, Planck Price, Planck EndPrice, uint SalesAhead)
{
    /// <summary>For a right to renew in the running sale.</summary>
    /// <exception cref="ArgumentException">It cannot be used in that sale.</exception>
    public static RenewalBasis Of(PotentialRenewal renewal, SaleInfo sale)
    {
        ArgumentNullException.ThrowIfNull(renewal);
        ArgumentNullException.ThrowIfNull(sale);
        return renewal.When == sale.RegionBegin
            ? new(renewal.When, renewal.Price, sale.EndPrice, 0)
            : renewal.When == sale.RegionEnd
                ? new(renewal.When, renewal.Price, sale.EndPrice, 1)
                : throw new ArgumentException($"The running sale begins at {sale.RegionBegin} and ends at {sale.RegionEnd}; the renewal is due at {renewal.When}.", nameof(renewal));
    }

    /// <summary>For a core that is bought in the running sale at a price; the first renewal costs the same.</summary>
    public static RenewalBasis OfPurchase(Planck price, SaleInfo sale)
    {
        ArgumentNullException.ThrowIfNull(sale);
        return new(sale.RegionEnd, price, sale.EndPrice, 1);
    }
}

/// <summary>One renewal of a forecast.</summary>
/// <param name="Begin">The timeslice with which the renewed time begins.</param>
/// <param name="Min">The least that it may cost.</param>
/// <param name="Expected">What it costs if the market stays as it is.</param>
/// <param name="Max">The most that it may cost; null if working it out needs more than 128 bits.</param>
public readonly record struct RenewalStep(Timeslice Begin, Planck Min, Planck Expected, Planck? Max);

/// <summary>What the coming renewals of one core may cost. The first is exact: it costs what is stored.</summary>
/// <remarks>
/// The bounds hold while the configuration and the network's adapter stay as they are, and while the sellout price of a sale comes
/// from its own curve. A renewal that happens to be the last of the ideal number of cores sets it, too, and its price may lie outside.
/// </remarks>
public sealed class RenewalForecast
{
    private RenewalForecast(IReadOnlyList<RenewalStep> steps) => Steps = steps;

    /// <summary>The renewals, in order.</summary>
    public IReadOnlyList<RenewalStep> Steps { get; }

    /// <summary>What all of them cost at least.</summary>
    public Planck TotalMin => Steps.Aggregate(Planck.Zero, (sum, step) => sum + step.Min);

    /// <summary>What all of them cost if the market stays as it is.</summary>
    public Planck TotalExpected => Steps.Aggregate(Planck.Zero, (sum, step) => sum + step.Expected);

    /// <summary>What all of them cost at most; null if working it out needs more than 128 bits.</summary>
    public Planck? TotalMax => Steps.Aggregate((Planck?)Planck.Zero, (sum, step) => sum is { } s && step.Max is { } m && m.Value <= UInt128.MaxValue - s.Value ? s + m : null);

    /// <summary>Forecasts so many renewals.</summary>
    /// <param name="basis">Where it begins.</param>
    /// <param name="periods">How many renewals; at least 1.</param>
    /// <param name="configuration">The network's configuration.</param>
    /// <param name="adapter">The network's price adapter.</param>
    /// <param name="low">The scenario of <see cref="RenewalStep.Min"/>; <see cref="MarketScenario.Lowest"/> if not given.</param>
    /// <param name="expected">That of <see cref="RenewalStep.Expected"/>; <see cref="MarketScenario.Steady"/> if not given.</param>
    /// <param name="high">That of <see cref="RenewalStep.Max"/>; <see cref="MarketScenario.Highest"/> if not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">No period, or a multiple that no curve has.</exception>
    /// <exception cref="OverflowException">The periods go beyond the last timeslice.</exception>
    /// <exception cref="PriceTooLargeException">Even the low or the expected prices need more than 128 bits.</exception>
    public static RenewalForecast Make(
        RenewalBasis basis,
        int periods,
        SaleConfiguration configuration,
        IPriceAdapter adapter,
        MarketScenario? low = null,
        MarketScenario? expected = null,
        MarketScenario? high = null)
    {
        ArgumentNullException.ThrowIfNull(basis);
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(periods);
        var lowest = new RenewalPath(basis, configuration.RenewalBump, adapter, low ?? MarketScenario.Lowest);
        var steady = new RenewalPath(basis, configuration.RenewalBump, adapter, expected ?? MarketScenario.Steady);
        var highest = new RenewalPath(basis, configuration.RenewalBump, adapter, high ?? MarketScenario.Highest);
        var steps = new RenewalStep[periods];
        for (var i = 0; i < periods; i++)
        {
            steps[i] = new(basis.When + (configuration.RegionLength * (uint)i), Known(lowest), Known(steady), highest.Price);
            if (i + 1 < periods)
            {
                lowest.Renew();
                steady.Renew();
                highest.Renew();
            }
        }

        return new(steps);

        Planck Known(RenewalPath path) => path.Price ?? throw new PriceTooLargeException(basis.EndPrice, "A price that follows from the end price");
    }
}
