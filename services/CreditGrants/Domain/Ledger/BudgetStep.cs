using System.Collections.Immutable;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>What became of an event.</summary>
public enum BudgetResult
{
    /// <summary>Accepted.</summary>
    Ok,

    /// <summary>The very event is known already; nothing changed.</summary>
    Duplicate,

    /// <summary>Refused; nothing changed, and its id may be used again.</summary>
    Refused,

    /// <summary>Accepted: a refund that acts when its payment becomes known.</summary>
    Waiting,

    /// <summary>Accepted, and somebody must look at it.</summary>
    Alarm,
}

/// <summary>A grant that a tick closed.</summary>
/// <param name="Grant">Its name.</param>
/// <param name="Why">Not activated, or expired.</param>
public readonly record struct ClosedGrant(string Grant, ClosingReason Why);

/// <summary>An event and what it did.</summary>
/// <param name="Result">What became of it.</param>
/// <param name="Reasons">Why it was refused, or what is alarming: words of <see cref="Ledger.Reasons"/>.</param>
/// <param name="After">The budget afterwards; the very one of before unless the event was accepted.</param>
/// <param name="Closed">What a tick closed, by name.</param>
/// <param name="Postings">The entry, both books; empty when no money moved.</param>
public sealed record BudgetStep(BudgetResult Result, ImmutableArray<string> Reasons, Budget After, ImmutableArray<ClosedGrant> Closed, ImmutableArray<Posting> Postings)
{
    /// <summary>It changed something, or at least its id is used up.</summary>
    public bool IsAccepted => Result is BudgetResult.Ok or BudgetResult.Alarm or BudgetResult.Waiting;
}
