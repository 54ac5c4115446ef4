using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using CoretimeDesk.Commissions.Facts;
using CoretimeDesk.Commissions.Plans;
using CoretimeDesk.Market;

namespace CoretimeDesk.Commissions.Estimating;

/// <summary>One period of the reckoning.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Price">What one core costs.</param>
/// <param name="Commission">What all cores pay together.</param>
/// <param name="Overlay">And beside it.</param>
public sealed record PeriodEconomics(int Number, Planck Price, BigInteger Commission, BigInteger Overlay);

/// <summary>What selling cores earns at a price: whether a plan can feed somebody is a question of numbers.</summary>
/// <param name="Periods">One core or several, period by period.</param>
/// <param name="Revenue">What the customer pays in all.</param>
/// <param name="Commission">What the split gets of it at the flat rate.</param>
/// <param name="Overlay">What the customer success manager gets beside it.</param>
/// <param name="Lowest">What the split would get if all of it were paid at the plan's lowest rate.</param>
/// <param name="Highest">And at its highest.</param>
/// <param name="ByRole">What each role gets of the commission, the overlay's as "CSM". An owner who is known stands there instead of their role.</param>
public sealed record UnitEconomics(
    ImmutableArray<PeriodEconomics> Periods,
    BigInteger Revenue,
    BigInteger Commission,
    BigInteger Overlay,
    BigInteger Lowest,
    BigInteger Highest,
    ImmutableSortedDictionary<string, BigInteger> ByRole)
{
    /// <summary>A period in days.</summary>
    public const int PeriodDays = 28;

    /// <summary>A period in timeslices.</summary>
    public const uint PeriodTimeslices = 5040;

    /// <summary>Periods of a core-year of 364 days.</summary>
    public const int YearPeriods = 13;

    /// <summary>The most periods that are reckoned: ten years.</summary>
    public const int PeriodsMax = 130;

    /// <summary>Who gets the overlay.</summary>
    public const string OverlayRole = "CSM";

    /// <summary>Core-timeslices as people read them: "1.5", in core-periods to four decimals, rounded down.</summary>
    public static string CorePeriods(BigInteger coreTimeslices)
    {
        var (whole, rest) = BigInteger.DivRem(coreTimeslices, PeriodTimeslices);
        return string.Create(CultureInfo.InvariantCulture, $"{whole}.{rest * 10_000 / PeriodTimeslices:0000}").TrimEnd('0').TrimEnd('.');
    }

    // Customers of a desk are ids, which this is none of.
    private const string NewCustomer = "a new customer";

    /// <summary>How many such deals a yearly income takes, rounded up; null when they earn nothing.</summary>
    public BigInteger? DealsFor(BigInteger income) => Commission.IsZero ? null : (income + Commission - 1) / Commission;

    /// <summary>Reckons.</summary>
    /// <param name="plans">The plans.</param>
    /// <param name="planId">Which of them.</param>
    /// <param name="price">What a core costs now.</param>
    /// <param name="bump">What a renewal costs more than the one before it; the first costs what was paid now.</param>
    /// <param name="periods">For how many periods; 13 are a year.</param>
    /// <param name="cores">How many cores.</param>
    /// <param name="by">Who would own the deal; null for somebody of whom nothing is known, and who has no quota.</param>
    /// <exception cref="ArgumentException">There is no such plan, or it has no such role.</exception>
    /// <exception cref="OverflowException">A price, times the cores, needs more than 128 bits.</exception>
    public static UnitEconomics Of(PlanBook plans, string planId, Planck price, Perbill bump, int periods = YearPeriods, uint cores = 1, SoldBy? by = null)
    {
        ArgumentNullException.ThrowIfNull(plans);
        ArgumentOutOfRangeException.ThrowIfLessThan(periods, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(periods, PeriodsMax);
        ArgumentOutOfRangeException.ThrowIfZero(cores);
        var plan = plans.Plans.GetValueOrDefault(planId) ?? throw new ArgumentException($"There is no plan '{planId}'.", nameof(planId));
        var prices = Prices(price, bump, periods);
        var roles = plan.Roles.Shares.IsEmpty ? new Split([new("all", plan.FlatBp)]) : plan.Roles;
        var owner = by?.Owner ?? roles.Shares[0].Participant;
        var split = by is null ? roles : new Split([.. roles.Shares.Select(s => s.Participant == by.Role ? s with { Participant = owner } : s)]);
        // Without an owner any day will do for a beginning: nothing but the days between payments counts.
        var start = by?.At ?? new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var payments = prices.Select((p, i) => new PlannedPayment(start.AddDays(i * PeriodDays), i == 0 ? PaidHow.Purchase : PaidHow.Renewal, p * cores, default, PeriodTimeslices));
        var estimate = Estimate.Of(plans, by?.Known ?? [], new(NewCustomer, planId, owner, split, OverlayRole, start, [.. payments]));
        var paid = prices.Aggregate(BigInteger.Zero, (sum, p) => sum + ((BigInteger)p.Value * cores));
        var rates = plan.Accelerator.Select(s => s.Bp).Append(plan.FlatBp).ToList();
        return new(
            // Those beyond the plan's window earn nothing; they are the last ones.
            [.. prices.Select((p, i) => i < estimate.Events.Length ? new PeriodEconomics(i + 1, p, estimate.Events[i].Commission, estimate.Events[i].Overlay) : new(i + 1, p, 0, 0))],
            paid,
            estimate.Commission,
            estimate.Overlay,
            estimate.Base * rates.Min() / BasisPoints.One,
            estimate.Base * rates.Max() / BasisPoints.One,
            estimate.ByParticipant);
    }

    /// <summary>The prices of a core that is bought now and renewed at once each time, in a market that stays as it is.</summary>
    public static ImmutableArray<Planck> Prices(Planck price, Perbill bump, int periods)
    {
        var prices = ImmutableArray.CreateBuilder<Planck>(periods);
        for (var i = 0; i < periods; i++)
        {
            // The first renewal costs what was paid; after that the chain's own rule, in a sale that is far above it.
            prices.Add(i < 2 ? price : RenewalPrice.Next(prices[i - 1], bump, price, Planck.MaxValue));
        }

        return prices.ToImmutable();
    }
}
