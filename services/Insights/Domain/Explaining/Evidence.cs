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
        return Of(c, amount, [.. PaidBy(c, from, until ?? long.MaxValue).SelectMany(p => Paid("paid", p))]);
    }

    public static ExplainedItem Grant(GrantState g)
    {
        List<FactUse> facts = [new("awarded", g.Award!), .. Paid("first used", g.Activation!)];
        if (g.Outcome is GrantOutcome.Paid or GrantOutcome.PaidBefore)
        {
            facts.AddRange(Paid("first paid", g.Lead!.Cluster.FirstPaid!));
        }

        return new(g.Award!.Grant, "1 grant", [.. facts]);
    }

    public static ExplainedItem Region(PurchaseState p, string amount) =>
        new(p.Fact.Id, amount, p is { IsRenewed: true, Renewal: { } renewal } ? [.. Paid("bought", p), .. Paid("renewed", renewal)] : [.. Paid("bought", p)]);

    public static ExplainedItem Purchase(PurchaseState p, string amount) => new(p.Fact.Id, amount, [.. Paid("paid", p)]);

    public static ExplainedItem Match(MatchState m) => new(m.Fact.Id, "1 match", m.Reversal is { } reversal ? [new("matched", m.Fact), new("reversed", reversal)] : [new("matched", m.Fact)]);

    public static ExplainedItem Quote(QuoteState q, string amount) => new(q.Sent.Quote, amount, [new("sent", q.Sent), new("accepted", q.Accepted!)]);

    public static ExplainedItem Tranche(TrancheState t, string amount) =>
        new($"{t.Opened.Grant}/{t.Opened.Tranche}", amount, [new("opened", t.Opened), .. t.Uses.Where(u => u.At <= t.Ended!.At).OrderBy(u => u.At).Select(u => new FactUse("used", u)), new("ended", t.Ended!)]);

    public static ExplainedItem Approval(ApprovalState a, string amount) =>
        new(a.Submitted.Approval, amount, a.Decided is { } decided ? [new("submitted", a.Submitted), new("decided", decided)] : [new("submitted", a.Submitted)]);

    /// <summary>What a customer paid from one instant until just before another, and when it was won.</summary>
    public static ExplainedItem PaidBetween(ClusterState c, long from, long until, string amount) =>
        Of(c, amount, [.. Paid("won", c.Won!), .. PaidBy(c, from, until).Where(p => p != c.Won).SelectMany(p => Paid("paid", p))]);

    /// <summary>A customer's payments from one instant until just before another, in order.</summary>
    public static IEnumerable<PurchaseState> PaidBy(ClusterState c, long from, long until) =>
        c.Leads.SelectMany(l => l.Paid).Where(p => p.Ticks >= from && p.Ticks < until).OrderBy(p => p.Ticks).ThenBy(p => p.Fact.Id, StringComparer.Ordinal);

    /// <summary>What a grant paid for.</summary>
    public static ExplainedItem Spent(GrantState g, PurchaseState p, string amount) => new(p.Fact.Id, amount, [new("awarded", g.Award!), .. Paid("paid by the grant", p)]);

    /// <summary>What was earned of a purchase, and the purchase if it is known.</summary>
    public static ExplainedItem Earned(BaseEarned e, PurchaseState? p, string amount) => new(e.Purchase, amount, [new("earned", e), .. p is null ? [] : Paid("paid", p)]);

    /// <summary>A purchase, what was learnt of who paid, and the match that says whose it is.</summary>
    private static IEnumerable<FactUse> Paid(string says, PurchaseState p)
    {
        yield return new(says, p.Fact);
        if (p.Learnt is { } learnt)
        {
            yield return new("payer learnt", learnt);
        }

        if (p.Match is { } match)
        {
            yield return new("matched", match.Fact);
        }
    }

    /// <summary>A customer is named by the lead that survives; the merges that made it are part of the evidence.</summary>
    private static ExplainedItem Of(ClusterState c, string amount, IEnumerable<FactUse> facts) =>
        new(c.Survivor.Created.Lead, amount, [.. facts, .. c.Leads.Where(l => l.Into is not null).SelectMany(l => l.Merges.Where(m => m.IsInForce && m.Lead == l && m.Into == l.Into)).OrderBy(m => m.Fact.RecordedAt).Select(m => new FactUse("merged", m.Fact))]);
}
