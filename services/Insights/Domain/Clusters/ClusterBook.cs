using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Grouping;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Clusters;

/// <summary>All leads and the customers they are. What changes about one customer is taken out of the books and entered anew; nothing else is touched.</summary>
internal sealed class ClusterBook(MonthBooks books, GroupBooks groups)
{
    private readonly Dictionary<string, LeadState> _leads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MergeState> _merges = new(StringComparer.Ordinal);

    /// <summary>Customers by when they were created.</summary>
    public ByMonth<ClusterState> CreatedIn { get; } = new();

    /// <summary>Customers by when they were won.</summary>
    public ByMonth<ClusterState> WonIn { get; } = new();

    /// <summary>Customers by when they were lost.</summary>
    public ByMonth<ClusterState> LostIn { get; } = new();

    /// <summary>All customers, in no order.</summary>
    public IEnumerable<ClusterState> Clusters => _leads.Values.Where(l => l.Into is null).Select(l => l.Cluster);

    public bool HasLead(string lead) => _leads.ContainsKey(lead);

    public bool HasMerge(string id) => _merges.ContainsKey(id);

    public LeadState Lead(string lead) => _leads[lead];

    public void Create(LeadCreated fact)
    {
        if (!_leads.TryGetValue(fact.Lead, out var lead))
        {
            _leads.Add(fact.Lead, lead = new(fact));
            lead.Cluster = new(lead, [lead]);
            lead.Cluster.Derive();
            ClusterEntries.Enter(books, lead.Cluster.Dates, 1);
            Move(lead.Cluster, null, lead.Cluster.Dates);
            groups.Changed(lead.Cluster);
        }
        else if (FactOrder.IsEarlier(fact, lead.Created))
        {
            lead.Created = fact;
            Update(lead.Cluster);
        }
    }

    public void Qualify(Qualified fact) => Stage(fact, l => l.Qualified, (l, f) => l.Qualified = f);

    public void Register(Registered fact) => Stage(fact, l => l.Registered, (l, f) => l.Registered = f);

    public void Quote(Quoted fact) => Stage(fact, l => l.Quoted, (l, f) => l.Quoted = f);

    public void Close(AboutLead fact)
    {
        if (fact is not Lost { Reason: Lost.Duplicate })
        {
            Stage(fact, l => l.Closed, (l, f) => l.Closed = f);
        }
    }

    /// <summary>The first acceptance of the lead's quotes may be another now.</summary>
    public void Accept(LeadState lead)
    {
        var accepted = lead.Quotes.Select(q => q.Accepted).OfType<Accepted>().Aggregate((Accepted?)null, (first, f) => FactOrder.Earlier(f, first));
        if (!ReferenceEquals(accepted, lead.Accepted))
        {
            lead.Accepted = accepted;
            Update(lead.Cluster);
        }
    }

    /// <summary>Owners are asked for when figures are grouped; no other book depends on them.</summary>
    public void ChangeOwner(OwnerChanged fact)
    {
        _leads[fact.Lead].Owners.Add(fact);
        groups.Changed(_leads[fact.Lead].Cluster);
    }

    public void Merge(LeadMerged fact)
    {
        var merge = new MergeState(fact, _leads[fact.Lead], _leads[fact.Into]);
        _merges.Add(fact.Id, merge);
        merge.Lead.Merges.Add(merge);
        if (merge.Into != merge.Lead)
        {
            merge.Into.Merges.Add(merge);
            Regroup(merge.Lead);
        }
    }

    public void Revert(MergeReverted fact)
    {
        var merge = _merges[fact.Merge];
        var wasInForce = merge.IsInForce;
        merge.Revert(fact);
        if (wasInForce != merge.IsInForce)
        {
            Regroup(merge.Lead);
        }
    }

    /// <summary>The lead's customer paid for something.</summary>
    public void AddPaid(LeadState lead, PurchaseState purchase)
    {
        PaidLedger.Add(lead.Paid, purchase);
        var cluster = lead.Cluster;
        if (cluster.Won is not { } won || FactOrder.IsEarlier(purchase.Fact, won.Fact))
        {
            Update(cluster);
        }
        else if (purchase.Ticks < won.Ticks + (Horizons.FirstDays * TimeSpan.TicksPerDay))
        {
            // The usual case of many purchases: the customer's dates stay what they are.
            var before = cluster.Dates;
            cluster.PaidMore(purchase);
            ClusterEntries.Change(books, before, cluster.Dates);
        }

        groups.Changed(cluster);
    }

