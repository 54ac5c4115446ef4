namespace CoretimeDesk.Leads.Assessments;

/// <summary>One version as the rules see it.</summary>
/// <param name="Id">The version's id.</param>
/// <param name="Number">"T-2026-000003", the same for all versions.</param>
/// <param name="Revision">1, 2, 3…</param>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="ValidUntil">It counts until then.</param>
/// <param name="Superseded">There is a newer version.</param>
/// <param name="WithdrawnAt">When it was taken back; null for never.</param>
public sealed record AssessmentVersion(Guid Id, string Number, int Revision, DateTimeOffset WrittenAt, DateTimeOffset ValidUntil, bool Superseded, DateTimeOffset? WithdrawnAt)
{
    /// <summary>Does it count at that instant? The end is not included.</summary>
    public bool CountsAt(DateTimeOffset now) => !Superseded && WithdrawnAt is null && now < ValidUntil;
}

/// <summary>Which version of an assessment counts.</summary>
public static class AssessmentRules
{
    /// <summary>How long an assessment counts when nothing else is said.</summary>
    public const int ValidDaysUsual = 90;

    /// <summary>How long it may count at most.</summary>
    public const int ValidDaysMax = 365;

    /// <summary>The newest version that counts; null when none does.</summary>
    public static AssessmentVersion? Current(IEnumerable<AssessmentVersion> versions, DateTimeOffset now) =>
        versions.Where(v => v.CountsAt(now)).OrderByDescending(v => v.WrittenAt).ThenByDescending(v => v.Id).FirstOrDefault();

    /// <summary>Why none counts, for people; looks at the newest.</summary>
    public static string WhyNone(IEnumerable<AssessmentVersion> versions) => versions.Where(v => !v.Superseded).OrderByDescending(v => v.WrittenAt).ThenByDescending(v => v.Id).FirstOrDefault() switch
    {
        null => "No solution engineer has assessed this customer yet.",
        { WithdrawnAt: { } at } taken => $"{taken.Number} version {taken.Revision} was withdrawn on {at:d MMMM yyyy}. A solution engineer writes the next version.",
        var old => $"{old.Number} version {old.Revision} counted until {old.ValidUntil:d MMMM yyyy HH:mm} UTC. A solution engineer writes the next version.",
    };

    /// <summary>Why this version cannot be revised; null when it can. One that was withdrawn or is out of date can.</summary>
    public static Refusal? WhyNotRevised(AssessmentVersion version, AssessmentVersion newest) => version.Id == newest.Id ? null : new(
        RefusalKind.Precondition, "ASSESSMENT_SUPERSEDED", $"{newest.Number} has version {newest.Revision} of {newest.WrittenAt:d MMMM yyyy HH:mm} UTC by now. Read it, and go on from there.")
    {
        Facts = new Dictionary<string, string> { ["assessment_id"] = newest.Id.ToString(), ["revision"] = $"{newest.Revision}" },
    };
}
