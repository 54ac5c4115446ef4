namespace CoretimeDesk.Market;

/// <summary>The sale that is going on: <c>Broker.SaleInfo</c>, in the chain's order and by its names.</summary>
public sealed record SaleInfo
{
    /// <summary>A sale.</summary>
    /// <param name="saleStart">The relay block after which cores can be bought.</param>
    /// <param name="leadinLength">For how many relay blocks the price falls.</param>
    /// <param name="endPrice">The price after that.</param>
    /// <param name="regionBegin">The first timeslice of the regions sold.</param>
    /// <param name="regionEnd">The first timeslice after them.</param>
    /// <param name="idealCoresSold">How many cores should be sold.</param>
    /// <param name="coresOffered">How many can be.</param>
    /// <param name="firstCore">The index of the first of them.</param>
    /// <param name="selloutPrice">What <see cref="SelloutPrice"/> says.</param>
    /// <param name="coresSold">How many are sold or renewed.</param>
    /// <exception cref="ArgumentOutOfRangeException">The regions end before they begin, or more cores are sold than offered.</exception>
    public SaleInfo(
        RelayBlock saleStart,
        uint leadinLength,
        Planck endPrice,
        Timeslice regionBegin,
        Timeslice regionEnd,
        ushort idealCoresSold,
        ushort coresOffered,
        ushort firstCore,
        Planck? selloutPrice,
        ushort coresSold)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(regionEnd, regionBegin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(coresSold, coresOffered);
        (SaleStart, LeadinLength, EndPrice, RegionBegin, RegionEnd) = (saleStart, leadinLength, endPrice, regionBegin, regionEnd);
        (IdealCoresSold, CoresOffered, FirstCore, SelloutPrice, CoresSold) = (idealCoresSold, coresOffered, firstCore, selloutPrice, coresSold);
    }

    /// <summary>The relay block after which cores can be bought.</summary>
    public RelayBlock SaleStart { get; }

    /// <summary>For how many relay blocks the price falls.</summary>
    public uint LeadinLength { get; }

    /// <summary>The price after the lead-in.</summary>
    public Planck EndPrice { get; }

    /// <summary>The first timeslice of the regions sold.</summary>
    public Timeslice RegionBegin { get; }

    /// <summary>The first timeslice after the regions sold.</summary>
    public Timeslice RegionEnd { get; }

    /// <summary>How many cores should be sold.</summary>
    public ushort IdealCoresSold { get; }

    /// <summary>How many cores can be sold.</summary>
    public ushort CoresOffered { get; }

    /// <summary>The index of the first core of the sale.</summary>
    public ushort FirstCore { get; }

    /// <summary>What the last core cost while no more than the ideal number was sold: the end price before the first sale, null if no core is offered.</summary>
    public Planck? SelloutPrice { get; private init; }

    /// <summary>How many cores are sold or renewed.</summary>
    public ushort CoresSold { get; private init; }

    /// <summary>How many cores are left.</summary>
    public ushort CoresLeft => (ushort)(CoresOffered - CoresSold);

    /// <summary>The price by relay block.</summary>
    public LeadinCurve Curve => new(SaleStart, LeadinLength, EndPrice);

    /// <summary>How the sale goes, for the next one's prices.</summary>
    public SalePerformance Performance => new(SelloutPrice, EndPrice);

    /// <summary>The sale after one more core was sold, or renewed, at that price.</summary>
    /// <exception cref="InvalidOperationException">No core was left.</exception>
    public SaleInfo AfterSaleAt(Planck price)
    {
        if (CoresLeft == 0)
        {
            throw new InvalidOperationException($"All {CoresOffered} cores are sold.");
        }

        var sold = (ushort)(CoresSold + 1);
        return this with { CoresSold = sold, SelloutPrice = sold <= IdealCoresSold || SelloutPrice is null ? price : SelloutPrice };
    }

    /// <summary>Why the chain would refuse a purchase, or null. Looks in the chain's order.</summary>
    /// <param name="now">The relay parent of the block that it is in.</param>
    /// <param name="limit">The most that the buyer pays.</param>
    /// <param name="coreCount"><c>Broker.Status.core_count</c>; null if it is not at hand and shall be taken for large enough.</param>
    public BrokerError? RefusalOfPurchase(RelayBlock now, Planck limit, ushort? coreCount = null) => RefusalFor(coreCount) is { } refusal ? refusal
        : now <= SaleStart ? BrokerError.TooEarly
        : !Curve.TryPriceAt(now, out var price) || price > limit ? BrokerError.Overpriced
        : null;

    /// <summary>Why the chain would refuse a renewal, or null. Looks in the chain's order; the price is never a reason, as renewals have no limit.</summary>
    /// <param name="renewal">What is on record for the core; null for nothing.</param>
    /// <param name="coreCount"><c>Broker.Status.core_count</c>; null if it is not at hand and shall be taken for large enough.</param>
    public BrokerError? RefusalOfRenewal(PotentialRenewal? renewal, ushort? coreCount = null) => RefusalFor(coreCount) is { } refusal ? refusal
        : renewal is null || renewal.When != RegionBegin ? BrokerError.NotAllowed
        : !renewal.IsComplete ? BrokerError.IncompleteAssignment
        : null;

    /// <summary>The sale that follows by rotation.</summary>
    /// <param name="now">The relay block that the rotation sees: that of the block before the one it is in.</param>
    /// <param name="configuration">The configuration at that moment.</param>
    /// <param name="adapter">The network's price adapter.</param>
    /// <param name="firstCore">How many cores reservations and leases take.</param>
    /// <param name="coreCount"><c>Broker.Status.core_count</c>.</param>
    /// <exception cref="OverflowException">It would start or sell beyond the last block or timeslice.</exception>
    /// <exception cref="PriceTooLargeException">Its prices need more than 128 bits.</exception>
    public SaleInfo Rotate(RelayBlock now, SaleConfiguration configuration, IPriceAdapter adapter, ushort firstCore, ushort coreCount)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(adapter);
        var prices = adapter.AdaptPrice(Performance);
        var offered = Math.Min((ushort)Math.Max(coreCount - firstCore, 0), configuration.LimitCoresOffered ?? ushort.MaxValue);
        return new(
            now + configuration.InterludeLength,
            configuration.LeadinLength,
            prices.EndPrice,
            RegionEnd,
            RegionEnd + configuration.RegionLength,
            (ushort)configuration.IdealBulkProportion.Of(offered),
            offered,
            firstCore,
            offered > 0 ? prices.EndPrice : null,
            0);
    }

    private BrokerError? RefusalFor(ushort? coreCount) => coreCount is { } count && FirstCore >= count ? BrokerError.Unavailable
        : CoresLeft == 0 ? BrokerError.SoldOut
        : null;
}
