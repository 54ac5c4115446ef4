using CoretimeDesk.Market;

namespace CoretimeDesk.Insights.Facts;

/// <summary>A claim was paid out, as the chain says. The first that was recorded for a claim counts.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">The time of the block with which all of its payout had arrived.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Claim">The claim: what somebody has earned once a condition was true.</param>
/// <param name="DueAt">When the condition was true, by the chain's time.</param>
/// <param name="Amount">How much, in planck.</param>
public sealed record ClaimPaid(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, string Claim, DateTimeOffset DueAt, Planck Amount) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "claim_paid";

    /// <inheritdoc/>
    public override bool IsOfChain => true;

    /// <summary>When the condition was true, in UTC, to the millisecond.</summary>
    public DateTimeOffset DueAt { get; init; } = ToTheMillisecond(DueAt);
}
