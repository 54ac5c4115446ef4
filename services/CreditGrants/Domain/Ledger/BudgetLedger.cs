using System.Collections.Immutable;
using System.Diagnostics;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>
/// Applies events to a budget, one after the other: the whole of what decides about the sponsor's money. Pure, so that the service, the command line and anybody who
/// wants to check them compute the same.
/// </summary>
public static class BudgetLedger
{
    /// <summary>What an event does. The same event again does nothing; another one under its id is refused.</summary>
    public static BudgetStep Apply(Budget before, BudgetEvent happened)
    {
        if (before.Accepted.TryGetValue(happened.Id, out var known))
        {
            return known.Equals(happened) ? Unchanged(before, BudgetResult.Duplicate) : Refuse(before, Reasons.IdConflict);
        }

        var outcome = happened switch
        {
            ChainFact fact => ChainFacts.Apply(before, fact),
            Awarded award => AwardRules.Award(before, award),
            GrantCommand command => GrantRules.Apply(before, command),
            Ticked tick => ClosingRules.Tick(before, tick),
            _ => throw new ArgumentOutOfRangeException(nameof(happened)),
        };
        if (outcome.After is not { } changed)
        {
            return Refuse(before, outcome.Reasons);
        }

        var after = changed with { Accepted = before.Accepted.Add(happened.Id, happened) };
        var (was, balances) = (before.Balances, after.Balances);
        var reasons = happened is Spent or Withdrawn && balances.Shortfall > was.Shortfall ? outcome.Reasons.Add(Reasons.Shortfall) : outcome.Reasons;
        var result = outcome.IsWaiting ? BudgetResult.Waiting : reasons.IsEmpty ? BudgetResult.Ok : BudgetResult.Alarm;
        return new(result, reasons, after, outcome.Closed, Posting.Between(was, balances));
    }

    /// <summary>What an event does that came from outside and perhaps cannot be read.</summary>
    public static BudgetStep Apply(Budget before, EventReading reading)
    {
        if (reading.Id is not { } id)
        {
            return Refuse(before, $"{Reasons.Invalid}id");
        }

        return reading.Event is { } happened ? Apply(before, happened)
            : before.Accepted.ContainsKey(id) ? Refuse(before, Reasons.IdConflict)
            : Refuse(before, $"{Reasons.Invalid}{reading.InvalidField}");
    }

    /// <summary>The budget that accepted events led to.</summary>
    /// <exception cref="UnreachableException">One of them cannot follow the others: they are not a budget's accepted events, in order.</exception>
    public static Budget Replay(BudgetTerms terms, IEnumerable<BudgetEvent> accepted)
    {
        var budget = Budget.New(terms);
        foreach (var happened in accepted)
        {
            var step = Apply(budget, happened);
            budget = step.IsAccepted ? step.After : throw new UnreachableException($"{happened} cannot follow: {string.Join(", ", step.Reasons)}.");
        }

        return budget;
    }

    /// <summary>What the next tranche of a grant waits for; empty when nothing stands against it, or none is left.</summary>
    public static ImmutableArray<string> Gates(Budget budget, Grant grant) => grant.OpenTranches >= grant.Tranches.Length ? [] : GrantRules.Gates(budget.Terms, grant);

    private static BudgetStep Refuse(Budget budget, params ImmutableArray<string> reasons) => Unchanged(budget, BudgetResult.Refused, reasons);

    private static BudgetStep Unchanged(Budget budget, BudgetResult result, ImmutableArray<string> reasons = default) => new(result, reasons.IsDefault ? [] : reasons, budget, [], []);
}

/// <summary>An event as it came from outside.</summary>
/// <param name="Id">Its id; null when it has none that can be read.</param>
/// <param name="Event">What it says; null when it cannot be read.</param>
/// <param name="InvalidField">The first field that cannot be read; null when all can.</param>
public sealed record EventReading(string? Id, BudgetEvent? Event, string? InvalidField);
