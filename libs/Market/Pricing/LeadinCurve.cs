namespace CoretimeDesk.Market;

/// <summary>
/// The price of a bulk core by relay block: 100 times the end price at the sale's start, 10 times half way through the lead-in,
/// the end price from its end on, and straight lines between. <c>default</c> is a sale of free cores at block 0.
/// </summary>
/// <param name="SaleStart">The block from which the price falls. Buying works only after it.</param>
/// <param name="LeadinLength">For how many relay blocks it falls; 0 means that it has fallen all the way.</param>
/// <param name="EndPrice">The price after that.</param>
/// <remarks>
/// Exactly the chain's arithmetic, in fixed point with nine decimals: first how far the lead-in is, rounded to the nearest billionth
/// (a half down), then the factor, then the price, rounded down. Any other order or rounding gives wrong last digits.
/// </remarks>
public readonly record struct LeadinCurve(RelayBlock SaleStart, uint LeadinLength, Planck EndPrice)
{
    /// <summary>The price at the sale's start is this many times the end price.</summary>
    public const uint StartMultiple = 100;

    /// <summary>And half way through the lead-in this many times; the next sale is adjusted to it.</summary>
    public const uint TargetMultiple = 10;

    // One, in the chain's FixedU64.
    private const ulong Accuracy = 1_000_000_000;

    /// <summary>The first block in which a purchase can succeed; null if the relay chain's numbers end before.</summary>
    public RelayBlock? FirstPurchase => SaleStart.After(1);

    /// <summary>The first block with the fixed price; null if the relay chain's numbers end before.</summary>
    /// <remarks>Without a lead-in, the first in which a purchase can succeed.</remarks>
    public RelayBlock? FixedPriceStart => SaleStart.After(Math.Max(LeadinLength, 1));

    /// <summary>How many relay blocks of the lead-in are over: 0 up to the sale's start, its length from its end on.</summary>
    public uint BlocksInto(RelayBlock now) => now > SaleStart ? Math.Min(now.Value - SaleStart.Value, LeadinLength) : 0;

    /// <summary>How much of the lead-in is over, as the chain rounds it. All of it, whenever, if the lead-in has no length.</summary>
    public Perbill ProgressAt(RelayBlock now) => Progress(BlocksInto(now));

    /// <summary>How many times the end price the price is, exactly: 100 to 1.</summary>
    public decimal MultipleAt(RelayBlock now) => (decimal)Factor(BlocksInto(now)) / Accuracy;

    /// <summary>What is going on, as far as the curve alone can tell: it does not know when the sale is over.</summary>
    public SalePhase PhaseAt(RelayBlock now) => now <= SaleStart ? SalePhase.Interlude
        : now.Value - SaleStart.Value < LeadinLength ? SalePhase.Leadin
        : SalePhase.FixedPrice;

    /// <summary>The price of a core. Defined for every block, also for those in which nobody can buy yet.</summary>
    /// <param name="now">The relay parent of the block that the purchase is in.</param>
    /// <exception cref="PriceTooLargeException">It needs more than 128 bits.</exception>
    public Planck PriceAt(RelayBlock now) => TryPriceAt(now, out var price) ? price : throw new PriceTooLargeException(EndPrice, $"{MultipleAt(now)} times the end price");

    /// <summary>The price of a core; false if it needs more than 128 bits.</summary>
    /// <param name="now">The relay parent of the block that the purchase is in.</param>
    /// <param name="price">The price, or zero.</param>
    public bool TryPriceAt(RelayBlock now, out Planck price) => TryPrice(BlocksInto(now), out price);

    /// <summary>The first block in which a core can be bought for an amount or less; null if this sale never gets there.</summary>
    /// <remarks>The price never rises within a sale, so it stays at or below the amount until the next rotation.</remarks>
    public RelayBlock? FirstBlockAtOrBelow(Planck amount)
    {
        // How many blocks after the start: buying needs one, and beyond the lead-in the price stays.
        var (low, high) = (1U, Math.Min(Math.Max(LeadinLength, 1), uint.MaxValue - SaleStart.Value));
        if (high == 0 || !IsAtOrBelow(high, amount))
        {
            return null;
        }

        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            (low, high) = IsAtOrBelow(middle, amount) ? (low, middle) : (middle + 1, high);
        }

        return SaleStart + low;
    }

    /// <summary>The lines of the lead-in for a chart: their ends are blocks with exactly that price, and no block lies off them by more than rounding.</summary>
    /// <returns>Two lines, or a short third between them where the lead-in has no middle block; none without a lead-in.</returns>
    /// <exception cref="PriceTooLargeException">The sale starts with a price of more than 128 bits.</exception>
    /// <exception cref="OverflowException">The lead-in ends after the last block number.</exception>
    public IReadOnlyList<PriceSegment> Segments()
    {
        uint[] corners = [0, LeadinLength / 2, LeadinLength - (LeadinLength / 2), LeadinLength];
        var segments = new List<PriceSegment>(3);
        for (var i = 1; i < corners.Length; i++)
        {
            if (corners[i - 1] < corners[i])
            {
                var (from, to) = (SaleStart + corners[i - 1], SaleStart + corners[i]);
                segments.Add(new(SalePhase.Leadin, from, to, PriceAt(from), PriceAt(to)));
            }
        }

        return segments;
    }

    private bool IsAtOrBelow(uint blocks, Planck amount) => TryPrice(Math.Min(blocks, LeadinLength), out var price) && price <= amount;

    private bool TryPrice(uint blocks, out Planck price)
    {
        var isFound = Rounding.TryMultiplyDivide(EndPrice.Value, Factor(blocks), Accuracy, out var value);
        price = new(value);
        return isFound;
    }

    // At most 2^32 * 10^9: 62 bits.
    private Perbill Progress(uint blocks) => LeadinLength == 0 ? new(Perbill.One) : new((uint)Rounding.NearestPrefDown(blocks * Accuracy, LeadinLength));

    private ulong Factor(uint blocks)
    {
        ulong through = Progress(blocks).Parts;
        return through <= Accuracy / 2 ? (100 * Accuracy) - (180 * through) : (19 * Accuracy) - (18 * through);
    }
}
