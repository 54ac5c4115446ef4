using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>
/// What a line, or a quote, is worth and who pays. Exact in planck: nothing in it is ever rounded, so that
/// <c>list + waived = customer net + sponsored + rebate + waived</c>.
/// </summary>
/// <param name="List">The whole term at list value.</param>
/// <param name="Sponsored">What the sponsor pays of it.</param>
/// <param name="Rebate">What the customer gets back.</param>
/// <param name="Waived">Services that are not charged; they are worth this beside the list value.</param>
public readonly record struct Amounts(Planck List, Planck Sponsored, Planck Rebate, Planck Waived)
{
    /// <summary>All that is given away: what the rules judge.</summary>
    /// <exception cref="OverflowException">More than 128 bits.</exception>
    public Planck Concession => Sponsored + Rebate + Waived;

    /// <summary>What the customer pays on the chain.</summary>
    public Planck CustomerPays => List - Sponsored;

    /// <summary>What is left of that after the rebate.</summary>
    /// <exception cref="OverflowException">The rebate is more than the customer pays.</exception>
    public Planck CustomerNet => CustomerPays - Rebate;

    /// <summary>Both together.</summary>
    /// <exception cref="OverflowException">More than 128 bits.</exception>
    public static Amounts operator +(Amounts left, Amounts right) =>
        new(left.List + right.List, left.Sponsored + right.Sponsored, left.Rebate + right.Rebate, left.Waived + right.Waived);

    /// <summary>What a line is worth at these prices.</summary>
    /// <param name="line">The line.</param>
    /// <param name="periods">The price of a core in each period, from the first on; none are needed for a budget.</param>
    /// <exception cref="OverflowException">More than 128 bits.</exception>
    public static Amounts Of(QuoteLine line, IReadOnlyList<PeriodPrice> periods) => line switch
    {
        QuoteLine.Coretime c => new(Worth(c.CoresIn, c.Periods, periods), Worth(c.SponsoredIn, c.Periods, periods), c.Giveaway.Rebate, c.Giveaway.Waived),
        QuoteLine.OnDemand d => new(d.Budget, d.Sponsored, d.Giveaway.Rebate, d.Giveaway.Waived),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static Planck Worth(Func<uint, uint> coresIn, uint count, IReadOnlyList<PeriodPrice> periods)
    {
        var sum = Planck.Zero;
        for (var period = 1u; period <= count; period++)
        {
            sum += periods[(int)period - 1].Expected * coresIn(period);
        }

        return sum;
    }
}
