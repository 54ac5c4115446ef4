using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Approvals;
using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Data;

/// <summary>Somebody may decide in another's place for a while.</summary>
public sealed class DelegationRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Role { get; init; }
    public required Guid FromId { get; init; }
    public required string FromName { get; init; }
    public required Guid[] TeamIds { get; init; }
    public required Guid ToId { get; init; }
    public required string ToName { get; init; }
    public required DateTimeOffset StartsAt { get; init; }
    public required DateTimeOffset EndsAt { get; init; }
    public required DateTimeOffset MadeAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public required string Note { get; init; }
    public long Version { get; set; }
    public long Sequence { get; set; }

    /// <summary>The row as the rules see it.</summary>
    public Delegation ToDelegation() => new()
    {
        Id = Id,
        Role = Role,
        From = new Person(FromId, FromName),
        TeamIds = TeamIds,
        To = new Person(ToId, ToName),
        StartsAt = StartsAt,
        EndsAt = EndsAt,
        EndedAt = EndedAt,
    };
}

/// <summary>A review of a customer's size, of which Leads tells. While one is open nothing new is conceded.</summary>
public sealed class SizeReviewRow
{
    public required Guid ReviewId { get; init; }

    /// <summary>Null while only its end is known.</summary>
    public Guid? AccountId { get; set; }
    public DateTimeOffset? OpenedAt { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
}
