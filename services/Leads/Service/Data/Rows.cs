using CoretimeDesk.Journal;

namespace CoretimeDesk.Leads.Data;

/// <summary>A lead's current state.</summary>
public sealed class LeadRow : IJournaled
{
    public required Guid Id { get; init; }
    public required string Number { get; init; }
    public required Guid AccountId { get; set; }
    public required string Title { get; set; }
    public required LeadSource Source { get; init; }
    public Guid? OwnerId { get; set; }
    public string? OwnerName { get; set; }
    public required DateTimeOffset OpenedAt { get; init; }
    public DateTimeOffset? ClaimedAt { get; set; }

    /// <summary>When it must be assigned; null unless it waits in the overflow queue.</summary>
    public DateTimeOffset? QueueDueAt { get; set; }

    /// <summary>Why it waits there.</summary>
    public string? QueueReason { get; set; }
    public DateTimeOffset? ClosedAt { get; set; }
    public bool Won { get; set; }
    public long Version { get; set; }
    public long Sequence { get; set; }
    public AccountRow? Account { get; set; }

    /// <summary>The row as the rules see it.</summary>
    public Lead ToLead() =>
        ClosedAt is { } closed ? new Lead.Closed(Id, closed, Won)
        : OwnerId is { } owner ? new Lead.Claimed(Id, new(owner, OwnerName!), ClaimedAt!.Value)
        : new Lead.Open(Id) { QueueDueAt = QueueDueAt };

    /// <summary>Takes over what the rules made of it. A closed lead keeps its last owner's name.</summary>
    public void Become(Lead lead)
    {
        switch (lead)
        {
            case Lead.Claimed claimed:
                (OwnerId, OwnerName, ClaimedAt) = (claimed.Owner.Id, claimed.Owner.Name, claimed.At);
                break;
            case Lead.Open:
                (OwnerId, OwnerName, ClaimedAt) = (null, null, null);
                break;
            case Lead.Closed closed:
                (ClosedAt, Won) = (closed.At, closed.Won);
                break;
        }

        QueueDueAt = (lead as Lead.Open)?.QueueDueAt;
        if (QueueDueAt is null)
        {
            QueueReason = null;
        }
    }
}
