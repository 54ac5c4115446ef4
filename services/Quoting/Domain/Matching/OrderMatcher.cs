namespace CoretimeDesk.Quoting.Matching;

/// <summary>Finds which quote each on-demand order belongs to. A function of what is known: the order in which orders arrived, and how often each did, cannot show in it.</summary>
public static class OrderMatcher
{
    /// <summary>Judges all of them together.</summary>
    /// <param name="orders">Orders.</param>
    /// <param name="remarks">Tagged remarks.</param>
    /// <param name="quotes">Quotes that were sent.</param>
    /// <param name="customers">Whose accounts and tasks are whose.</param>
    /// <param name="decisions">What people decided.</param>
    /// <returns>One verdict for each order, in the order of their blocks.</returns>
    public static IReadOnlyList<Verdict> Match(
        IEnumerable<OrderFact> orders, IEnumerable<DigestRemark> remarks, IEnumerable<MatchTerms> quotes, KnownCustomers customers, IEnumerable<FactDecision> decisions)
    {
        var digests = remarks.DistinctBy(r => r.FactId).ToLookup(r => (r.Place.Chain, r.Place.BlockHash, r.ExtrinsicIndex), r => r.Digest);
        var decided = decisions.ToDictionary(d => d.FactId, StringComparer.Ordinal);
        var ledger = new OrderLedger(quotes, customers);
        return
        [
            .. orders.DistinctBy(o => o.FactId).Order().Select(o => ledger.Judge(
                o,
                (o.ExtrinsicIndex is { } index ? digests[(o.Place.Chain, o.Place.BlockHash, index)] : []).ToHashSet(StringComparer.Ordinal),
                decided.GetValueOrDefault(o.FactId))),
        ];
    }
}
