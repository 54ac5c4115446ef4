namespace CoretimeDesk.Market;

/// <summary>What one on-demand order costs, whoever pays and with whatever.</summary>
public static class SpotPrice
{
    /// <summary>Traffic times base fee, rounded down, as the relay chain works it out.</summary>
    /// <param name="traffic"><c>OnDemand.OrderStatus.traffic</c> (Kusama names the pallet differently); at least one on a chain.</param>
    /// <param name="baseFee"><c>Configuration.ActiveConfig.scheduler_params.on_demand_base_fee</c>.</param>
    /// <exception cref="PriceTooLargeException">It needs more than 128 bits.</exception>
    public static Planck Of(FixedU128 traffic, Planck baseFee) => Rounding.TryMultiplyDivide(baseFee.Value, traffic.Inner, FixedU128.Accuracy, out var price)
        ? new(price)
        : throw new PriceTooLargeException(baseFee, $"{traffic} times the base fee");
}
