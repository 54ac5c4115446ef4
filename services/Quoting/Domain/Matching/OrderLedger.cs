using CoretimeDesk.Market;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>
/// On-demand orders, one after the other: how much of which budget is spent, and what is made of the next order. What an order is, depends on the orders before it and on
/// nothing after it, so a ledger that knows what was spent until now judges the newest order without the older ones.
/// </summary>
/// <remarks>
/// Orders come by the thousand, so people are asked once: of orders by the same account for the same task that the desk cannot place, the first waits for a person and the
/// others wait with it. What is decided about the first is what the others are.
/// </remarks>
public sealed class OrderLedger
{
    // What no person can bring under a quote's terms: it had ended, somebody else was to pay, or nobody paid with DOT.
    private const Deviations BeyondTerms =
        Deviations.Late | Deviations.Superseded | Deviations.Withdrawn | Deviations.PaidBySponsor | Deviations.PaidByCustomer | Deviations.PaidByCredit | Deviations.PaymentUnknown;

    // Of these the customer's own orders are known for what they are: nothing is left to ask.
    private const Deviations Plain = Deviations.PaidByCustomer | Deviations.PaidByCredit | Deviations.PaymentUnknown;

    private readonly KnownCustomers _customers;
    private readonly List<MatchTerms> _quotes;
    private readonly Dictionary<(string Digest, bool IsSponsors), Planck> _spent = [];
    private readonly Dictionary<string, string> _firstPayers = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Payer, uint Task), FactDecision> _standing = [];
    private readonly HashSet<(string Payer, uint Task)> _asked = [];

    /// <param name="quotes">Quotes that were sent.</param>
    /// <param name="customers">Whose accounts and tasks are whose.</param>
    public OrderLedger(IEnumerable<MatchTerms> quotes, KnownCustomers customers)
    {
        ArgumentNullException.ThrowIfNull(customers);
        (_quotes, _customers) = ([.. quotes.DistinctBy(q => q.Digest).OrderBy(q => q.Digest, StringComparer.Ordinal)], customers);
    }

    /// <summary>Takes over what was counted before.</summary>
    /// <param name="digest">The quote.</param>
    /// <param name="use">What is spent of its budget.</param>
    /// <param name="firstPayer">Who placed the customer's first order of it; null for none.</param>
    public void GoOn(string digest, BudgetUse use, string? firstPayer)
    {
        ArgumentNullException.ThrowIfNull(use);
        (_spent[(digest, false)], _spent[(digest, true)]) = (use.Customer, use.Sponsor);
        if (firstPayer is not null)
        {
            _firstPayers[digest] = firstPayer;
        }
    }

    /// <summary>Judges the next order.</summary>
    /// <param name="order">Later than all that were judged before.</param>
    /// <param name="digests">Digests that were remarked in the same extrinsic.</param>
    /// <param name="decision">What people decided about it; null for nothing.</param>
    public Verdict Judge(OrderFact order, IReadOnlySet<string> digests, FactDecision? decision)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(digests);
        List<Candidate> candidates =
        [
            .. _quotes.Select(q => OrderScore.Judge(order, digests.Contains(q.Digest), q, _customers, LeftOf(q, order))).OfType<Candidate>()
                .OrderByDescending(c => c.HasDigest).ThenByDescending(c => c.Score).ThenBy(c => c.Digest, StringComparer.Ordinal),
        ];
        var verdict = decision is { Confirmed: { } digest } && _quotes.Exists(q => q.Digest == digest)
            ? Confirmed(order, candidates, digest)
            : Counted(order, candidates, decision) ?? Undecided(order, candidates, decision);
        if (decision is not null)
        {
            _standing[(order.Payer, order.Task)] = decision;
        }

        return verdict.State == MatchState.Counted ? Take(order, verdict) : verdict;
    }

    private Verdict? Counted(OrderFact order, List<Candidate> candidates, FactDecision? decision) =>
        decision is not { Excluded.Count: > 0 } && Strongest(candidates).FindAll(c => c.Differs == Deviations.None) is [var only]
            ? Of(order, candidates, MatchState.Counted, only.Digest, only.HasDigest ? MatchBasis.Digest : MatchBasis.Score, Deviations.None)
            : null;

    private Verdict Confirmed(OrderFact order, List<Candidate> candidates, string digest)
    {
        var quote = Quote(digest);
        var differs = (candidates.Find(c => c.Digest == digest) ?? OrderScore.Judge(order, isTagged: true, quote, _customers, LeftOf(quote, order)))?.Differs ?? Deviations.WrongSale;
        var state = (differs & (BeyondTerms | Deviations.WrongSale)) != 0 ? MatchState.OutsideTerms
            : differs.HasFlag(Deviations.OverLimit) ? MatchState.Surplus // Nobody adds to a budget by confirming: that is another revision.
            : MatchState.Counted;
        return Of(order, candidates, state, digest, MatchBasis.Person, differs);
    }

    private Verdict Undecided(OrderFact order, List<Candidate> candidates, FactDecision? decision)
    {
        var key = (order.Payer, order.Task);
        var standing = decision ?? _standing.GetValueOrDefault(key);
        var left = candidates.FindAll(c => standing is null || !standing.Excluded.Contains(c.Digest));
        if (decision is null && standing?.Confirmed is { } meant && left.Exists(c => c.Digest == meant))
        {
            return Confirmed(order, candidates, meant);
        }

        var pool = Strongest(left);
        if (pool.Count == 0)
        {
            return candidates.Count > 0 ? Of(order, candidates, MatchState.Rejected, null, MatchBasis.Person, Deviations.None) : Of(order, candidates, MatchState.Unmatched, null, null, Deviations.None);
        }

        var best = pool[0];
        var isOwn = _customers.PayerOf(order.Payer, Quote(best.Digest)) != Payer.Stranger && !best.Differs.HasFlag(Deviations.OtherTask);
        if (!pool.Exists(c => c.Differs == Deviations.None) && (!best.HasDigest || (best.Differs & (BeyondTerms & ~Plain)) == 0))
        {
            if (isOwn && (best.Differs & (Plain | Deviations.OverLimit)) != 0 && pool.Count == 1)
            {
                var state = (best.Differs & Plain) != 0 ? MatchState.OutsideTerms : MatchState.Surplus;
                return Of(order, candidates, state, best.Digest, best.HasDigest ? MatchBasis.Digest : MatchBasis.Score, best.Differs);
            }

            if (!best.HasDigest && (isOwn || best.Differs.HasFlag(Deviations.OverLimit)))
            {
                return Of(order, candidates, MatchState.Unmatched, null, null, best.Differs);
            }
        }

        var reversed = decision is { Excluded.Count: > 0 } ? Deviations.ReversedBefore : Deviations.None;
        var clean = pool.FindAll(c => c.Differs == Deviations.None);
        var why = reversed | (clean.Count > 1 ? Deviations.Ambiguous : clean.Count == 1 ? 0 : best.Differs | (pool.Count > 1 ? Deviations.Ambiguous : 0));
        return _asked.Add(key) || reversed != 0
            ? Of(order, left, MatchState.InReview, null, null, why)
            : Of(order, candidates, MatchState.Unmatched, null, null, why);
    }

    private Verdict Take(OrderFact order, Verdict verdict)
    {
        var isSponsors = verdict.Payer == Payer.Sponsor;
        _spent[(verdict.Digest!, isSponsors)] = SpentOf(verdict.Digest!, isSponsors) + order.Price;
        return isSponsors ? verdict : verdict with
        {
            // Who confirms an order by an account that nobody knew says that it is the customer's. A sponsor stays a sponsor, whatever anybody says.
            IsCustomerPaid = true,
            IsAnotherPayer = !_firstPayers.TryAdd(verdict.Digest!, order.Payer) && _firstPayers[verdict.Digest!] != order.Payer,
        };
    }

    private Verdict Of(OrderFact order, List<Candidate> candidates, MatchState state, string? digest, MatchBasis? basis, Deviations differs)
    {
        var named = digest ?? (candidates.Count > 0 ? candidates[0].Digest : null);
        var payer = named is not null ? _customers.PayerOf(order.Payer, Quote(named)) : _customers.Sponsors.Contains(order.Payer) ? Payer.Sponsor : Payer.Stranger;
        return new(order.FactId, state, digest, basis, candidates.Count == 0 ? 0 : candidates[0].Score, differs, payer, false, false, candidates);
    }

    private MatchTerms Quote(string digest) => _quotes.Find(q => q.Digest == digest)!;

    private Planck LeftOf(MatchTerms quote, OrderFact order)
    {
        var isSponsors = _customers.Sponsors.Contains(order.Payer);
        var (all, spent) = (isSponsors ? quote.Budget?.Sponsor : quote.Budget?.Customer, SpentOf(quote.Digest, isSponsors));
        return all is { } budget && budget > spent ? budget - spent : Planck.Zero;
    }

    private Planck SpentOf(string digest, bool isSponsors) => _spent.GetValueOrDefault((digest, isSponsors));

    // A digest is no guess: beside one, what merely adds up counts for nothing. Of what adds up, those with enough points go before those without.
    private static List<Candidate> Strongest(List<Candidate> candidates) =>
        candidates.Exists(c => c.HasDigest) ? candidates.FindAll(c => c.HasDigest)
        : candidates.Exists(c => c.Score >= MatchScore.Automatic) ? candidates.FindAll(c => c.Score >= MatchScore.Automatic)
        : candidates;
}
