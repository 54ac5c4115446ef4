using System.Collections.Immutable;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>What a rule says of one event: the budget afterwards, or why not.</summary>
/// <param name="After">The budget with the event; null when it is refused.</param>
/// <param name="Reasons">Why it is refused, or what is alarming.</param>
internal readonly record struct Outcome(Budget? After, ImmutableArray<string> Reasons)
{
    /// <summary>It waits for another event.</summary>
    public bool IsWaiting { get; init; }

    /// <summary>What a tick closed.</summary>
    public ImmutableArray<ClosedGrant> Closed { get; init; } = [];

    public static implicit operator Outcome(Budget after) => new(after, []);

    public static Outcome Refuse(params ImmutableArray<string> reasons) => new(null, reasons);
}
