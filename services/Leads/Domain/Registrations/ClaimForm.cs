namespace CoretimeDesk.Leads.Registrations;

/// <summary>What a rep says to register an account. Empty texts stand for what was not said.</summary>
/// <param name="Contact">Who at the customer, with their part: "Dana Ito, CTO".</param>
/// <param name="EvidenceNote">Without a contact: what shows that there is a real customer to win.</param>
/// <param name="NextStep">What the rep will do next.</param>
/// <param name="NextStepReason">Why that, and why now.</param>
/// <param name="NextStepOn">When, as a date in UTC.</param>
public sealed record ClaimForm(string Contact, string EvidenceNote, string NextStep, string NextStepReason, DateOnly? NextStepOn)
{
    /// <summary>The longest short text, in UTF-16 units.</summary>
    public const int ShortLengthMax = 200;

    /// <summary>The longest reason or note, in UTF-16 units.</summary>
    public const int LongLengthMax = 2000;

    /// <summary>A note shorter than this says nothing that others could check.</summary>
    public const int EvidenceLengthMin = 20;

    /// <summary>A step further ahead than a registration lives without activity is none.</summary>
    public const int NextStepDaysMax = 30;

    /// <summary>Nothing said yet.</summary>
    public static readonly ClaimForm Empty = new("", "", "", "", null);

    /// <summary>Everything that a complete claim still lacks; empty when it is complete.</summary>
    /// <param name="account">What the desk knows of the account.</param>
    /// <param name="today">The date of the claim, UTC.</param>
    public IReadOnlyList<FieldViolation> Missing(AccountFacts account, DateOnly today)
    {
        var missing = new List<FieldViolation>();
        if (account.Segment is null)
        {
            missing.Add(new("account_id", "the account has no segment: set whether it is a startup, builder, enterprise or government."));
        }

        if (account.AnnualCorePeriods is null or 0)
        {
            missing.Add(new("account_id", "the account has no stated size: set how many core-periods of 28 days it wants in a year."));
        }

        if (!Contact.Any(char.IsLetter) && EvidenceNote.Trim().Length < EvidenceLengthMin)
        {
            missing.Add(new(
                "contact",
                EvidenceNote.Length == 0
                    ? $"is missing: name somebody at the customer, or write an evidence_note of at least {EvidenceLengthMin} characters."
                    : $"is missing, and the evidence_note has {EvidenceNote.Trim().Length} characters: name somebody at the customer, or write at least {EvidenceLengthMin}."));
        }

        if (!NextStep.Any(char.IsLetter))
        {
            missing.Add(new("next_step", "is missing: say what you will do next."));
        }

        if (!NextStepReason.Any(char.IsLetter))
        {
            missing.Add(new("next_step_reason", "is missing: say why this step, and why now."));
        }

        if (NextStepOn is not { } date)
        {
            missing.Add(new("next_step_on", "is missing: give the date of the step, such as 2026-12-01."));
        }
        else if (date < today || date > today.AddDays(NextStepDaysMax))
        {
            missing.Add(new("next_step_on", $"is {date:yyyy-MM-dd}; it must lie between today and {today.AddDays(NextStepDaysMax):yyyy-MM-dd}."));
        }

        return missing;
    }
}

/// <summary>What the desk knows of an account that a claim is for.</summary>
/// <param name="Name">For sentences: "A-2026-000017 Aleph Rollup".</param>
/// <param name="Segment">Null when nobody has said.</param>
/// <param name="AnnualCorePeriods">Stated need; null when nobody has said.</param>
public sealed record AccountFacts(string Name, Segment? Segment, uint? AnnualCorePeriods);
