namespace CoretimeDesk.Leads.Attachments;

/// <summary>What a document is for.</summary>
public enum DocumentKind
{
    /// <summary>What the customer gains, in their numbers.</summary>
    ValueCase = 1,

    /// <summary>How it compares with what else they could do.</summary>
    CompetitorComparison = 2,
}

/// <summary>Documents: files that have revisions, an owner and a date of review.</summary>
public static class DocumentRules
{
    /// <summary>The longest title, in UTF-16 units.</summary>
    public const int TitleLengthMax = 200;

    /// <summary>Days until the latest date of review: what nobody looks at for longer is no longer known to be true.</summary>
    public const int ReviewDaysMax = 366;

    /// <summary>Null when it can be published, else why not.</summary>
    /// <param name="kind">Of what kind.</param>
    /// <param name="reviewOn">When it is looked at again.</param>
    /// <param name="before">The kind of the revision that it supersedes; null for a new document.</param>
    /// <param name="today">The date now, UTC.</param>
    public static Refusal? WhyNot(DocumentKind kind, DateOnly reviewOn, DocumentKind? before, DateOnly today) =>
        reviewOn <= today || reviewOn > today.AddDays(ReviewDaysMax)
            ? Refusal.InvalidField("review_on", $"must lie between {today.AddDays(1):yyyy-MM-dd} and {today.AddDays(ReviewDaysMax):yyyy-MM-dd}.")
            : before is { } was && was != kind ? Refusal.InvalidField("kind", "is another than that of the document that it revises.")
            : null;
}
