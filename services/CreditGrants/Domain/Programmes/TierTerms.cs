using System.Collections.Immutable;
using System.Numerics;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.Market;

namespace CoretimeDesk.CreditGrants.Programmes;

/// <summary>What a tier asks of a customer.</summary>
public enum Need
{
    /// <summary>Nobody under the same control ever had a grant that counts.</summary>
    FirstGrant,

    /// <summary>A startup younger than the tier's years.</summary>
    YoungStartup,

    /// <summary>A public code repository.</summary>
    Repository,

    /// <summary>A chain that runs on a test network.</summary>
    TestChain,

    /// <summary>A solution engineer's assessment, a light one at least.</summary>
    LightAssessment,

    /// <summary>A code of a registered provider.</summary>
    ProviderCode,

    /// <summary>Deliverables by name, one for each tranche after the first.</summary>
    Deliverables,
}

/// <summary>One tier of a programme.</summary>
public sealed record TierTerms
{
    /// <summary>Which.</summary>
    public required GrantTier Tier { get; init; }

    /// <summary>What it asks, in the order in which it is looked at.</summary>
    public required ImmutableArray<Need> Needs { get; init; }

    /// <summary>For a young startup, younger than so many years.</summary>
    public int? YearsMax { get; init; }

    /// <summary>Tranches in half core-periods; null for a tier that agrees on them grant by grant.</summary>
    public ImmutableArray<uint>? TranchesHalfPeriods { get; init; }

    /// <summary>Where tranches are agreed, the most of all together.</summary>
    public uint? HalfPeriodsMax { get; init; }

    /// <summary>Instead of coretime, on-demand orders up to so many whole tokens.</summary>
    public uint? OnDemandMaxTokens { get; init; }

    /// <summary>Each tranche after the first waits for a milestone.</summary>
    public bool ByMilestone { get; init; }

    /// <summary>Ends after so many days; null when it is counted in months.</summary>
    public int? ExpiresDays { get; init; }

    /// <summary>Ends after so many calendar months; null when it is counted in days.</summary>
    public int? ExpiresMonths { get; init; }

    /// <summary>When a grant ends that is awarded now.</summary>
    public DateTimeOffset ExpiresAt(DateTimeOffset now) => ExpiresDays is { } days ? now.AddDays(days) : now.AddMonths(ExpiresMonths!.Value);

    /// <summary>
    /// What tranches of coretime are worth at the price of a core-period. An odd planck is rounded up, once for each tranche: a reservation that is half a planck short
    /// could not pay.
    /// </summary>
    /// <exception cref="OverflowException">A tranche needs more than 128 bits.</exception>
    public static ImmutableArray<Planck> Worth(ImmutableArray<uint> halfPeriods, Planck corePeriod) =>
        [.. halfPeriods.Select(h => new Planck((UInt128)((((BigInteger)corePeriod.Value * h) + 1) / 2)))];
}
