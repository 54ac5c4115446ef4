using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Grouping;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Explaining;

/// <summary>What counts for one month, and for one group of it. It asks the facts and not the books, so the two can be held against each other.</summary>
internal sealed class ExplainScope(DeskBooks desk, Month month, long asOf, Group? group)
{
    private readonly long _start = month.Start.UtcTicks;
    private readonly long _end = month.End.UtcTicks;

    public DeskBooks Desk => desk;

    public Month Month => month;

    /// <summary>The as-of instant, in ticks.</summary>
    public long AsOf => asOf;

    /// <summary>The end of the month, or the as-of instant if that is earlier, in ticks.</summary>
    public long End => Math.Min(_end, asOf);

    public IEnumerable<ClusterState> Created => InOrder(desk.Clusters.CreatedIn[month].Where(c => IsIn(c.Created) && IsOf(c, Groups.AtCreation)));

    public IEnumerable<ClusterState> Won => InOrder(desk.Clusters.WonIn[month].Where(c => IsIn(c.Won?.Fact) && IsOf(c, Groups.AtWin)));

    public IEnumerable<ClusterState> Lost => InOrder(desk.Clusters.LostIn[month].Where(c => IsIn(c.Lost) && IsOf(c, Groups.AtLoss)));

    public IEnumerable<GrantState> Grants => desk.Grants.Grants.Where(g => g.Outcome is not null && IsIn(g.Activation?.Fact)).OrderBy(g => g.Award!.Grant, StringComparer.Ordinal);

    public IEnumerable<QuoteState> AcceptedQuotes => desk.Quotes.AcceptedIn[month].Where(q => IsIn(q.Accepted)).OrderBy(q => q.Sent.Quote, StringComparer.Ordinal);

    public IEnumerable<QuotaGiven> Quotas =>
        desk.Quotas.Quotas.Where(q => q.Month == month && IsOf(q.Rep, q.Team)).OrderBy(q => q.Rep, StringComparer.Ordinal);

    public IEnumerable<BaseEarned> EarnedBase =>
        desk.Earned.Earned.Where(e => e.Month == month && e.Amount.Value > 0 && IsOf(e.Rep, e.Team)).OrderBy(e => e.Rep, StringComparer.Ordinal).ThenBy(e => e.Purchase, StringComparer.Ordinal);

    public IEnumerable<ClaimPaid> PaidClaims => desk.Claims.Claims.Where(IsIn).OrderBy(ClaimBook.Took).ThenBy(c => c.Claim, StringComparer.Ordinal);

    /// <summary>Customers who were won four periods before the end of the month, or longer.</summary>
    public IEnumerable<ClusterState> Old => InOrder(desk.Clusters.Clusters.Where(c => c.Won is { } won && Periods.IsOld(month, won.Ticks)));

    public IEnumerable<MatchState> Matches => desk.Purchases.MatchedIn[month].Where(m => IsIn(m.Fact)).OrderBy(m => m.Fact.Id, StringComparer.Ordinal);

    public IEnumerable<TrancheState> EndedTranches => desk.Tranches.Tranches.Where(t => IsIn(t.Ended)).OrderBy(t => t.Opened.Grant, StringComparer.Ordinal).ThenBy(t => t.Opened.Tranche);

    public IEnumerable<ApprovalState> DecidedApprovals => desk.Approvals.Approvals.Where(a => IsIn(a.Decided)).OrderBy(a => a.Submitted.Approval, StringComparer.Ordinal);

    public IEnumerable<PurchaseState> OwnPurchases => InOrder(desk.Purchases.MadeIn[month].Where(p => p.Payer == Payer.Own && IsIn(p.Fact)));

    public IEnumerable<PurchaseState> NetNew => InOrder(desk.Purchases.MadeIn[month].Where(p => p.IsNetNew && IsIn(p.Fact) && IsOf(p.PaidBy!.Cluster, Groups.AtWin)));

    /// <summary>Regions that end later have not ended, though it is known when they will.</summary>
    public IEnumerable<PurchaseState> EndedRegions =>
        InOrder(desk.Purchases.EndingIn[month].Where(p => p.IsEnding && p.Fact.EndsAt!.Value.UtcTicks is var end && end >= _start && end < _end && end <= asOf));

    public bool IsIn(Fact? fact) => fact is not null && fact.Ticks() >= _start && fact.Ticks() < _end;

    private bool IsOf(string rep, string? team) => group is null || Groups.OfRep(group.By, rep, team) == group.Name;

    private bool IsOf(ClusterState cluster, Func<GroupBy, ClusterState, string> name) => group is null || name(group.By, cluster) == group.Name;

    private static IEnumerable<ClusterState> InOrder(IEnumerable<ClusterState> clusters) => clusters.OrderBy(c => c.Survivor.Created.Lead, StringComparer.Ordinal);

    private static IEnumerable<PurchaseState> InOrder(IEnumerable<PurchaseState> purchases) => purchases.OrderBy(p => p.Ticks).ThenBy(p => p.Fact.Id, StringComparer.Ordinal);
}
