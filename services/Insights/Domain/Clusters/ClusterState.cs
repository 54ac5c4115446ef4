using System.Numerics;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Clusters;

/// <summary>A customer: all leads that end in one survivor, and what follows from them together.</summary>
internal sealed class ClusterState(LeadState survivor, IReadOnlyList<LeadState> leads)
{
    public LeadState Survivor { get; } = survivor;

    public IReadOnlyList<LeadState> Leads { get; } = leads;

    public LeadCreated Created { get; private set; } = survivor.Created;

    public Fact? Qualified { get; private set; }

    public Fact? Registered { get; private set; }

    public Fact? Quoted { get; private set; }

    public Fact? Accepted { get; private set; }

    /// <summary>The first purchase with the customer's own money, ever.</summary>
    public PurchaseState? FirstPaid { get; private set; }

    /// <summary>The first of them at or after creation.</summary>
    public PurchaseState? Won { get; private set; }

    /// <summary>The first loss, unless it was won before or at that instant.</summary>
    public Fact? Lost { get; private set; }

    /// <summary>What was paid within 90 days of the first purchase, in planck.</summary>
    public BigInteger First90 { get; set; }

    public string Segment => Survivor.Created.Segment;

    public string Tier => Survivor.Created.Tier;

    /// <summary>Works everything out anew from the leads.</summary>
    public void Derive()
    {
        var first = Leads[0];
        (Created, Qualified, Registered, Quoted, Accepted) = (first.Created, first.Qualified, first.Registered, first.Quoted, first.Accepted);
        var closed = first.Closed;
        for (var i = 1; i < Leads.Count; i++)
        {
            var lead = Leads[i];
            Created = FactOrder.Earlier(lead.Created, Created);
            Qualified = First(lead.Qualified, Qualified);
            Registered = First(lead.Registered, Registered);
            Quoted = First(lead.Quoted, Quoted);
            Accepted = First(lead.Accepted, Accepted);
            closed = First(lead.Closed, closed);
        }

        FirstPaid = FirstPaidFrom(long.MinValue);
        Won = FirstPaidFrom(Created.Ticks());
        Lost = closed is not null && (Won is null || closed.At < Won.Fact.At) ? closed : null;
        First90 = BigInteger.Zero;
        if (Won is { } won)
        {
            First90 = Leads.Aggregate(BigInteger.Zero, (sum, lead) => sum + PaidLedger.Sum(lead.Paid, won.Ticks, won.Ticks + (Horizons.FirstDays * TimeSpan.TicksPerDay)));
        }
    }

    /// <summary>The last owner that was named at or before an instant, else the survivor's first.</summary>
    public (string? Rep, string? Team, Fact Fact) OwnerAt(DateTimeOffset instant)
    {
        OwnerChanged? last = null;
        foreach (var change in Leads.SelectMany(l => l.Owners))
        {
            if (change.At <= instant && (last is null || FactOrder.Compare(last, change) < 0))
            {
                last = change;
            }
        }

        return last is null ? (Survivor.Created.Rep, Survivor.Created.Team, Survivor.Created) : (last.Rep, last.Team, last);
    }

    private PurchaseState? FirstPaidFrom(long ticks)
    {
        PurchaseState? first = null;
        for (var i = 0; i < Leads.Count; i++)
        {
            var paid = Leads[i].Paid;
            var place = PaidLedger.From(paid, ticks);
            if (place < paid.Count && FactOrder.IsEarlier(paid[place].Fact, first?.Fact))
            {
                first = paid[place];
            }
        }

        return first;
    }

    private static Fact? First(Fact? fact, Fact? other) => fact is null ? other : FactOrder.Earlier(fact, other);
}
