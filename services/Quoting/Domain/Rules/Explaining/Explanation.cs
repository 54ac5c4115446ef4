using System.Collections.Immutable;
using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Rules;

/// <summary>What somebody wants to know before a number is typed.</summary>
public sealed record ExplainQuestion
{
    /// <summary>The customer's kind: "startup".</summary>
    public required string Segment { get; init; }

    /// <summary>The customer's size.</summary>
    public required CaseSize Size { get; init; }

    /// <summary>Who quotes: "rep".</summary>
    public required string Role { get; init; }

    /// <summary>The list price of the whole term.</summary>
    public required Planck List { get; init; }

    /// <summary>The commission that the sale will cost.</summary>
    public BasisPoints Commission { get; init; }

    /// <summary>What goes to others on top of the commission.</summary>
    public BasisPoints Overlay { get; init; }

    /// <summary>When it is to be quoted.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>When the sale phase ends; null when none does.</summary>
    public DateTimeOffset? PhaseEndsAt { get; init; }
}

/// <summary>A stretch of concessions that are decided in the same way.</summary>
/// <param name="From">The least that belongs to it.</param>
/// <param name="To">The most that belongs to it.</param>
/// <param name="ToBp">Up to this share of the list price, in basis points: how <paramref name="To"/> came about.</param>
/// <param name="Step">The step of the ladder; 0 within the ceiling.</param>
/// <param name="IsOwn">Whether whoever asks may do it alone.</param>
/// <param name="IsLifted">Whether it is one or more steps higher than its depth alone would make it.</param>
/// <param name="Approvers">Who must approve otherwise, all of them; empty when it is own.</param>
/// <param name="SlaHours">Within how many hours; null when it is own.</param>
/// <param name="NeedsReason">Whether a reason code must be given; never when it is own.</param>
public sealed record ConcessionRange(
    WidePlanck From, WidePlanck To, uint ToBp, int Step, bool IsOwn, bool IsLifted, ImmutableArray<string> Approvers, int? SlaHours, bool NeedsReason);

/// <summary>What bounds the deepest concession.</summary>
public enum DeepestBound
{
    /// <summary>The hard stop of concessions.</summary>
    Concession,

    /// <summary>The giveaway ceiling, which commission and overlay use up too.</summary>
    Giveaway,
}

/// <summary>
/// What is possible for a customer, and who decides on it: from nothing to the deepest concession, without gap. Every number is one that
/// <see cref="RuleJudge"/> judges in the same way, to the planck.
/// </summary>
public sealed record Explanation
{
    /// <summary>What it was explained by.</summary>
    public required RuleVersion Rules { get; init; }

    /// <summary>What was asked.</summary>
    public required ExplainQuestion Question { get; init; }

    /// <summary>The customer's tier; null when it is not known.</summary>
    public required SizeRange? Tier { get; init; }

    /// <summary>What refuses every concession here, also none at all; of an assessment and a reason code it says nothing.</summary>
    public required VerdictReasons Refusals { get; init; }

    /// <summary>The most that this role may concede alone, without a rebate; null when nothing can be said.</summary>
    public required WidePlanck? OwnCeiling { get; init; }

    /// <summary>The most that anybody may concede; null when commission and overlay alone are too much.</summary>
    public required WidePlanck? Deepest { get; init; }

    /// <summary>What bounds the deepest.</summary>
    public required DeepestBound DeepestBy { get; init; }

    /// <summary>Concessions without a rebate, from nothing to the deepest; empty when nothing can be said.</summary>
    public required ImmutableArray<ConcessionRange> Ranges { get; init; }

    /// <summary>Concessions that contain a rebate, from 1 planck to the deepest; empty when nothing can be said.</summary>
    public required ImmutableArray<ConcessionRange> RebateRanges { get; init; }

    /// <summary>Whether a quote of this size needs a current assessment.</summary>
    public required bool NeedsAssessment { get; init; }
}
