using System.Numerics;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Money;

/// <summary>A grant, when it was first used, and whether its customer paid afterwards.</summary>
internal sealed class GrantState
{
    private (Month Month, GrantOutcome Outcome)? _entered;

    /// <summary>The earliest of the facts that say so; null while none does.</summary>
    public GrantAwarded? Award { get; set; }

    /// <summary>Whose it is; null while it is nobody's.</summary>
    public LeadState? Lead { get; set; }

    /// <summary>The first purchase that it paid for.</summary>
    public PurchaseState? Activation { get; set; }

    /// <summary>All that it paid for.</summary>
    public List<PurchaseState> Uses { get; } = new(0);

    /// <summary>How much that was, in planck.</summary>
    public BigInteger Spent { get; private set; }

    /// <summary>It paid for something.</summary>
    public void Use(PurchaseState purchase)
    {
        Uses.Add(purchase);
        Spent += purchase.Planck;
    }

    /// <summary>It did not pay for something after all.</summary>
    public void Release(PurchaseState purchase)
    {
        Uses.Remove(purchase);
        Spent -= purchase.Planck;
    }

    /// <summary>What came of it; null while it is not both awarded and used.</summary>
    public GrantOutcome? Outcome => Lead is null || Activation is null ? null
        : Lead.Cluster.FirstPaid is not { } paid ? GrantOutcome.Unpaid
        : paid.Fact.At < Activation.Fact.At ? GrantOutcome.PaidBefore
        : paid.Fact.At - Activation.Fact.At <= TimeSpan.FromDays(Horizons.CreditToPaidDays) ? GrantOutcome.Paid
        : GrantOutcome.Unpaid;

    /// <summary>Enters it, or what has become of it now.</summary>
    public void Enter(MonthBooks books)
    {
        var now = Outcome is { } outcome ? (Month.Of(Activation!.Ticks), outcome) : ((Month, GrantOutcome)?)null;
        if (now != _entered)
        {
            Enter(books, _entered, -1);
            Enter(books, now, 1);
            _entered = now;
        }
    }

    private static void Enter(MonthBooks books, (Month Month, GrantOutcome Outcome)? entry, int sign)
    {
        if (entry is not var (month, outcome))
        {
            return;
        }

        var book = books.Open(month, Touch.Grants);
        book.GrantsActivated += sign;
        book.GrantsExcluded += outcome == GrantOutcome.PaidBefore ? sign : 0;
        book.GrantsCounted += outcome == GrantOutcome.PaidBefore ? 0 : sign;
        book.GrantsPaid += outcome == GrantOutcome.Paid ? sign : 0;
    }
}

/// <summary>What came of a grant that was used.</summary>
internal enum GrantOutcome
{
    Unpaid,
    Paid,
    PaidBefore,
}

/// <summary>All grants.</summary>
internal sealed class GrantBook(MonthBooks books, ClusterBook clusters)
{
    private readonly Dictionary<string, GrantState> _grants = new(StringComparer.Ordinal);

    /// <summary>All that purchases or awards name, in no order.</summary>
    public IEnumerable<GrantState> Grants => _grants.Values;

    public bool HasGrant(string grant) => _grants.TryGetValue(grant, out var known) && known.Award is not null;

    public void Award(GrantAwarded fact)
    {
        var grant = Find(fact.Grant);
        if (FactOrder.IsEarlier(fact, grant.Award))
        {
            var before = grant.Lead;
            before?.Grants.Remove(grant);
            (grant.Award, grant.Lead) = (fact, clusters.Lead(fact.Lead));
            grant.Lead.Grants.Add(grant);
            if (before is not null)
            {
                clusters.Sponsor(before);
            }

            clusters.Sponsor(grant.Lead);
            grant.Enter(books);
        }
    }

    /// <summary>A purchase may be the first that a grant paid for. An unknown grant means nothing, until it is known.</summary>
    public void Use(PurchaseState purchase)
    {
        if (Of(purchase) is not { } grant)
        {
            return;
        }

        grant.Use(purchase);
        if (FactOrder.IsEarlier(purchase.Fact, grant.Activation?.Fact))
        {
            grant.Activation = purchase;
        }

        Changed(grant);
    }

    /// <summary>Before it is said that somebody else paid.</summary>
    public void Release(PurchaseState purchase)
    {
        if (Of(purchase) is not { } grant)
        {
            return;
        }

        grant.Release(purchase);
        if (grant.Activation == purchase)
        {
            grant.Activation = grant.Uses.Aggregate((PurchaseState?)null, (first, u) => FactOrder.IsEarlier(u.Fact, first?.Fact) ? u : first);
        }

        Changed(grant);
    }

    private void Changed(GrantState grant)
    {
        if (grant.Lead is not null)
        {
            clusters.Sponsor(grant.Lead);
        }

        grant.Enter(books);
    }

    private GrantState? Of(PurchaseState purchase) => purchase.Grant is not { } name || purchase.Payer == Payer.Own ? null : Find(name);

    private GrantState Find(string name)
    {
        if (!_grants.TryGetValue(name, out var grant))
        {
            _grants.Add(name, grant = new());
        }

        return grant;
    }
}
