namespace CoretimeDesk.Insights.Facts;

/// <summary>A fact about a lead that must be known for it to have an effect.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Lead">The lead.</param>
public abstract record AboutLead(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Lead) : Fact(Id, OccurredAt, RecordedAt);

/// <summary>A lead came to be.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Lead">The lead.</param>
/// <param name="Segment">Who the customer is.</param>
/// <param name="Tier">How big.</param>
/// <param name="Rep">Whose it is first; null for nobody's.</param>
/// <param name="Team">Which team's; null for none's.</param>
public sealed record LeadCreated(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Lead, string Segment, string Tier, string? Rep, string? Team)
    : AboutLead(Id, OccurredAt, RecordedAt, Lead)
{
    /// <inheritdoc/>
    public override string Kind => "lead_created";
}

/// <summary>Two leads are one customer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it; merges apply in this order.</param>
/// <param name="Lead">The lead that goes away.</param>
/// <param name="Into">The lead that survives.</param>
public sealed record LeadMerged(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Lead, string Into) : AboutLead(Id, OccurredAt, RecordedAt, Lead)
{
    /// <inheritdoc/>
    public override string Kind => "lead_merged";
}

/// <summary>A merge is taken back; of no effect later than 30 days after it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Merge">The id of the merge.</param>
public sealed record MergeReverted(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Merge) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "merge_reverted";
}

/// <summary>A lead has another owner from now on.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Lead">The lead.</param>
/// <param name="Rep">Whose it is now; null for nobody's.</param>
/// <param name="Team">Which team's; null for none's.</param>
public sealed record OwnerChanged(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Lead, string? Rep, string? Team) : AboutLead(Id, OccurredAt, RecordedAt, Lead)
{
    /// <inheritdoc/>
    public override string Kind => "owner_changed";
}

/// <summary>A lead passed the checklist.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Lead">The lead.</param>
public sealed record Qualified(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Lead) : AboutLead(Id, OccurredAt, RecordedAt, Lead)
{
    /// <inheritdoc/>
    public override string Kind => "qualified";
}

/// <summary>A deal registration was approved: the lead is an opportunity.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Lead">The lead.</param>
public sealed record Registered(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Lead) : AboutLead(Id, OccurredAt, RecordedAt, Lead)
{
    /// <inheritdoc/>
    public override string Kind => "registered";
}

/// <summary>A deal registration was released or ran out: the lead is lost.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Lead">The lead.</param>
public sealed record Released(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Lead) : AboutLead(Id, OccurredAt, RecordedAt, Lead)
{
    /// <inheritdoc/>
    public override string Kind => "released";
}

/// <summary>A lead was closed without a sale.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Lead">The lead.</param>
/// <param name="Reason">Why; <see cref="Duplicate"/> is no loss.</param>
public sealed record Lost(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Lead, string Reason) : AboutLead(Id, OccurredAt, RecordedAt, Lead)
{
    /// <summary>The reason that closes a record and loses no customer.</summary>
    public const string Duplicate = "duplicate";

    /// <inheritdoc/>
    public override string Kind => "lost";
}
