namespace CoretimeDesk.Leads;

/// <summary>The rules of the target list.</summary>
public static class TargetRules
{
    /// <summary>The longest line: a source's detail, a reason, a step.</summary>
    public const int LineLengthMax = 200;

    /// <summary>The longest explanation.</summary>
    public const int WhyLengthMax = 500;

    /// <summary>The most reasons of a score.</summary>
    public const int ReasonsMax = 12;

    /// <summary>The best score.</summary>
    public const int ScoreMax = 100;

    /// <summary>A step further away than this is not one that anybody plans.</summary>
    public const int YearsAheadMax = 2;

    /// <summary>Puts the account on the list, or replaces source and reasons. A score is nothing but its reasons.</summary>
    public static Decision<AccountEvent> Set(AccountState account, Targeting target)
    {
        var faults = new List<FieldViolation>();
        for (var i = 0; i < target.Reasons.Count; i++)
        {
            if (target.Reasons[i].Points is 0 or < -ScoreMax or > ScoreMax)
            {
                faults.Add(new($"fit_reasons[{i}].points", $"is {target.Reasons[i].Points}; -{ScoreMax} to {ScoreMax} is allowed, and 0 says nothing."));
            }
        }

        if (faults.Count == 0 && target.FitScore is < 0 or > ScoreMax)
        {
            faults.Add(new("fit_reasons", $"add up to {target.FitScore}; a fit score goes from 0 to {ScoreMax}. Change their points."));
        }

        return faults.Count > 0 ? Refusal.InvalidFields(faults)
            : target.Equals(account.Target) ? Decision<AccountEvent>.Nothing
            : Decision<AccountEvent>.Emit(new AccountEvent.Targeted(target));
    }

    /// <summary>Takes the account off the list.</summary>
    public static Decision<AccountEvent> Drop(AccountState account, string reason) => account.Target is null
        ? Decision<AccountEvent>.Nothing
        : Decision<AccountEvent>.Emit(new AccountEvent.Untargeted(reason));

    /// <summary>Plans what happens next, today or later.</summary>
    public static Decision<AccountEvent> Plan(NextStep step)
    {
        var today = DateOnly.FromDateTime(step.PlannedAt.UtcDateTime);
        return step.On < today || step.On > today.AddYears(YearsAheadMax)
            ? Refusal.InvalidField("on", $"is {step.On:d MMMM yyyy}; a next step is today ({today:d MMMM yyyy}) or within {YearsAheadMax} years.")
            : Decision<AccountEvent>.Emit(new AccountEvent.NextStepPlanned(step));
    }

    /// <summary>Says what came of the next step.</summary>
    public static Decision<AccountEvent> Finish(AccountState account, string outcome) => account.NextStep is { } step
        ? Decision<AccountEvent>.Emit(new AccountEvent.NextStepFinished(step.What, outcome))
        : new Refusal(RefusalKind.Precondition, "NO_NEXT_STEP", $"{account.Number} {account.Name} has no next step to finish. Plan one first.");
}
