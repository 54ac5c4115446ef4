using System.Collections.Immutable;
using CoretimeDesk.CreditGrants.Clusters;
using CoretimeDesk.CreditGrants.Ledger;

namespace CoretimeDesk.CreditGrants.Eligibility;

/// <summary>How closely a solution engineer has looked.</summary>
public enum AssessmentDepth
{
    /// <summary>Nobody has.</summary>
    None,

    /// <summary>A light assessment.</summary>
    Light,

    /// <summary>A full one.</summary>
    Full,
}

/// <summary>What a rep asks for, and what is known of the customer. Facts are given; nothing is looked up here.</summary>
public sealed record GrantRequest
{
    /// <summary>The tier.</summary>
    public required GrantTier Tier { get; init; }

    /// <summary>The customer.</summary>
    public required string Customer { get; init; }

    /// <summary>The para that is to run.</summary>
    public required uint Para { get; init; }

    /// <summary>Whose para that is, as the desk knows; null when it does not.</summary>
    public string? ParaOwner { get; init; }

    /// <summary>When the customer was founded; null when nobody asked.</summary>
    public DateOnly? Founded { get; init; }

    /// <summary>Its public repository; null for none.</summary>
    public string? Repository { get; init; }

    /// <summary>Its chain on a test network; null for none.</summary>
    public string? TestChain { get; init; }

    /// <summary>The current assessment.</summary>
    public AssessmentDepth Assessment { get; init; }

    /// <summary>The provider's code; null for none. The ledger says whether it opens anything.</summary>
    public string? Code { get; init; }

    /// <summary>What a design partner will deliver, by name.</summary>
    public ImmutableArray<string> Deliverables { get; init; } = [];

    /// <summary>Where tranches are agreed, their half core-periods.</summary>
    public ImmutableArray<uint> HalfPeriods { get; init; } = [];

    /// <summary>Grants that count of everybody in the customer's cluster.</summary>
    public int EarlierGrants { get; init; }

    /// <summary>What links the customer to others who had grants of this tier.</summary>
    public ImmutableArray<ClusterLink> Cluster { get; init; } = [];

    /// <summary>What links the customer to those who sell.</summary>
    public ImmutableArray<ClusterLink> SelfDealing { get; init; } = [];
}

/// <summary>One rule and what it said.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Input">What it looked at, as text.</param>
/// <param name="Passed">What it said.</param>
/// <param name="Reason">Why, in a sentence that tells a rep what to do when it did not pass.</param>
public sealed record RuleFinding(string Rule, string Input, bool Passed, string Reason);

/// <summary>What all rules said: kept with the decision.</summary>
/// <param name="TermsVersion">By which terms.</param>
/// <param name="At">When.</param>
/// <param name="Findings">All of them, also those that passed.</param>
public sealed record EligibilityVerdict(int TermsVersion, DateTimeOffset At, ImmutableArray<RuleFinding> Findings)
{
    /// <summary>Every rule passed.</summary>
    public bool IsEligible => Findings.All(f => f.Passed);

    /// <summary>Why not, in the order of the rules.</summary>
    public IEnumerable<string> Reasons => Findings.Where(f => !f.Passed).Select(f => f.Reason);
}
