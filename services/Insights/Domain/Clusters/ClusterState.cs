using System.Numerics;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Grouping;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Clusters;

/// <summary>A customer: all leads that end in one survivor, and what follows from them together.</summary>
internal sealed class ClusterState(LeadState survivor, IReadOnlyList<LeadState> leads)
{
    public LeadState Survivor { get; } = survivor;

    public IReadOnlyList<LeadState> Leads { get; } = leads;

    /// <summary>What follows from the leads together.</summary>
    public ClusterDates Dates { get; private set; } = new(survivor.Created);

    public LeadCreated Created => Dates.Created;

    public Fact? Registered => Dates.Registered;

    public PurchaseState? FirstPaid => Dates.FirstPaid;

    public PurchaseState? Won => Dates.Won;

    public Fact? Lost => Dates.Lost;

    public BigInteger First90 => Dates.First90;

    /// <summary>What groups count of it, by grouping; null for nothing.</summary>
    public GroupEntry?[]? Entered { get; set; }

    public string Segment => Survivor.Created.Segment;

    public string Tier => Survivor.Created.Tier;

    /// <summary>Works everything out anew from the leads.</summary>
    public void Derive()
    {
        var first = Leads[0];
        var (created, qualified, registered, quoted, accepted, closed) = (first.Created, first.Qualified, first.Registered, first.Quoted, first.Accepted, first.Closed);
        for (var i = 1; i < Leads.Count; i++)
        {
            var lead = Leads[i];
            created = FactOrder.Earlier(lead.Created, created);
            qualified = First(lead.Qualified, qualified);
            registered = First(lead.Registered, registered);
            quoted = First(lead.Quoted, quoted);
            accepted = First(lead.Accepted, accepted);
            closed = First(lead.Closed, closed);
        }

        var won = FirstPaidFrom(created.Ticks());
        Dates = new(created)
        {
            Qualified = qualified, Registered = registered, Quoted = quoted, Accepted = accepted, FirstPaid = FirstPaidFrom(long.MinValue), Won = won,
            Lost = closed is not null && (won is null || closed.At < won.Fact.At) ? closed : null,
            Sponsored = Leads.SelectMany(l => l.Grants).Aggregate(BigInteger.Zero, (sum, g) => sum + g.Spent),
            First90 = won is null ? BigInteger.Zero : PaidUntil(won, won.Ticks + (Horizons.FirstDays * TimeSpan.TicksPerDay)),
            FirstPeriods = won is null ? BigInteger.Zero : PaidUntil(won, Periods.FirstEnd(won.Ticks)),
        };
    }

    /// <summary>The customer paid more within the first days; its other dates stay what they are.</summary>
    public void PaidMore(PurchaseState purchase) => Dates = Dates with
    {
        First90 = Dates.First90 + purchase.Planck,
        FirstPeriods = Dates.FirstPeriods + (purchase.Ticks < Periods.FirstEnd(Won!.Ticks) ? purchase.Planck : BigInteger.Zero),
    };

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

    private BigInteger PaidUntil(PurchaseState won, long end) => Leads.Aggregate(BigInteger.Zero, (sum, lead) => sum + PaidLedger.Sum(lead.Paid, won.Ticks, end));

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
