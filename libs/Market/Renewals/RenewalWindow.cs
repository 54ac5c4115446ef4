namespace CoretimeDesk.Market;

/// <summary>When a core can be renewed: in the one sale whose regions begin as the running time ends, and never after.</summary>
/// <param name="Opens">The rotation that opens that sale; automatic renewals are made in it.</param>
/// <param name="ReservedUntil">
/// Up to this block, included, only renewals take cores of the sale. After it everybody does, and a renewal fails with
/// <see cref="BrokerError.SoldOut"/> once they are gone: treat this as the deadline, and the other as the last hope.
/// </param>
/// <param name="Deadline">The rotation that ends that sale: from this block on the right is lost, so the last one in time is the one before.</param>
public sealed record RenewalWindow(RelayBlock Opens, RelayBlock ReservedUntil, RelayBlock Deadline)
{
    /// <summary>The window of a right to renew, as far as the configuration foretells it: a rotation may come a little late.</summary>
    /// <param name="when">The timeslice with which the renewed time would begin; see <see cref="PotentialRenewal.When"/>.</param>
    /// <param name="configuration">The network's configuration.</param>
    /// <exception cref="OverflowException">Some of it lies beyond the last block number.</exception>
    public static RenewalWindow Of(Timeslice when, SaleConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var opens = configuration.RotationOf(new(when.Value > configuration.RegionLength ? when.Value - configuration.RegionLength : 0));
        return new(opens, opens + configuration.InterludeLength, configuration.RotationOf(when));
    }

    /// <summary>The window of all renewals that the running sale allows.</summary>
    /// <exception cref="OverflowException">Some of it lies beyond the last block number.</exception>
    public static RenewalWindow Of(SaleInfo sale, SaleConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(sale);
        var calendar = SaleCalendar.Of(sale, configuration);
        return new(calendar.InterludeStart, sale.SaleStart, calendar.RotationDue);
    }

    /// <summary>A renewal with that relay parent is in the window.</summary>
    public bool IsOpenAt(RelayBlock now) => now >= Opens && now < Deadline;
}
