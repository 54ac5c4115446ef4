namespace CoretimeDesk.Leads.Assessments;

/// <summary>Why a customer waits for an assessment.</summary>
public enum AssessmentNeedKind
{
    /// <summary>Somebody asked.</summary>
    Asked = 1,

    /// <summary>A deal is worked that no quote goes out for without one.</summary>
    Missing = 2,

    /// <summary>The one there is runs out soon.</summary>
    RunsOut = 3,

    /// <summary>It has run out, or was withdrawn.</summary>
    RanOut = 4,
}

/// <summary>What is known of an account when it is asked whether it waits.</summary>
/// <param name="Tier">Its size.</param>
/// <param name="WorkedSince">Since when a rep works a deal of it that is open; null for no such deal.</param>
/// <param name="AskedAt">When somebody asked for an assessment that nobody has written since; null for never.</param>
/// <param name="AskedDueAt">By when they need it.</param>
/// <param name="CountsUntil">When the last of its assessments stops to count, or stopped: by its date or by being withdrawn; null for none.</param>
public sealed record AssessmentFacts(SizeTier Tier, DateTimeOffset? WorkedSince, DateTimeOffset? AskedAt, DateTimeOffset? AskedDueAt, DateTimeOffset? CountsUntil);

/// <summary>That a customer waits for an assessment, since when, and by when it is needed.</summary>
public sealed record AssessmentNeed(AssessmentNeedKind Kind, DateTimeOffset Since, DateTimeOffset DueAt)
{
    /// <summary>The smallest size for which no quote goes out without an assessment. The rule versions of quoting have the last word; they begin with this.</summary>
    public const SizeTier TierMin = SizeTier.M;

    /// <summary>So long after a rep began to work the deal it is due.</summary>
    public static readonly TimeSpan MissingPatience = TimeSpan.FromDays(5);

    /// <summary>So long before its end an assessment is to be looked at again.</summary>
    public static readonly TimeSpan EndsSoon = TimeSpan.FromDays(14);

    /// <summary>Null when it does not wait. What somebody asked for comes first, whatever else holds.</summary>
    public static AssessmentNeed? Of(AssessmentFacts facts, DateTimeOffset now)
    {
        if (facts is { AskedAt: { } asked, AskedDueAt: { } due })
        {
            return new(AssessmentNeedKind.Asked, asked, due);
        }

        if (facts.WorkedSince is not { } worked || facts.Tier < TierMin)
        {
            return null;
        }

        return facts.CountsUntil is not { } end ? new(AssessmentNeedKind.Missing, worked, worked + MissingPatience)
            : end <= now ? new(AssessmentNeedKind.RanOut, end, end)
            : end <= now + EndsSoon ? new(AssessmentNeedKind.RunsOut, end - EndsSoon, end)
            : null;
    }
}
