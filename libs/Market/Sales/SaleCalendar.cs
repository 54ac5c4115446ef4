namespace CoretimeDesk.Market;

/// <summary>When the phases of a sale begin, in relay blocks; <see cref="RelayClock"/> makes dates of them.</summary>
/// <param name="InterludeStart">
/// The rotation that opened the sale. Worked out from the configured interlude, so wrong if that was changed since; the other
/// blocks do not depend on it.
/// </param>
/// <param name="LeadinStart">The first block in which a core can be bought: the one after <see cref="SaleInfo.SaleStart"/>.</param>
/// <param name="FixedPriceStart">The first block with the fixed price.</param>
/// <param name="RotationDue">
/// The block at whose sight the sale is over. The rotation is done at the start of the first Coretime block whose predecessor
/// has seen it, so a purchase or a renewal that has a relay parent before it is in time. Later if the Coretime chain lags:
/// it commits one timeslice per block.
/// </param>
public sealed record SaleCalendar(RelayBlock InterludeStart, RelayBlock LeadinStart, RelayBlock FixedPriceStart, RelayBlock RotationDue)
{
    /// <summary>The calendar of a sale.</summary>
    /// <exception cref="OverflowException">Some of it lies beyond the last block number.</exception>
    public static SaleCalendar Of(SaleInfo sale, SaleConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(sale);
        ArgumentNullException.ThrowIfNull(configuration);
        return new(
            sale.SaleStart.Before(configuration.InterludeLength),
            sale.SaleStart + 1,
            sale.SaleStart + Math.Max(sale.LeadinLength, 1),
            configuration.RotationOf(sale.RegionBegin));
    }

    /// <summary>The sale is over as soon as the chain comes to it.</summary>
    public bool IsRotationDue(RelayBlock now) => now >= RotationDue;

    /// <summary>The phase of a block. The last one goes on until the rotation is really done.</summary>
    public SalePhase PhaseAt(RelayBlock now) => now < LeadinStart ? SalePhase.Interlude
        : now < FixedPriceStart ? SalePhase.Leadin
        : SalePhase.FixedPrice;

    /// <summary>The first block of a phase.</summary>
    public RelayBlock StartOf(SalePhase phase) => phase switch
    {
        SalePhase.Interlude => InterludeStart,
        SalePhase.Leadin => LeadinStart,
        SalePhase.FixedPrice => FixedPriceStart,
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "No phase of a sale."),
    };

    /// <summary>The first block after a phase. The rotation ends every phase, in a network that sells too short regions for its lead-in.</summary>
    public RelayBlock EndOf(SalePhase phase) => phase switch
    {
        SalePhase.Interlude => RelayBlock.Min(LeadinStart, RotationDue),
        SalePhase.Leadin => RelayBlock.Min(FixedPriceStart, RotationDue),
        SalePhase.FixedPrice => RotationDue,
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "No phase of a sale."),
    };

    /// <summary>What may be done, provided that a core is left. In the interlude, tenants are among themselves.</summary>
    public static SaleActions AllowedIn(SalePhase phase) => phase == SalePhase.Interlude ? SaleActions.Renew : SaleActions.Renew | SaleActions.Purchase;
}
