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
    public long Version { get; set; }
    public long Sequence { get; set; }
    public AccountRow? Account { get; set; }

    /// <summary>The row as the rules see it.</summary>
    public Lead ToLead() => OwnerId is { } owner
        ? new Lead.Claimed(Id, new(owner, OwnerName!), ClaimedAt!.Value)
        : new Lead.Open(Id);

    /// <summary>Takes over what the rules made of it.</summary>
    public void Become(Lead lead)
    {
        if (lead is Lead.Claimed claimed)
        {
            (OwnerId, OwnerName, ClaimedAt) = (claimed.Owner.Id, claimed.Owner.Name, claimed.At);
        }
    }
}
