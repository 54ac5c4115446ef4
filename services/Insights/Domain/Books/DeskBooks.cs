using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Facts;
using CoretimeDesk.Insights.Grouping;
using CoretimeDesk.Insights.Money;

namespace CoretimeDesk.Insights.Books;

/// <summary>
/// All that follows from the facts so far. Facts may come in any order and the books end the same; each touches only the customer, purchase or
/// other thing that it is about, so that one late fact among millions is as cheap as any.
/// </summary>
internal sealed class DeskBooks
{
    private readonly Waiting _waiting = new();

    public DeskBooks()
    {
        Clusters = new(Months, Groups);
        Grants = new(Months, Clusters);
        Purchases = new(Months, Clusters, Grants);
        Quotes = new(Months, Clusters);
        Tranches = new(Months);
        Approvals = new(Months);
        Quotas = new(Months);
        Earned = new(Months);
        Claims = new(Months);
    }

    public MonthBooks Months { get; } = new();

    public GroupBooks Groups { get; } = new();

    public ClusterBook Clusters { get; }

    public PurchaseBook Purchases { get; }

    public QuoteBook Quotes { get; }

    public GrantBook Grants { get; }

    public TrancheBook Tranches { get; }

    public ApprovalBook Approvals { get; }

    public QuotaBook Quotas { get; }

    public EarnedBook Earned { get; }

    public ClaimBook Claims { get; }

    /// <summary>Facts without effect, because what they are about is not known.</summary>
    public IEnumerable<Fact> Waiting => _waiting.Facts;

    /// <summary>Adds a fact.</summary>
    public void Add(Fact fact)
    {
        if (Missing(fact) is { } missing)
        {
            _waiting.Add(missing, fact);
            return;
        }

        Apply(fact);
        if (MadeKnown(fact) is { } known)
        {
            foreach (var waited in _waiting.Take(known))
            {
                Add(waited);
            }
        }
    }

    private void Apply(Fact fact)
    {
        switch (fact)
        {
            case LeadCreated f:
                Clusters.Create(f);
                break;
            case LeadMerged f:
                Clusters.Merge(f);
                break;
            case MergeReverted f:
                Clusters.Revert(f);
                break;
            case OwnerChanged f:
                Clusters.ChangeOwner(f);
                break;
            case Qualified f:
                Clusters.Qualify(f);
                break;
            case Registered f:
                Clusters.Register(f);
                break;
            case Released or Lost:
                Clusters.Close((AboutLead)fact);
                break;
            case Quoted f:
                Quotes.Send(f);
                break;
            case Accepted f:
                Quotes.Accept(f);
                break;
            case Purchase f:
                Purchases.Buy(f);
                break;
            case PayerLearnt f:
                Purchases.Learn(f);
                break;
            case Matched f:
                Purchases.Match(f);
                break;
            case MatchReversed f:
                Purchases.Reverse(f);
                break;
            case GrantAwarded f:
                Grants.Award(f);
                break;
            case TrancheOpened f:
                Tranches.Open(f);
                break;
            case TrancheUsed f:
                Tranches.Use(f);
                break;
            case TrancheEnded f:
                Tranches.End(f);
                break;
            case ApprovalSubmitted f:
                Approvals.Submit(f);
                break;
            case ApprovalDecided f:
                Approvals.Decide(f);
                break;
            case QuotaGiven f:
                Quotas.Give(f);
                break;
            case BaseEarned f:
                Earned.Earn(f);
                break;
            case ClaimPaid f:
                Claims.Pay(f);
                break;
            case ForecastFrozen f:
                Forecast(f);
                break;
            default:
                throw new InvalidOperationException($"A fact of kind {fact.Kind} has no meaning here.");
        }
    }

    private void Forecast(ForecastFrozen fact)
    {
        if (fact.RecordedAt > fact.Month.Start)
        {
            return; // Who knows how the month begins does not forecast it.
        }

        var book = Months.Open(fact.Month, Touch.Forecast);
        book.Forecast = book.Forecast is null || FactOrder.CompareRecorded(book.Forecast, fact) < 0 ? fact : book.Forecast;
    }

    /// <summary>The first thing that the fact is about and that is not known; null when all is.</summary>
    private Reference? Missing(Fact fact) => fact switch
    {
        LeadCreated or Purchase or ApprovalSubmitted or ForecastFrozen or QuotaGiven or BaseEarned or ClaimPaid => null,
        LeadMerged f when Clusters.HasLead(f.Lead) && !Clusters.HasLead(f.Into) => new(ReferenceKind.Lead, f.Into),
        MergeReverted f => Clusters.HasMerge(f.Merge) ? null : new(ReferenceKind.Merge, f.Merge),
        Accepted f => Quotes.HasQuote(f.Quote) ? null : new(ReferenceKind.Quote, f.Quote),
        PayerLearnt f => Purchases.HasPurchase(f.Purchase) ? null : new(ReferenceKind.Purchase, f.Purchase),
        Matched f when !Purchases.HasPurchase(f.Purchase) => new(ReferenceKind.Purchase, f.Purchase),
        MatchReversed f => Purchases.HasMatch(f.Match) ? null : new(ReferenceKind.Match, f.Match),
        TrancheOpened f => Grants.HasGrant(f.Grant) ? null : new(ReferenceKind.Grant, f.Grant),
        TrancheUsed f => Tranches.HasTranche(f.Grant, f.Tranche) ? null : new(ReferenceKind.Tranche, f.Grant, f.Tranche),
        TrancheEnded f => Tranches.HasTranche(f.Grant, f.Tranche) ? null : new(ReferenceKind.Tranche, f.Grant, f.Tranche),
        ApprovalDecided f => Approvals.HasApproval(f.Approval) ? null : new(ReferenceKind.Approval, f.Approval),
        AboutLead f => Clusters.HasLead(f.Lead) ? null : new(ReferenceKind.Lead, f.Lead),
        _ => null,
    };

    /// <summary>What the fact made known; null for nothing.</summary>
    private static Reference? MadeKnown(Fact fact) => fact switch
    {
        LeadCreated f => new(ReferenceKind.Lead, f.Lead),
        LeadMerged f => new(ReferenceKind.Merge, f.Id),
        Quoted f => new(ReferenceKind.Quote, f.Quote),
        Purchase f => new(ReferenceKind.Purchase, f.Id),
        Matched f => new(ReferenceKind.Match, f.Id),
        GrantAwarded f => new(ReferenceKind.Grant, f.Grant),
        TrancheOpened f => new(ReferenceKind.Tranche, f.Grant, f.Tranche),
        ApprovalSubmitted f => new(ReferenceKind.Approval, f.Approval),
        _ => null,
    };
}
