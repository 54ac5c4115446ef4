using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Figures;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Explaining;

/// <summary>The facts behind one thing that counts.</summary>
internal static class Evidence
{
    public static ExplainedItem Creation(ClusterState c) => Of(c, "1 customer", [new("created", c.Created)]);

    public static ExplainedItem Win(ClusterState c) => Of(c, "1 customer", [new("created", c.Created), .. Paid("won", c.Won!)]);

    public static ExplainedItem Loss(ClusterState c) => Of(c, "1 customer", [new("created", c.Created), new("lost", c.Lost!)]);

    public static ExplainedItem Closing(ClusterState c) => Of(c, $"{TimeToCloseRule.Days(c.Won!.Ticks - c.Created.At.UtcTicks)} days", [new("created", c.Created), .. Paid("won", c.Won!)]);

    public static ExplainedItem Stages(ClusterState c, params (string Name, int Stage)[] stages) =>
        Of(c, "1 customer", [.. stages.Select(s => new FactUse(s.Name, ClusterEntries.StageFacts(c.Dates)[s.Stage]!))]);

    public static ExplainedItem First90(ClusterState c, string amount)
    {
        var (from, until) = (c.Won!.Ticks, ClusterEntries.First90End(c.Dates));
        return Of(c, amount, [.. c.Leads.SelectMany(l => l.Paid).Where(p => p.Ticks >= from && p.Ticks < until).OrderBy(p => p.Ticks).SelectMany(p => Paid("paid", p))]);
    }

    public static ExplainedItem Grant(GrantState g)
    {
        List<FactUse> facts = [new("awarded", g.Award!), new("first used", g.Activation!)];
        if (g.Outcome is GrantOutcome.Paid or GrantOutcome.PaidBefore)
        {
            facts.AddRange(Paid("first paid", g.Lead!.Cluster.FirstPaid!));
        }

        return new(g.Award!.Grant, "1 grant", [.. facts]);
    }

    public static ExplainedItem Region(PurchaseState p, string amount) =>
        new(p.Fact.Id, amount, p is { IsRenewed: true, Renewal: { } renewal } ? [.. Paid("bought", p), new("renewed", renewal)] : [.. Paid("bought", p)]);

    public static ExplainedItem Purchase(PurchaseState p, string amount) => new(p.Fact.Id, amount, [.. Paid("paid", p)]);

    public static ExplainedItem Match(MatchState m) => new(m.Fact.Id, "1 match", m.Reversal is { } reversal ? [new("matched", m.Fact), new("reversed", reversal)] : [new("matched", m.Fact)]);

    public static ExplainedItem Quote(QuoteState q, string amount) => new(q.Sent.Quote, amount, [new("sent", q.Sent), new("accepted", q.Accepted!)]);

    public static ExplainedItem Tranche(TrancheState t, string amount) =>
        new($"{t.Opened.Grant}/{t.Opened.Tranche}", amount, [new("opened", t.Opened), .. t.Uses.Where(u => u.At <= t.Ended!.At).OrderBy(u => u.At).Select(u => new FactUse("used", u)), new("ended", t.Ended!)]);

    public static ExplainedItem Approval(ApprovalState a, string amount) =>
        new(a.Submitted.Approval, amount, a.Decided is { } decided ? [new("submitted", a.Submitted), new("decided", decided)] : [new("submitted", a.Submitted)]);

    /// <summary>A purchase, and the match that says whose it is.</summary>
    private static IEnumerable<FactUse> Paid(string says, PurchaseState p) => p.Match is { } match ? [new(says, p.Fact), new("matched", match.Fact)] : [new(says, p.Fact)];

    /// <summary>A customer is named by the lead that survives; the merges that made it are part of the evidence.</summary>
    private static ExplainedItem Of(ClusterState c, string amount, IEnumerable<FactUse> facts) =>
        new(c.Survivor.Created.Lead, amount, [.. facts, .. c.Leads.Where(l => l.Into is not null).SelectMany(l => l.Merges.Where(m => m.IsInForce && m.Lead == l && m.Into == l.Into)).OrderBy(m => m.Fact.RecordedAt).Select(m => new FactUse("merged", m.Fact))]);
}
