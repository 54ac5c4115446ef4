using System.Numerics;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Clusters;
using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Money;

/// <summary>A purchase, whose it is, and where it counts.</summary>
internal sealed class PurchaseState(Purchase fact)
{
    private bool _isNetNew;
    private bool _isEnded;
    private bool _isRenewed;
    private long? _retainedSince;

    public Purchase Fact { get; } = fact;

    public long Ticks { get; } = fact.Ticks();

    public BigInteger Planck => Fact.Amount.Value;

    /// <summary>What was said last of who paid; null while the purchase itself says it.</summary>
    public PayerLearnt? Learnt { get; set; }

    /// <summary>Whose money it was.</summary>
    public Payer Payer => Learnt?.Payer ?? Fact.Payer;

    /// <summary>The grant that it is paid from; null for none.</summary>
    public string? Grant => Learnt is { } learnt ? learnt.Grant : Fact.Grant;

    /// <summary>All that ever matched it, the first recorded first.</summary>
    public List<MatchState> Matches { get; } = new(0);

    /// <summary>The first match that is not reversed.</summary>
    public MatchState? Match { get; set; }

    /// <summary>The lead whose customer paid for it; null when nobody, or somebody else, did.</summary>
    public LeadState? PaidBy { get; set; }

    /// <summary>The first own-paid purchase that renews it.</summary>
    public PurchaseState? Renewal { get; set; }

    /// <summary>Counts as coretime that a new customer bought.</summary>
    public bool IsNetNew => PaidBy?.Cluster.Won is { } won && Ticks >= won.Ticks && Ticks - won.Ticks < Horizons.NewCustomerDays * TimeSpan.TicksPerDay;

    /// <summary>Counts as a region of a customer that ends.</summary>
    public bool IsEnding => PaidBy is not null && Fact.EndsAt is not null;

    /// <summary>Was renewed before it ended.</summary>
    public bool IsRenewed => IsEnding && Renewal is not null && Renewal.Fact.At < Fact.EndsAt;

    /// <summary>Enters it among net new coretime, or takes it out.</summary>
    public void EnterNetNew(MonthBooks books)
    {
        if (_isNetNew == IsNetNew)
        {
            return;
        }

        _isNetNew = !_isNetNew;
        EnterNetNew(books, _isNetNew ? 1 : -1);
    }

    public void EnterNetNew(MonthBooks books, int sign)
    {
        var book = books.Open(Ticks, Touch.NetNew);
        book.NetNewPlanck += sign * Planck;
        book.NetNewBits += sign * Fact.TimesliceBits;
    }

    /// <summary>Enters it among what customers of long ago pay on, in each month whose last periods it is in, or takes it out.</summary>
    public void EnterRetained(MonthBooks books)
    {
        var since = PaidBy?.Cluster.Won?.Ticks;
        if (since == _retainedSince)
        {
            return;
        }

        EnterRetained(books, _retainedSince, -1);
        EnterRetained(books, since, 1);
        _retainedSince = since;
    }

    private void EnterRetained(MonthBooks books, long? won, int sign)
    {
        for (var month = Month.Of(Ticks); won is { } since && month <= Month.Last && Periods.IsTrailing(month, Ticks); month = month.Next)
        {
            if (Periods.IsOld(month, since))
            {
                books.Open(month, Touch.Retained).RetainedPlanck += sign * Planck;
            }
        }
    }

    /// <summary>Enters it among ended regions, or takes it out.</summary>
    public void EnterEnding(MonthBooks books)
    {
        if (Fact.EndsAt is not { } end || (_isEnded == IsEnding && _isRenewed == IsRenewed))
        {
            return;
        }

        var book = books.Open(end.UtcTicks, Touch.EndedRegions);
        if (IsEnding)
        {
            book.Ending.Add(this);
        }
        else
        {
            book.Ending.Remove(this);
        }

        var (ended, renewed) = ((IsEnding ? 1 : 0) - (_isEnded ? 1 : 0), (IsRenewed ? 1 : 0) - (_isRenewed ? 1 : 0));
        book.RegionsEnded += ended;
        book.EndedPlanck += ended * Planck;
        book.RegionsRenewed += renewed;
        book.RenewedPlanck += renewed * Planck;
        (_isEnded, _isRenewed) = (IsEnding, IsRenewed);
    }
}

/// <summary>A match and whether it still holds.</summary>
internal sealed class MatchState(Matched fact, PurchaseState purchase, LeadState lead)
{
    public Matched Fact { get; } = fact;

    public PurchaseState Purchase { get; } = purchase;

    public LeadState Lead { get; } = lead;

    /// <summary>The fact that reversed it first.</summary>
    public MatchReversed? Reversal { get; set; }
}

/// <summary>Purchases in the order of time.</summary>
internal static class PaidLedger
{
    private static readonly Comparer<PurchaseState> InOrder = Comparer<PurchaseState>.Create((a, b) => FactOrder.Compare(a.Fact, b.Fact));

    public static void Add(List<PurchaseState> paid, PurchaseState purchase) => paid.Insert(~paid.BinarySearch(purchase, InOrder), purchase);

    /// <summary>The place of the first that is not before an instant.</summary>
    public static int From(List<PurchaseState> paid, long ticks)
    {
        var (low, high) = (0, paid.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = paid[middle].Ticks < ticks ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>What was paid from one instant until just before another, in planck.</summary>
    public static BigInteger Sum(List<PurchaseState> paid, long from, long until)
    {
        var sum = BigInteger.Zero;
        for (var i = From(paid, from); i < paid.Count && paid[i].Ticks < until; i++)
        {
            sum += paid[i].Planck;
        }

        return sum;
    }
}
