using CoretimeDesk.Market;

namespace CoretimeDesk.Insights.Facts;

/// <summary>Somebody is to bring in so much in a month. The first that was recorded for a rep and month counts.</summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it was given.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Month">The month.</param>
/// <param name="Rep">Whose it is.</param>
/// <param name="Team">The rep's team; null for none.</param>
/// <param name="Amount">How much, in planck.</param>
public sealed record QuotaGiven(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, Month Month, string Rep, string? Team, Planck Amount) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "quota_given";
}

/// <summary>
/// What customers paid for a rep's deals, as far as it was earned in a month: by the timeslices that ran in it. The last that was recorded for a rep, month and purchase counts.
/// </summary>
/// <param name="Id">Its id.</param>
/// <param name="OccurredAt">When it was worked out.</param>
/// <param name="RecordedAt">When the desk first knew of it.</param>
/// <param name="Month">The month.</param>
/// <param name="Rep">Whose deals.</param>
/// <param name="Team">The rep's team; null for none.</param>
/// <param name="Purchase">The purchase's id.</param>
/// <param name="Amount">How much of it, less rebates, in planck; 0 when it turned out to be nothing.</param>
public sealed record BaseEarned(string Id, DateTimeOffset OccurredAt, DateTimeOffset RecordedAt, Month Month, string Rep, string? Team, string Purchase, Planck Amount) : Fact(Id, OccurredAt, RecordedAt)
{
    /// <inheritdoc/>
    public override string Kind => "base_earned";
}
