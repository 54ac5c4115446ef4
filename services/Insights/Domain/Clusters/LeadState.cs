using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Clusters;

/// <summary>What is known of one lead.</summary>
internal sealed class LeadState(LeadCreated created)
{
    /// <summary>The earliest of the facts that say so.</summary>
    public LeadCreated Created { get; set; } = created;

    /// <summary>The first of each stage, re-entries do not count.</summary>
    public Fact? Qualified { get; set; }

    public Fact? Registered { get; set; }

    public Fact? Quoted { get; set; }

    public Fact? Accepted { get; set; }

    /// <summary>The first loss or release that is not for being a duplicate.</summary>
    public Fact? Closed { get; set; }

    public List<OwnerChanged> Owners { get; } = new(0);

    /// <summary>What was bought with the customer's own money, the earliest first.</summary>
    public List<PurchaseState> Paid { get; } = new(0);

    public List<GrantState> Grants { get; } = new(0);

    public List<QuoteState> Quotes { get; } = new(0);

    /// <summary>Merges that name it, whether they are in force or not.</summary>
    public List<MergeState> Merges { get; } = new(0);

    /// <summary>The lead it was merged into; null for one that survives.</summary>
    public LeadState? Into { get; set; }

    /// <summary>The customer it belongs to.</summary>
    public ClusterState Cluster { get; set; } = null!;

    /// <summary>The lead that survives of it.</summary>
    public LeadState Survivor()
    {
        var lead = this;
        while (lead.Into is { } into)
        {
            lead = into;
        }

        return lead;
    }
}

/// <summary>A merge and what became of it.</summary>
internal sealed class MergeState(LeadMerged fact, LeadState lead, LeadState into)
{
    private static readonly TimeSpan RevertedMost = TimeSpan.FromDays(30);

    public LeadMerged Fact { get; } = fact;

    public LeadState Lead { get; } = lead;

    public LeadState Into { get; } = into;

    /// <summary>Nobody took it back in time.</summary>
    public bool IsInForce { get; private set; } = true;

    public void Revert(MergeReverted revert)
    {
        var after = revert.RecordedAt - Fact.RecordedAt;
        IsInForce &= after < TimeSpan.Zero || after > RevertedMost;
    }
}
