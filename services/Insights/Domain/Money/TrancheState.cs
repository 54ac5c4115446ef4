using System.Numerics;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Money;

/// <summary>A part of a grant, and what was used of it.</summary>
internal sealed class TrancheState(TrancheOpened opened)
{
    private (Month Month, BigInteger Value, BigInteger Used)? _entered;

    /// <summary>The earliest of the facts that say so.</summary>
    public TrancheOpened Opened { get; set; } = opened;

    /// <summary>The first end.</summary>
    public TrancheEnded? Ended { get; set; }

    public List<TrancheUsed> Uses { get; } = new(0);

    public BigInteger Value => Opened.Amount.Value;

    /// <summary>What counts as used: before it ended, or then, and no more than it was worth.</summary>
    public BigInteger Used => BigInteger.Min(Value, Uses.Where(u => Ended is not null && u.At <= Ended.At).Aggregate(BigInteger.Zero, (sum, u) => sum + u.Amount.Value));

    /// <summary>Enters it when it has ended, or what has become of it now.</summary>
    public void Enter(MonthBooks books)
    {
        var now = Ended is null ? ((Month, BigInteger, BigInteger)?)null : (Month.Of(Ended.Ticks()), Value, Used);
        if (now != _entered)
        {
            Enter(books, _entered, -1);
            Enter(books, now, 1);
            _entered = now;
        }
    }

    private static void Enter(MonthBooks books, (Month Month, BigInteger Value, BigInteger Used)? entry, int sign)
    {
        if (entry is var (month, value, used))
        {
            var book = books.Open(month, Touch.Tranches);
            book.TrancheValue += sign * value;
            book.TrancheUsed += sign * used;
        }
    }
}

/// <summary>All parts of grants.</summary>
internal sealed class TrancheBook(MonthBooks books)
{
    private readonly Dictionary<(string Grant, long Tranche), TrancheState> _tranches = [];

    /// <summary>All of them, in no order.</summary>
    public IEnumerable<TrancheState> Tranches => _tranches.Values;

    public bool HasTranche(string grant, long tranche) => _tranches.ContainsKey((grant, tranche));

    public void Open(TrancheOpened fact)
    {
        if (!_tranches.TryGetValue((fact.Grant, fact.Tranche), out var tranche))
        {
            _tranches.Add((fact.Grant, fact.Tranche), new(fact));
        }
        else if (FactOrder.IsEarlier(fact, tranche.Opened))
        {
            tranche.Opened = fact;
            tranche.Enter(books);
        }
    }

    public void Use(TrancheUsed fact)
    {
        var tranche = _tranches[(fact.Grant, fact.Tranche)];
        tranche.Uses.Add(fact);
        tranche.Enter(books);
    }

    public void End(TrancheEnded fact)
    {
        var tranche = _tranches[(fact.Grant, fact.Tranche)];
        if (FactOrder.IsEarlier(fact, tranche.Ended))
        {
            tranche.Ended = fact;
            tranche.Enter(books);
        }
    }
}
