using System.Numerics;
using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Money;

/// <summary>What reps are to bring in, month by month.</summary>
internal sealed class QuotaBook(MonthBooks books)
{
    private readonly Dictionary<(string Rep, Month Month), QuotaGiven> _quotas = [];

    /// <summary>Those that count, in no order.</summary>
    public IEnumerable<QuotaGiven> Quotas => _quotas.Values;

    /// <summary>How often they changed.</summary>
    public int Version { get; private set; }

    public void Give(QuotaGiven fact)
    {
        var key = (fact.Rep, fact.Month);
        if (_quotas.TryGetValue(key, out var known) && FactOrder.CompareRecorded(known, fact) <= 0)
        {
            return;
        }

        if (known is not null)
        {
            Enter(books, known, -1);
        }

        _quotas[key] = fact;
        Enter(books, fact, 1);
        Version++;
    }

    /// <summary>Enters one with sign 1, takes it out with sign −1.</summary>
    public static void Enter(MonthBooks books, QuotaGiven fact, int sign) => books.Open(fact.Month, Touch.Quotas).Quota += sign * (BigInteger)fact.Amount.Value;
}
