using CoretimeDesk.Leads.ChainFacts;
using CoretimeDesk.Market;

namespace CoretimeDesk.Leads.SizeReviews;

/// <summary>By what a size was measured.</summary>
public enum SizeBasis
{
    /// <summary>By the cores that the customer had.</summary>
    Bulk = 1,

    /// <summary>By what an on-demand-only customer spent.</summary>
    OnDemand = 2,
}

/// <summary>What was spent on on-demand blockspace in one network on one day.</summary>
/// <param name="Network">The relay chain: "polkadot".</param>
/// <param name="On">The day, UTC.</param>
/// <param name="Spent">In the network's token.</param>
/// <param name="Facts">How many orders and credit purchases that is.</param>
/// <param name="FirstAt">When the first of them happened.</param>
/// <param name="FirstFactId">The first of them.</param>
/// <param name="LastFactId">The last that was heard of.</param>
public sealed record OnDemandUse(string Network, DateOnly On, Planck Spent, int Facts, DateTimeOffset FirstAt, string FirstFactId, string LastFactId);

/// <summary>The time over which a size is measured.</summary>
/// <param name="From">The first instant.</param>
/// <param name="Until">The instant after the last.</param>
public readonly record struct SizeWindow(DateTimeOffset From, DateTimeOffset Until)
{
    /// <summary>How long it is.</summary>
    public TimeSpan Length => Until - From;
}

/// <summary>The size that chain use shows.</summary>
/// <param name="AnnualCorePeriods">Core-periods in a year at the rate of the window, rounded down.</param>
/// <param name="Tier">The tier of that; less than one core-period is S.</param>
/// <param name="Basis">By what it was measured.</param>
public sealed record SizeShown(uint AnnualCorePeriods, SizeTier Tier, SizeBasis Basis);

/// <summary>From chain use to a yearly size.</summary>
public static class SizeMeasure
{
    // A year of 13 periods of 28 days; on-demand spending is stretched to the same year.
    private const uint PeriodsInAYear = 13;
    private const int YearDays = 364;

    private static readonly TimeSpan TimesliceLength = TimeSpan.FromTicks(RelayClock.NominalBlockTime.Ticks * Timeslice.Period);

    /// <summary>The size at the window's rate; null when an on-demand customer's spending cannot be converted, because no sale's end price is known.</summary>
    /// <param name="uses">All cores that the customer had, also outside the window.</param>
    /// <param name="onDemand">All that the customer spent on on-demand blockspace.</param>
    /// <param name="endPrices">The current end price of a core by network.</param>
    /// <param name="window">The time to look at.</param>
    /// <remarks>
    /// Cores are counted by the timeslices that they are the customer's, not by when they were paid: three or four renewals fall into 90 days,
    /// but a core that is kept all the time is 13 core-periods a year. Whoever has any core in the window is measured by cores alone.
    /// </remarks>
    public static SizeShown? Of(IReadOnlyCollection<CoreUse> uses, IReadOnlyCollection<OnDemandUse> onDemand, IReadOnlyDictionary<string, Planck> endPrices, SizeWindow window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(window.Until, window.From);
        var length = Math.Max(1, window.Length.Ticks / TimesliceLength.Ticks);
        var parts = uses.GroupBy(u => u.Chain).Sum(chain => PartTimeslices([.. chain], window.From, length));
        if (parts > 0)
        {
            var cores = checked((uint)((UInt128)parts * PeriodsInAYear / ((UInt128)CoreMask.Bits * (UInt128)length)));
            return new(cores, TierOf(cores), SizeBasis.Bulk);
        }

        var (first, last) = (DateOnly.FromDateTime(window.From.UtcDateTime), DateOnly.FromDateTime(window.Until.UtcDateTime));
        UInt128 periods = 0;
        foreach (var network in onDemand.Where(d => d.On >= first && d.On <= last).GroupBy(d => d.Network))
        {
            if (!endPrices.TryGetValue(network.Key, out var price) || price.Value == 0)
            {
                return null;
            }

            var spent = network.Aggregate(UInt128.Zero, (sum, day) => checked(sum + day.Spent.Value));
            periods += checked(spent * (UInt128)(YearDays * 24 * 60) / ((UInt128)Math.Max(1, (long)window.Length.TotalMinutes) * price.Value));
        }

        var annual = checked((uint)periods);
        return new(annual, TierOf(annual) is var tier && tier > SizeTier.M ? SizeTier.M : tier, periods > 0 || onDemand.Count > 0 ? SizeBasis.OnDemand : SizeBasis.Bulk);
    }

    // The chain's own count of time, so that a core that is renewed without a gap has none here either. The first use ties it to the clock.
    private static long PartTimeslices(IReadOnlyList<CoreUse> uses, DateTimeOffset from, long length)
    {
        var anchor = uses.MinBy(u => u.Begin)!;
        var begin = anchor.Begin + ((from - anchor.BeginsAt).Ticks / TimesliceLength.Ticks);
        return CoreUses.Held(uses).Sum(h => Math.Max(0, Math.Min(h.End, begin + length) - Math.Max(h.Begin, begin)) * h.Parts);
    }

    private static SizeTier TierOf(uint annualCorePeriods) => SizeTiers.Of(Math.Max(1, annualCorePeriods));
}
