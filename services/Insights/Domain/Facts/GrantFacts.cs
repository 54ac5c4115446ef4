using CoretimeDesk.Market;

namespace CoretimeDesk.Insights.Facts;

/// <summary>A lead was granted coretime.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Grant">The grant.</param>
/// <param name="Lead">The lead.</param>
public sealed record GrantAwarded(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Grant, string Lead) : AboutLead(Id, OccurredAt, RecordedAt, Lead)
{
    /// <inheritdoc/>
    public override string Kind => "grant_awarded";
}

/// <summary>A part of a grant may be used.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Grant">The grant.</param>
/// <param name="Tranche">The part's number.</param>
/// <param name="Amount">How much may be used, in planck.</param>
public sealed record TrancheOpened(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Grant, long Tranche, Planck Amount) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "tranche_opened";
}

/// <summary>Something of a part was used, as the chain says.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">The block's time.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Grant">The grant.</param>
/// <param name="Tranche">The part's number.</param>
/// <param name="Amount">How much, in planck.</param>
public sealed record TrancheUsed(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Grant, long Tranche, Planck Amount) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "tranche_used";

    /// <inheritdoc/>
    public override bool IsOfChain => true;
}

/// <summary>A part of a grant can be used no longer.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Grant">The grant.</param>
/// <param name="Tranche">The part's number.</param>
public sealed record TrancheEnded(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Grant, long Tranche) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "tranche_ended";
}
