using System.Numerics;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Money;

/// <summary>What was earned of customers' payments, by whose deals they are, month by month.</summary>
internal sealed class EarnedBook(MonthBooks books)
{
    private readonly Dictionary<(string Rep, Month Month, string Purchase), BaseEarned> _earned = [];
    private readonly Dictionary<(string Rep, string? Team, Month Month), BigInteger> _sums = [];

    /// <summary>Those that count, in no order.</summary>
    public IEnumerable<BaseEarned> Earned => _earned.Values;

    /// <summary>The same, added up.</summary>
    public IEnumerable<KeyValuePair<(string Rep, string? Team, Month Month), BigInteger>> Sums => _sums;

    /// <summary>How often they changed.</summary>
    public int Version { get; private set; }

    public void Earn(BaseEarned fact)
    {
        var key = (fact.Rep, fact.Month, fact.Purchase);
        if (_earned.TryGetValue(key, out var known) && FactOrder.CompareRecorded(known, fact) > 0)
        {
            return;
        }

        if (known is not null)
        {
            Enter(known, -1);
        }

        _earned[key] = fact;
        Enter(fact, 1);
        Version++;
    }

    /// <summary>Enters an amount, or takes a negative one out.</summary>
    public static void Enter(MonthBooks books, Month month, BigInteger planck) => books.Open(month, Touch.EarnedBase).EarnedBase += planck;

    private void Enter(BaseEarned fact, int sign)
    {
        var (key, planck) = ((fact.Rep, fact.Team, fact.Month), sign * (BigInteger)fact.Amount.Value);
        _sums[key] = _sums.GetValueOrDefault(key) + planck;
        Enter(books, fact.Month, planck);
    }
}
