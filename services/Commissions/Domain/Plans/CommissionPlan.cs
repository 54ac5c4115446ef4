using System.Collections.Immutable;

namespace CoretimeDesk.Commissions.Plans;

/// <summary>What a deal pays. A deal keeps the plan that it was accepted with; a better one is another plan.</summary>
public sealed record CommissionPlan
{
    /// <summary>Its name in acceptances, such as "default-1".</summary>
    public required string Id { get; init; }

    /// <summary>The rate without a quota, in basis points.</summary>
    public required uint FlatBp { get; init; }

    /// <summary>How the rate is usually divided, by role. An acceptance divides the same rate among people.</summary>
    public required Split Roles { get; init; }

    /// <summary>Marginal rates by the part of the quota that is attained; empty when the flat rate counts always.</summary>
    public ImmutableArray<AcceleratorStep> Accelerator { get; init; } = [];

    /// <summary>What a customer success manager gets on renewals; null for nothing.</summary>
    public OverlayRate? Overlay { get; init; }

    /// <summary>How many days from the first event on count.</summary>
    public required int WindowDays { get; init; }

    /// <summary>How many days after its payment a commission can be taken back.</summary>
    public required int ClawbackDays { get; init; }

    /// <summary>What it is a version of; plans of one name may not be in force together. Null when the file does not say.</summary>
    public string? Name { get; init; }

    /// <summary>From when on deals may be accepted with it; null for always.</summary>
    public DateTimeOffset? EffectiveFrom { get; init; }

    /// <summary>Until just before when deals may be accepted with it; null for no end.</summary>
    public DateTimeOffset? EffectiveTo { get; init; }

    /// <summary>The token that it pays in, which is the one that customers pay with.</summary>
    public string Currency { get; init; } = Market.Token.Dot.Symbol;

    /// <summary>What the rate is of.</summary>
    public string Basis { get; init; } = PlanPolicy.PercentOfPaid;

    /// <summary>An advance on commissions to come; null for none.</summary>
    public Draw? Draw { get; init; }

    /// <summary>The highest rate that an event can be paid at, without the overlay.</summary>
    public uint HighestBp => Accelerator.Aggregate(FlatBp, (highest, step) => Math.Max(highest, step.Bp));

    /// <summary>Deals can be accepted with it at that time.</summary>
    public bool IsInForce(DateTimeOffset at) => (EffectiveFrom is not { } from || at >= from) && (EffectiveTo is not { } to || at < to);
}

/// <summary>A marginal rate: for what lies below so much of the quota, and above the step before.</summary>
/// <param name="ToQuotaBp">Where it ends, in basis points of the quota (8000 is 80 %); null for the last, which does not end.</param>
/// <param name="Bp">The rate, in basis points of what the customer paid.</param>
public sealed record AcceleratorStep(uint? ToQuotaBp, uint Bp);

/// <summary>A share outside the split, for who keeps the customer.</summary>
/// <param name="Bp">Basis points of what the customer paid.</param>
/// <param name="FromDay">For renewals from so many days after the first event on.</param>
public sealed record OverlayRate(uint Bp, int FromDay);

/// <summary>A recoverable advance: paid each month, and shown as owed until commissions have made up for it.</summary>
/// <param name="Monthly">How much a month.</param>
/// <param name="Months">For how many months, at most <see cref="MonthsMax"/>.</param>
public sealed record Draw(Market.Planck Monthly, int Months)
{
    /// <summary>The most months that a draw may run.</summary>
    public const int MonthsMax = 3;
}

/// <summary>All plans that deals were accepted with.</summary>
/// <param name="RecoverBp">The most of a statement that is kept back for what is owed, in basis points.</param>
/// <param name="Plans">By id.</param>
public sealed record PlanBook(uint RecoverBp, ImmutableSortedDictionary<string, CommissionPlan> Plans)
{
    /// <summary>The number of this version of the file; null when it does not say.</summary>
    public int? Version { get; init; }

    /// <summary>Within which rates plans must stay, and who says so; null for the usual ones (<see cref="RateLimits.Usual"/>).</summary>
    public RateLimits? Limits { get; init; }
}

/// <summary>Within which rates plans must stay.</summary>
/// <param name="MinBp">At least, in basis points.</param>
/// <param name="MaxBp">At most, in basis points.</param>
/// <param name="RuleVersion">The adopted rule version that says so; null for the usual limits.</param>
public sealed record RateLimits(uint MinBp, uint MaxBp, int? RuleVersion)
{
    /// <summary>20 % to 30 %, as the desk was founded with.</summary>
    public static RateLimits Usual { get; } = new(2000, 3000, null);
}
