using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>A number of successive periods with the same number of cores.</summary>
/// <param name="Periods">Sale periods of 28 days.</param>
/// <param name="Cores">Whole cores in each of them.</param>
public readonly record struct RampSegment(uint Periods, uint Cores);

/// <summary>The sponsor pays for some cores of a period.</summary>
/// <param name="Period">1 is the region of the current sale.</param>
/// <param name="Cores">Not more than the line has then.</param>
public readonly record struct SponsoredPeriod(uint Period, uint Cores);

/// <summary>What is given away beside sponsor-paid coretime. <c>default</c> is nothing.</summary>
/// <param name="Rebate">Paid back to the customer after purchase.</param>
/// <param name="Waived">The worth of services that are not charged.</param>
/// <param name="WaivedServices">Which services; empty for none.</param>
public readonly record struct Giveaway(Planck Rebate, Planck Waived, string WaivedServices = "")
{
    /// <summary>Which services; never null, whatever it was made from.</summary>
    public string Services => WaivedServices ?? "";
}

/// <summary>One line of a quote.</summary>
/// <param name="Giveaway">What is given away beside sponsor-paid coretime.</param>
public abstract record QuoteLine(Giveaway Giveaway)
{
    /// <summary>Cores over periods, the first of which is the region of the current sale.</summary>
    /// <param name="Ramp">Segments, one after the other.</param>
    /// <param name="Sponsored">What the sponsor pays for, by period; each period once, in order.</param>
    /// <param name="Giveaway">What is given away besides.</param>
    public sealed record Coretime(IReadOnlyList<RampSegment> Ramp, IReadOnlyList<SponsoredPeriod> Sponsored, Giveaway Giveaway) : QuoteLine(Giveaway)
    {
        /// <summary>How many periods it lasts.</summary>
        public uint Periods => Ramp.Aggregate(0u, (sum, segment) => sum + segment.Periods);

        /// <summary>Core-periods, all of them.</summary>
        public uint CorePeriods => Ramp.Aggregate(0u, (sum, segment) => sum + (segment.Periods * segment.Cores));

        /// <summary>Core-periods that the sponsor pays for.</summary>
        public uint SponsoredCorePeriods => Sponsored.Aggregate(0u, (sum, period) => sum + period.Cores);

        /// <summary>Cores in a period; 0 before the first and after the last.</summary>
        /// <param name="period">From 1 on.</param>
        public uint CoresIn(uint period)
        {
            var end = 0u;
            foreach (var segment in Ramp)
            {
                end += segment.Periods;
                if (period > 0 && period <= end)
                {
                    return segment.Cores;
                }
            }

            return 0;
        }

        /// <summary>Cores of a period that the sponsor pays for.</summary>
        /// <param name="period">From 1 on.</param>
        public uint SponsoredIn(uint period) => Sponsored.FirstOrDefault(s => s.Period == period).Cores;
    }

    /// <summary>A budget for on-demand orders.</summary>
    /// <param name="Budget">All of it.</param>
    /// <param name="Sponsored">The part that the sponsor pays for, by placing the orders itself.</param>
    /// <param name="Giveaway">What is given away besides.</param>
    public sealed record OnDemand(Planck Budget, Planck Sponsored, Giveaway Giveaway) : QuoteLine(Giveaway);
}
