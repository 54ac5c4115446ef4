using CoretimeDesk.Insights.Books;
using CoretimeDesk.Insights.Facts;

namespace CoretimeDesk.Insights.Money;

/// <summary>Claims that were paid out.</summary>
internal sealed class ClaimBook(MonthBooks books)
{
    private readonly Dictionary<string, ClaimPaid> _claims = new(StringComparer.Ordinal);

    /// <summary>Those that count, in no order.</summary>
    public IEnumerable<ClaimPaid> Claims => _claims.Values;

    /// <summary>From when its condition was true until it was paid out, in ticks; what was paid ahead took no time.</summary>
    public static long Took(ClaimPaid claim) => Math.Max(0, claim.Ticks() - claim.DueAt.UtcTicks);

    public void Pay(ClaimPaid fact)
    {
        if (_claims.TryGetValue(fact.Claim, out var known))
        {
            if (FactOrder.CompareRecorded(known, fact) <= 0)
            {
                return;
            }

            books.Open(known.Ticks(), Touch.Claims).Claims.Remove(Took(known));
        }

        _claims[fact.Claim] = fact;
        books.Open(fact.Ticks(), Touch.Claims).Claims.Add(Took(fact));
    }
}
