namespace CoretimeDesk.Leads.Assessments;

/// <summary>Who may work on an account's assessment, and go on with its draft.</summary>
public static class AssessmentWorkRules
{
    /// <summary>The longest reason to ask for one, in UTF-16 units.</summary>
    public const int ReasonLengthMax = 500;

    /// <summary>An assessment that is needed later than this is asked for later.</summary>
    public const int DueDaysMax = 90;

    /// <summary>Why this person may not work on it: a colleague does. Null when they may.</summary>
    /// <param name="holder">Who works on it; null for nobody.</param>
    /// <param name="since">Since when.</param>
    /// <param name="person">Who wants to.</param>
    public static Refusal? WhyNotYours(Owner? holder, DateTimeOffset? since, Guid person) => holder is null || holder.Id == person ? null : new(
        RefusalKind.Precondition, "ASSESSMENT_TAKEN", $"{holder.Name} works on it since {since:d MMMM yyyy HH:mm} UTC. Take it over first.")
    {
        Facts = new Dictionary<string, string> { ["taken_by_id"] = $"{holder.Id}", ["taken_by"] = holder.Name },
    };

    /// <summary>Why a draft is not saved: it was made of another one than is there by now. Null when it is.</summary>
    /// <param name="expected">The draft that was edited.</param>
    /// <param name="version">The newest.</param>
    /// <param name="savedBy">Whose that is.</param>
    public static Refusal? WhyNotSaved(long expected, long version, string savedBy) => expected == version ? null : new(
        RefusalKind.Precondition, "DRAFT_CHANGED", $"{(savedBy.Length > 0 ? savedBy : "Somebody")} saved or submitted it meanwhile. Load it again, and enter the difference.")
    {
        Facts = new Dictionary<string, string> { ["version"] = $"{version}", ["saved_by"] = savedBy },
    };

    /// <summary>What is wrong with the day by which one is needed; null when nothing is.</summary>
    public static Refusal? WhyNotDue(DateOnly due, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        return due >= today && due <= today.AddDays(DueDaysMax) ? null
            : Refusal.InvalidField("due_on", $"must be a day from {today:yyyy-MM-dd} to {today.AddDays(DueDaysMax):yyyy-MM-dd}.");
    }
}
