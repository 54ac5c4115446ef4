namespace CoretimeDesk.Market;

/// <summary>Today's sale: an interlude for renewals, a lead-in with a falling price, then a fixed price until the rotation.</summary>
public sealed class LeadinSale : ISaleModel
{
    /// <summary>How far ahead the relay parent of the next block is assumed to be: a block takes one or two, and may miss its turn.</summary>
    public const uint BlocksAhead = 4;

    /// <summary>A sale.</summary>
    /// <exception cref="OverflowException">Some of it lies beyond the last block number.</exception>
    public LeadinSale(SaleInfo sale, SaleConfiguration configuration)
    {
        Calendar = SaleCalendar.Of(sale, configuration);
        (Sale, Configuration) = (sale, configuration);
    }

    /// <summary>The state of the sale.</summary>
    public SaleInfo Sale { get; }

    /// <summary>The network's configuration.</summary>
    public SaleConfiguration Configuration { get; }

    /// <summary>When its phases begin.</summary>
    public SaleCalendar Calendar { get; }

    /// <inheritdoc/>
    public SaleKind Kind => SaleKind.Leadin;

    /// <inheritdoc/>
    public bool IsSoldAtOnce => true;

    /// <inheritdoc/>
    public RelayBlock RotationDue => Calendar.RotationDue;

    /// <inheritdoc/>
    public SaleActions AllowedAt(RelayBlock now) => SaleCalendar.AllowedIn(Calendar.PhaseAt(now));

    /// <inheritdoc/>
    public RelayBlock? NextChangeAfter(RelayBlock now)
    {
        var end = Calendar.EndOf(Calendar.PhaseAt(now));
        return end > now && end < RotationDue ? end : null;
    }

    /// <inheritdoc/>
    public bool TryPriceAt(RelayBlock now, out Planck price) => Sale.Curve.TryPriceAt(now, out price);

    /// <summary>What a purchase costs that is sent now.</summary>
    /// <param name="latest">The newest relay parent that the Coretime chain has seen.</param>
    /// <param name="blocksAhead">How far ahead the purchase's is assumed to be.</param>
    /// <exception cref="PriceTooLargeException">The price needs more than 128 bits.</exception>
    /// <exception cref="OverflowException">The purchase would be after the last block number.</exception>
    public InclusionPrice PriceIfIncludedNext(RelayBlock latest, uint blocksAhead = BlocksAhead)
    {
        var assumed = latest + blocksAhead;
        var limit = Sale.Curve.PriceAt(latest);
        return new(assumed, Sale.Curve.PriceAt(assumed), limit, Sale.RefusalOfPurchase(assumed, limit), !Calendar.IsRotationDue(assumed));
    }

    /// <summary>The whole price curve for a chart: flat through the interlude, in which nobody can buy, then falling, then flat until the rotation.</summary>
    /// <exception cref="PriceTooLargeException">The price at the start needs more than 128 bits.</exception>
    public IReadOnlyList<PriceSegment> Segments()
    {
        var (curve, segments) = (Sale.Curve, new List<PriceSegment>(5));
        Flat(SalePhase.Interlude, Calendar.InterludeStart, Sale.SaleStart);
        segments.AddRange(curve.Segments());
        Flat(SalePhase.FixedPrice, Sale.SaleStart + Sale.LeadinLength, RotationDue);
        return segments;

        void Flat(SalePhase phase, RelayBlock from, RelayBlock to)
        {
            if (from < to)
            {
                segments.Add(new(phase, from, to, curve.PriceAt(from), curve.PriceAt(from)));
            }
        }
    }
}

/// <summary>What a purchase costs that gets into one of the next blocks.</summary>
/// <param name="AssumedRelayParent">The relay parent that was assumed.</param>
/// <param name="Price">The price there.</param>
/// <param name="Limit">
/// The price of the present moment, as the limit of the purchase: the price only falls, so it suffices until the rotation,
/// and what is paid is the price at inclusion anyway.
/// </param>
/// <param name="Refusal">Why the chain would refuse with that limit; null if it would not.</param>
/// <param name="IsBeforeRotation">False if the sale may be over by then; the next one starts with another, usually much higher price.</param>
public sealed record InclusionPrice(RelayBlock AssumedRelayParent, Planck Price, Planck Limit, BrokerError? Refusal, bool IsBeforeRotation);
