using System.Collections.Immutable;
using CoretimeDesk.CreditGrants.Ledger;

namespace CoretimeDesk.CreditGrants.Cases;

/// <summary>A budget and what happens to it, from a file.</summary>
/// <param name="Name">What the file calls it; null when it has no name.</param>
/// <param name="Terms">What the budget is run by.</param>
/// <param name="Events">The events in order of arrival.</param>
public sealed record BudgetCase(string? Name, BudgetTerms Terms, ImmutableArray<CaseEvent> Events)
{
    /// <summary>Runs the events through the ledger.</summary>
    public IEnumerable<CaseStep> Run()
    {
        var budget = Budget.New(Terms);
        foreach (var happened in Events)
        {
            var step = BudgetLedger.Apply(budget, happened.Reading);
            budget = step.After;
            yield return new(happened, step);
        }
    }
}

/// <summary>An event of a case.</summary>
/// <param name="Kind">The word for what happened, as the file has it; null when that is no text.</param>
/// <param name="RawId">The id as JSON, just as the file has it, also one that is none; null when there is none.</param>
/// <param name="Reading">What it says.</param>
public sealed record CaseEvent(string? Kind, string? RawId, EventReading Reading)
{
    /// <summary>It is the clock, whose steps say what was closed.</summary>
    public bool IsTick => Kind == EventReader.Tick;
}

/// <summary>An event of a case and what it did.</summary>
public sealed record CaseStep(CaseEvent Happened, BudgetStep Step);

/// <summary>A case from a file, or what stands in the way.</summary>
/// <param name="Case">The case; null when it cannot be run.</param>
/// <param name="InvalidField">The field that cannot be read: <c>reserve_planck</c>, <c>codes/K1/provider</c>; empty when the line is no JSON object.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record BudgetCaseReading(BudgetCase? Case, string InvalidField, string Problem);
