using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Money;

/// <summary>All purchases, and whose they are.</summary>
internal sealed class PurchaseBook(MonthBooks books, ClusterBook clusters, GrantBook grants)
{
    private readonly Dictionary<string, PurchaseState> _purchases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MatchState> _matches = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<PurchaseState>> _renewals = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, Revenue> _sales = [];

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<PurchaseState> Purchases => _purchases.Values;

    /// <summary>Purchases by when they were made.</summary>
    public ByMonth<PurchaseState> MadeIn { get; } = new();

    /// <summary>Purchases by when what they bought ends.</summary>
    public ByMonth<PurchaseState> EndingIn { get; } = new();

    /// <summary>All matches that have an effect, reversed ones too, by when they were made.</summary>
    public ByMonth<MatchState> MatchedIn { get; } = new();

    /// <summary>What customers paid of their own, by sale.</summary>
    public IEnumerable<KeyValuePair<long, Revenue>> Sales => _sales;

    /// <summary>A purchase; null for one that is not known.</summary>
    public PurchaseState? Find(string id) => _purchases.GetValueOrDefault(id);

    public bool HasPurchase(string id) => _purchases.ContainsKey(id);

    public bool HasMatch(string id) => _matches.ContainsKey(id);

    public void Buy(Purchase fact)
    {
        var purchase = new PurchaseState(fact) { Renewal = FirstRenewal(fact.Id) };
        _purchases.Add(fact.Id, purchase);
        MadeIn.Move(purchase, null, purchase.Ticks);
        EndingIn.Move(purchase, null, fact.EndsAt?.UtcTicks);
        if (fact.Renews is { } renewed)
        {
            // Known before the purchase that it renews, or after.
            (_renewals.TryGetValue(renewed, out var renewals) ? renewals : _renewals[renewed] = new(1)).Add(purchase);
        }

        if (purchase.Payer == Payer.Own)
        {
            EnterOwn(purchase, 1);
        }

        grants.Use(purchase);
    }

    /// <summary>Who paid is known better, or otherwise.</summary>
    public void Learn(PayerLearnt fact)
    {
        var purchase = _purchases[fact.Purchase];
        if (purchase.Learnt is { } known && FactOrder.CompareRecorded(known, fact) > 0)
        {
            return;
        }

        var wasOwn = purchase.Payer == Payer.Own;
        grants.Release(purchase);
        purchase.Learnt = fact;
        grants.Use(purchase);
        var isOwn = purchase.Payer == Payer.Own;
        if (wasOwn != isOwn)
        {
            EnterOwn(purchase, isOwn ? 1 : -1);
            Pay(purchase);
        }
    }

    public void Match(Matched fact)
    {
        var purchase = _purchases[fact.Purchase];
        var match = new MatchState(fact, purchase, clusters.Lead(fact.Lead));
        _matches.Add(fact.Id, match);
        MatchedIn.Move(match, null, fact.Ticks());
        purchase.Matches.Add(match);
        purchase.Matches.Sort((a, b) => FactOrder.CompareRecorded(a.Fact, b.Fact));
        var book = books.Open(fact.Ticks(), Touch.Matches);
        book.Matches++;
        book.AutoMatches += fact.How == MatchHow.Auto ? 1 : 0;
        Judge(purchase);
    }

    public void Reverse(MatchReversed fact)
    {
        var match = _matches[fact.Match];
        if (match.Reversal is not null)
        {
            match.Reversal = FactOrder.Earlier(fact, match.Reversal);
            return;
        }

        match.Reversal = fact;
        var book = books.Open(match.Fact.Ticks(), Touch.Matches);
        book.AutoMatchesReversed += match.Fact.How == MatchHow.Auto ? 1 : 0;
        Judge(match.Purchase);
    }

    /// <summary>Says anew whose a purchase is.</summary>
    private void Judge(PurchaseState purchase)
    {
        var match = purchase.Matches.Find(m => m.Reversal is null);
        if (match == purchase.Match)
        {
            return;
        }

        if (purchase.Payer == Payer.Own && (match is null) != (purchase.Match is null))
        {
            RevenueOf(purchase, revenue => revenue.AddUnmatched(purchase.Planck, match is null ? 1 : -1));
        }

        purchase.Match = match;
        Pay(purchase);
    }

    /// <summary>Says anew which customer paid.</summary>
    private void Pay(PurchaseState purchase)
    {
        var (before, after) = (purchase.PaidBy, purchase.Payer == Payer.Own && purchase.Match is { Fact.ThirdParty: false } match ? match.Lead : null);
        purchase.PaidBy = after;
        if (before != after)
        {
            if (before is not null)
            {
                clusters.RemovePaid(before, purchase);
            }

            if (after is not null)
            {
                clusters.AddPaid(after, purchase);
            }
        }

        purchase.EnterNetNew(books);
        purchase.EnterRetained(books);
        purchase.EnterEnding(books);
    }

    /// <summary>Enters what was paid with the payer's own money with sign 1, takes it out with sign −1.</summary>
    private void EnterOwn(PurchaseState purchase, int sign)
    {
        RevenueOf(purchase, revenue =>
        {
            revenue.Add(purchase.Planck, sign);
            if (purchase.Match is null)
            {
                revenue.AddUnmatched(purchase.Planck, sign);
            }
        });
        if (purchase.Fact.Renews is { } renewed && _purchases.TryGetValue(renewed, out var ended))
        {
            ended.Renewal = FirstRenewal(renewed);
            ended.EnterEnding(books);
        }
    }

    private PurchaseState? FirstRenewal(string purchase) => _renewals.GetValueOrDefault(purchase)?.Where(r => r.Payer == Payer.Own)
        .Aggregate((PurchaseState?)null, (first, r) => FactOrder.IsEarlier(r.Fact, first?.Fact) ? r : first);

    private void RevenueOf(PurchaseState purchase, Action<Revenue> change)
    {
        change(books.Open(purchase.Ticks, Touch.Revenue).Revenue);
        if (!_sales.TryGetValue(purchase.Fact.Sale, out var sale))
        {
            _sales.Add(purchase.Fact.Sale, sale = new());
        }

        change(sale);
    }
}
