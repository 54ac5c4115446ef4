using CoretimeDesk.Leads.Data;

namespace CoretimeDesk.Leads.Leads;

/// <summary>Which leads to list; null means any.</summary>
public sealed record LeadFilter(bool? Claimed, Segment? Segment, SizeTier? Tier, Guid? OwnerId, Guid? AccountId)
{
    internal IQueryable<LeadRow> Apply(IQueryable<LeadRow> leads)
    {
        if (Claimed is { } claimed)
        {
            leads = leads.Where(l => (l.OwnerId != null) == claimed);
        }

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

        return leads;
    }
}
