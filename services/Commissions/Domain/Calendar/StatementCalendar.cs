namespace CoretimeDesk.Commissions.Calendar;

/// <summary>Where a month's statement stands.</summary>
public enum StatementStage
{
    /// <summary>The month runs: corrections change its lines' sums.</summary>
    Open,

    /// <summary>Closed; it is being computed.</summary>
    Closed,

    /// <summary>Participants look at it.</summary>
    Review,

    /// <summary>Nothing changes any more; later corrections are lines of a later month.</summary>
    Final,
}

/// <summary>When a month's statement is what. All instants are UTC, and each deadline is the first instant that is too late.</summary>
/// <param name="Month">The month.</param>
/// <param name="ClosesAt">The first instant of the next month.</param>
/// <param name="ComputedBy">The end of the 4th business day.</param>
/// <param name="ReviewUntil">12:00 of the 5th business day; from then on it is final.</param>
/// <param name="PayOn">The last business day up to the 15th.</param>
/// <param name="PaidBy">The end of the 15th.</param>
/// <param name="DisputeUntil">The end of the 10th business day after it is final.</param>
public sealed record StatementCalendar(Month Month, DateTimeOffset ClosesAt, DateTimeOffset ComputedBy, DateTimeOffset ReviewUntil, DateOnly PayOn, DateTimeOffset PaidBy, DateTimeOffset DisputeUntil)
{
    /// <summary>How many business days there are to open a dispute.</summary>
    public const int DisputeDays = 10;

    /// <summary>And to answer it.</summary>
    public const int AnswerDays = 5;

    /// <summary>The calendar of a month.</summary>
    public static StatementCalendar Of(Month month, BusinessDays days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var next = month.Next.Start;
        var first = DateOnly.FromDateTime(next.UtcDateTime);
        var review = BusinessDays.Start(days.Nth(first, 5)).AddHours(12);
        return new(month, next, BusinessDays.Start(days.Nth(first, 4).AddDays(1)), review, days.AtOrBefore(first.AddDays(14)), BusinessDays.Start(first.AddDays(15)), days.EndAfter(review, DisputeDays));
    }

    /// <summary>Where the statement stands.</summary>
    /// <param name="at">When.</param>
    /// <param name="isComputed">It has been computed.</param>
    public StatementStage StageAt(DateTimeOffset at, bool isComputed) => at < ClosesAt ? StatementStage.Open
        : at >= ReviewUntil && isComputed ? StatementStage.Final
        : isComputed ? StatementStage.Review
        : StatementStage.Closed;

    /// <summary>A line of the statement may still be disputed.</summary>
    public bool CanDispute(DateTimeOffset at) => at >= ClosesAt && at < DisputeUntil;

    /// <summary>Until when a dispute must be answered.</summary>
    public static DateTimeOffset AnswerBy(DateTimeOffset openedAt, BusinessDays days)
    {
        ArgumentNullException.ThrowIfNull(days);
        return days.EndAfter(openedAt, AnswerDays);
    }
}
