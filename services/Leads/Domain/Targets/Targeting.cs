namespace CoretimeDesk.Leads;

/// <summary>How an account came to be on the list of those to win.</summary>
public enum TargetSource
{
    /// <summary>Found on the chain.</summary>
    Chain = 1,

    /// <summary>Somebody looked for it.</summary>
    Research = 2,

    /// <summary>Met at a conference, hackathon or the like.</summary>
    Event = 3,

    /// <summary>Somebody named it.</summary>
    Referral = 4,

    /// <summary>A partner brought it.</summary>
    Partner = 5,

    /// <summary>Came with a file.</summary>
    Import = 6,
}

/// <summary>One reason for or against; the fit score is the sum of its reasons.</summary>
public sealed record FitReason(string Text, int Points);

/// <summary>Why an account is on the list of those to win.</summary>
public sealed record Targeting(TargetSource Source, string Detail, IReadOnlyList<FitReason> Reasons)
{
    /// <summary>0 to 100: the sum of the reasons.</summary>
    public int FitScore => Reasons.Sum(r => r.Points);

    /// <inheritdoc/>
    public bool Equals(Targeting? other) => other is not null && Source == other.Source && Detail == other.Detail && Reasons.SequenceEqual(other.Reasons);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Source, Detail, Reasons.Count);
}

/// <summary>What happens next, why, and on which day (UTC).</summary>
public sealed record NextStep(string What, string Why, DateOnly On, string PlannedBy, DateTimeOffset PlannedAt);
