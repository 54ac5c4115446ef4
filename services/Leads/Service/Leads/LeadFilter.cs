using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;

namespace CoretimeDesk.Leads.Leads;

/// <summary>Which leads to list; null means any.</summary>
public sealed record LeadFilter(LeadState? State, Segment? Segment, SizeTier? Tier, Guid? OwnerId, Guid? AccountId, NamePart? Name = null)
{
    internal IQueryable<LeadRow> Apply(LeadsDb db, IQueryable<LeadRow> leads)
    {
        leads = State switch
        {
            LeadState.Open => leads.Where(l => l.OwnerId == null && l.ClosedAt == null),
            LeadState.Claimed => leads.Where(l => l.OwnerId != null && l.ClosedAt == null),
            LeadState.Closed => leads.Where(l => l.ClosedAt != null),
            _ => leads,
        };

        if (Segment is { } segment)
        {
            leads = leads.Where(l => l.Account!.Segment == segment);
        }

        if (Tier is { } tier)
        {
            leads = leads.Where(l => l.Account!.SizeTier == tier);
        }

        if (OwnerId is { } owner)
        {
            leads = leads.Where(l => l.OwnerId == owner);
        }

        if (AccountId is { } account)
        {
            leads = leads.Where(l => l.AccountId == account);
        }

        return Name?.Of(db, leads) ?? leads;
    }
}
