namespace CoretimeDesk.Quoting.Matching;

/// <summary>Which cores of which periods are taken, while the facts are gone through. A sponsor's purchase takes one of the sponsor's cores, any other one of the customer's.</summary>
internal sealed class Allocation(IReadOnlyList<MatchTerms> quotes, KnownCustomers customers)
{
    private readonly Dictionary<string, MatchTerms> _quotes = quotes.ToDictionary(q => q.Digest, StringComparer.Ordinal);
    private readonly Dictionary<(string Digest, uint Begin), List<(uint Core, bool IsSponsors)>> _taken = [];

    public MatchTerms Quote(string digest) => _quotes[digest];

    public static bool HasPeriod(MatchTerms quote, PaidFact fact) => PeriodOf(quote, fact) is not null;

    public bool HasRoom(MatchTerms quote, PaidFact fact)
    {
        var isSponsors = IsSponsors(fact);
        return PeriodOf(quote, fact) is { } period
            && TakenOf(quote.Digest, period.Begin).Count(t => t.IsSponsors == isSponsors) < (isSponsors ? period.SponsorCores : period.CustomerCores);
    }

    /// <summary>Takes a core; false when all are taken.</summary>
    public bool TryTake(MatchTerms quote, PaidFact fact)
    {
        if (!HasRoom(quote, fact))
        {
            return false;
        }

        TakenOf(quote.Digest, fact.Begin).Add((fact.Core, IsSponsors(fact)));
        return true;
    }

    /// <summary>
    /// What comes in a later period goes on with what was bought before: a renewal with a core that the quote had in the period before, since the customer's other cores are
    /// renewed in the same sale, for the same task, and are none of the quote's; a purchase with anything at all, since a quote that nobody bought by has no later periods.
    /// </summary>
    public bool Continues(MatchTerms quote, PaidFact fact)
    {
        var before = quote.Periods.TakeWhile(p => p.Begin != fact.Begin).ToList();
        return before.Count == 0 || before.Count == quote.Periods.Count || (fact.Kind == PaidKind.Purchase
            ? before.Exists(p => TakenOf(quote.Digest, p.Begin).Count > 0)
            : fact.OldCore is { } core && TakenOf(quote.Digest, before[^1].Begin).Exists(t => t.Core == core));
    }

    private bool IsSponsors(PaidFact fact) => customers.Sponsors.Contains(fact.Payer);

    private static QuotedPeriod? PeriodOf(MatchTerms quote, PaidFact fact) => quote.Periods.FirstOrDefault(p => p.Begin == fact.Begin);

    private List<(uint Core, bool IsSponsors)> TakenOf(string digest, uint begin)
    {
        if (!_taken.TryGetValue((digest, begin), out var cores))
        {
            _taken[(digest, begin)] = cores = [];
        }

        return cores;
    }
}