    /// <summary>A grant of the lead is another, or paid for more.</summary>
    public void Sponsor(LeadState lead) => Update(lead.Cluster);

    /// <summary>The lead's customer did not pay for something after all.</summary>
    public void RemovePaid(LeadState lead, PurchaseState purchase)
    {
        lead.Paid.Remove(purchase);
        Update(lead.Cluster);
    }

    private void Stage<T>(T fact, Func<LeadState, Fact?> get, Action<LeadState, Fact> set)
        where T : AboutLead
    {
        var lead = _leads[fact.Lead];
        if (FactOrder.IsEarlier(fact, get(lead)))
        {
            set(lead, fact);
            Update(lead.Cluster);
        }
    }

    private void Update(ClusterState cluster)
    {
        var before = cluster.Dates;
        cluster.Derive();
        ClusterEntries.Change(books, before, cluster.Dates);
        Move(cluster, before, cluster.Dates);
        Follow(cluster, before.Won?.Ticks != cluster.Won?.Ticks, before.FirstPaid?.Ticks != cluster.FirstPaid?.Ticks);
        groups.Changed(cluster);
    }

    private void Move(ClusterState cluster, ClusterDates? before, ClusterDates? after)
    {
        CreatedIn.Move(cluster, before?.Created.Ticks(), after?.Created.Ticks());
        WonIn.Move(cluster, before?.Won?.Ticks, after?.Won?.Ticks);
        LostIn.Move(cluster, before?.Lost?.Ticks(), after?.Lost?.Ticks());
    }

    /// <summary>Enters anew what counts by the customer's dates.</summary>
    private void Follow(ClusterState cluster, bool wonChanged, bool paidChanged)
    {
        if (!wonChanged && !paidChanged)
        {
            return;
        }

        foreach (var lead in cluster.Leads)
        {
            lead.Paid.ForEach(p =>
            {
                p.EnterNetNew(books);
                p.EnterRetained(books);
            });
            lead.Grants.ForEach(g => g.Enter(books));
        }
    }

    /// <summary>Applies all merges in force anew among the leads that any merge ties to this one.</summary>
    private void Regroup(LeadState start)
    {
        var (leads, merges) = Tied(start);
        foreach (var cluster in leads.Select(l => l.Cluster).Distinct())
        {
            ClusterEntries.Enter(books, cluster.Dates, -1);
            Move(cluster, cluster.Dates, null);
            groups.Gone(cluster);
        }

        foreach (var lead in leads)
        {
            lead.Into = null;
        }

        foreach (var merge in merges.Where(m => m.IsInForce).OrderBy(m => (Fact)m.Fact, Comparer<Fact>.Create(FactOrder.CompareRecorded)))
        {
            // A lead goes away once, and never into itself.
            if (merge.Lead.Into is null && merge.Into.Survivor() != merge.Lead)
            {
                merge.Lead.Into = merge.Into;
            }
        }

        foreach (var members in leads.GroupBy(l => l.Survivor()))
        {
            var cluster = new ClusterState(members.Key, [.. members]);
            foreach (var lead in cluster.Leads)
            {
                lead.Cluster = cluster;
            }

            cluster.Derive();
            ClusterEntries.Enter(books, cluster.Dates, 1);
            Move(cluster, null, cluster.Dates);
            groups.Changed(cluster);
        }

        foreach (var cluster in leads.Select(l => l.Cluster).Distinct())
        {
            Follow(cluster, wonChanged: true, paidChanged: true);
        }
    }

    private static (HashSet<LeadState> Leads, HashSet<MergeState> Merges) Tied(LeadState start)
    {
        var (leads, merges, queue) = (new HashSet<LeadState> { start }, new HashSet<MergeState>(), new Queue<LeadState>([start]));
        while (queue.TryDequeue(out var lead))
        {
            foreach (var merge in lead.Merges.Where(merges.Add))
            {
                foreach (var other in new[] { merge.Lead, merge.Into }.Where(leads.Add))
                {
                    queue.Enqueue(other);
                }
            }
        }

        return (leads, merges);
    }
}
