namespace CoretimeDesk.Leads.Data;

/// <summary>What a notice is about.</summary>
public enum NoticeKind
{
    Approved = 1,
    Rejected = 2,
    Warned = 3,
    Ended = 4,
    MovedAway = 5,
    MovedToYou = 6,
    HandOverOffered = 7,
    HandOverAccepted = 8,
    HandOverReturned = 9,
    HandOverDue = 10,
    LeadAssigned = 11,
    LeadTaken = 12,
}

/// <summary>Something that a person is told, because it happened to what is theirs and they did not do it.</summary>
public sealed class NoticeRow
{
    public required Guid Id { get; init; }
    public required Guid PersonId { get; init; }
    public required NoticeKind Kind { get; init; }

    /// <summary>The registration, hand-over or lead.</summary>
    public required Guid SubjectId { get; init; }

    /// <summary>A sentence.</summary>
    public required string Text { get; init; }
    public required DateTimeOffset At { get; init; }
}
