namespace CoretimeDesk.Leads.Activities;

/// <summary>What people may enter by hand, and what they may say about it later.</summary>
public static class ActivityRules
{
    /// <summary>The longest text, in UTF-16 units.</summary>
    public const int SummaryLengthMax = 2000;

    /// <summary>The longest reason, in UTF-16 units.</summary>
    public const int ReasonLengthMax = 500;

    /// <summary>More corrections of one entry are a quarrel.</summary>
    public const int CorrectionsMax = 20;

    /// <summary>May a person enter this kind? The others are told by the desk, quotes and chains.</summary>
    public static bool IsByHand(ActivityKind kind) =>
        kind is ActivityKind.Call or ActivityKind.Email or ActivityKind.Message or ActivityKind.Reply or ActivityKind.Meeting or ActivityKind.Note;

    /// <summary>Null when the entry can be made by hand, else why not.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="summary">What the person wrote.</param>
    /// <param name="contact">About whom; null for nobody in particular.</param>
    public static Refusal? WhyNotLogged(ActivityKind kind, string summary, Guid? contact)
    {
        var faults = new List<FieldViolation>();
        if (!IsByHand(kind))
        {
            faults.Add(new("kind", "is nothing that people enter: use call, email, message, reply, meeting or note."));
        }

        if (!summary.Any(char.IsLetterOrDigit))
        {
            faults.Add(new("summary", "says nothing: write what happened."));
        }

        if (kind == ActivityKind.Reply && contact is null)
        {
            // It stops what is sent to that contact, so it must be known who it was.
            faults.Add(new("contact_id", "is missing: say who replied."));
        }

        return faults.Count == 0 ? null : Refusal.InvalidFields(faults);
    }

    /// <summary>Does this entry keep the account's registrations alive?</summary>
    /// <remarks>
    /// A note reaches nobody, an opt-out ends work rather than being some, and what the market or the desk's own checks do is no work of the rep's; a
    /// purchase is what the work was for.
    /// </remarks>
    public static bool KeepsAlive(ActivityKind kind, ActivitySource source) =>
        kind is ActivityKind.Purchase or ActivityKind.Renewal
        || (source != ActivitySource.Chain && kind is not (ActivityKind.Note or ActivityKind.OptOut or ActivityKind.SizeReview));

    /// <summary>Null when the entry can be corrected so, else why not.</summary>
    /// <param name="kind">What the entry tells of.</param>
    /// <param name="source">Who told of it.</param>
    /// <param name="enteredBy">Who entered it.</param>
    /// <param name="corrections">How often it was corrected before.</param>
    /// <param name="by">Who corrects.</param>
    /// <param name="reason">Why.</param>
    /// <param name="summary">What it should have said.</param>
    /// <param name="withdrawn">Whether it did not happen at all.</param>
    public static Refusal? WhyNotCorrected(ActivityKind kind, ActivitySource source, Guid enteredBy, int corrections, Actor by, string reason, string summary, bool withdrawn)
    {
        if (source != ActivitySource.Person || !IsByHand(kind))
        {
            return new(RefusalKind.Precondition, "NOT_BY_HAND", "Nobody entered this by hand, so nobody corrects it: it is what the desk, a quote or a chain did. Log a note beside it.");
        }

        if (enteredBy != by.Id && !by.Is(Role.TeamLead, Role.HeadOfSales))
        {
            return new(RefusalKind.Forbidden, "NOT_YOURS", "Whoever entered this corrects it, or a team lead or the head of sales does.");
        }

        if (corrections >= CorrectionsMax)
        {
            return new(RefusalKind.Precondition, "CORRECTED_TOO_OFTEN", $"This entry was corrected {CorrectionsMax} times. Log a note instead.");
        }

        var faults = new List<FieldViolation>();
        if (!reason.Any(char.IsLetterOrDigit))
        {
            faults.Add(new("reason", "is missing: say what is wrong with the entry."));
        }

        if (!withdrawn && !summary.Any(char.IsLetterOrDigit))
        {
            faults.Add(new("summary", "is missing: say what the entry should have said, or withdraw it."));
        }

        return faults.Count == 0 ? null : Refusal.InvalidFields(faults);
    }
}
