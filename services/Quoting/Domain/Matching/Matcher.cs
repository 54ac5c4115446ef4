namespace CoretimeDesk.Quoting.Matching;

/// <summary>
/// Finds which quote each paid event belongs to. A function of what is known, and of nothing else: the order in which facts arrived and how often each did, cannot show
/// in the result.
/// </summary>
/// <remarks>
/// Facts take their cores in the order of the chain, those that a person confirmed like the others. A fact that differs from what was quoted, or that fits two quotes, takes
/// none: it waits for a person. So a fact that arrives late, but happened early, may take the place of a later one, and both verdicts change.
/// </remarks>
public static class Matcher
{
    // What no person can bring under a quote's terms: it had ended, never offered that sale, somebody else was to pay, or nothing but that person's word speaks for it.
    private const Deviations BeyondTerms =
        Deviations.Late | Deviations.Superseded | Deviations.Withdrawn | Deviations.WrongSale | Deviations.PaidBySponsor | Deviations.PaidByCustomer | Deviations.NoEvidence;

    /// <summary>Judges all of them together.</summary>
    /// <param name="paid">Paid events.</param>
    /// <param name="remarks">Tagged remarks.</param>
    /// <param name="assignments">Assignments of regions.</param>
    /// <param name="quotes">Quotes that were sent.</param>
    /// <param name="customers">Whose accounts and tasks are whose.</param>
    /// <param name="decisions">What people decided.</param>
    /// <returns>One verdict for each paid event, in the order of the chain.</returns>
    public static IReadOnlyList<Verdict> Match(
        IEnumerable<PaidFact> paid,
        IEnumerable<DigestRemark> remarks,
        IEnumerable<AssignmentFact> assignments,
        IEnumerable<MatchTerms> quotes,
        KnownCustomers customers,
        IEnumerable<FactDecision> decisions)
    {
        ArgumentNullException.ThrowIfNull(customers);
        var known = quotes.DistinctBy(q => q.Digest).OrderBy(q => q.Digest, StringComparer.Ordinal).ToList();
        var decided = decisions.ToDictionary(d => d.FactId, StringComparer.Ordinal);
        var allocation = new Allocation(known, customers);
        var seen = SeenFact.Join(paid, remarks, assignments);
        var verdicts = new Dictionary<string, Verdict>(StringComparer.Ordinal);
        var candidates = seen.ToDictionary(s => s.Fact.FactId, s => CandidatesOf(s, known, customers), StringComparer.Ordinal);
        foreach (var fact in seen)
        {
            var (id, decision) = (fact.Fact.FactId, decided.GetValueOrDefault(fact.Fact.FactId));
            var verdict = decision is { Confirmed: { } digest } && known.Find(q => q.Digest == digest) is { } quote
                ? Confirm(fact, quote, customers, allocation)
                : Counted(fact, candidates[id], decision, customers, allocation);
            if (verdict is not null)
            {
                verdicts[id] = verdict;
            }
        }

        foreach (var fact in seen.Where(s => !verdicts.ContainsKey(s.Fact.FactId)))
        {
            verdicts[fact.Fact.FactId] = Undecided(fact, candidates[fact.Fact.FactId], decided.GetValueOrDefault(fact.Fact.FactId), customers, allocation);
        }

        var (payers, payerOf) = (FirstPayers(seen, verdicts), seen.ToDictionary(s => s.Fact.FactId, s => s.Fact.Payer, StringComparer.Ordinal));
        return [.. seen.Select(s => verdicts[s.Fact.FactId]).Select(v => v.State == MatchState.Counted ? v with { IsAnotherPayer = IsAnother(v) } : v)];

        bool IsAnother(Verdict verdict) => verdict.Payer != Payer.Sponsor && payers.TryGetValue(verdict.Digest!, out var first)
            && payerOf[verdict.FactId] != first;
    }

    private static List<Candidate> CandidatesOf(SeenFact seen, List<MatchTerms> quotes, KnownCustomers customers) =>
    [
        .. quotes.Select(q => MatchScore.Judge(seen, q, customers)).OfType<Candidate>()
            .OrderByDescending(c => c.HasDigest).ThenByDescending(c => c.Score).ThenBy(c => c.Digest, StringComparer.Ordinal),
    ];

    private static Verdict Confirm(SeenFact seen, MatchTerms quote, KnownCustomers customers, Allocation allocation)
    {
        var fact = seen.Fact;
        var candidate = MatchScore.Judge(seen, quote, customers);
        var differs = candidate?.Differs ?? Deviations.NoEvidence;
        var payer = customers.PayerOf(fact.Payer, quote);
        var isUnderTerms = Allocation.HasPeriod(quote, fact) && (differs & BeyondTerms) == 0;
        var state = !isUnderTerms ? MatchState.OutsideTerms
            : IsWaiting(seen, quote, customers) ? MatchState.AwaitingAssignment
            : allocation.TryTake(quote, fact) ? MatchState.Counted
            : MatchState.Surplus;

        // Who confirms a purchase by an account that nobody knew says that it is the customer's. A sponsor stays a sponsor, whatever anybody says.
        var isCustomerPaid = state == MatchState.Counted && payer != Payer.Sponsor && (payer == Payer.Customer || fact.Kind == PaidKind.Purchase);
        return new(fact.FactId, state, quote.Digest, MatchBasis.Person, candidate?.Score ?? 0, differs, payer, isCustomerPaid, false, candidate is null ? [] : [candidate]);
    }

    /// <summary>The verdict where nothing is left to decide; null otherwise.</summary>
    private static Verdict? Counted(SeenFact seen, List<Candidate> candidates, FactDecision? decision, KnownCustomers customers, Allocation allocation)
    {
        if (decision is { Excluded.Count: > 0 })
        {
            return null;
        }

        var (fact, pool) = (seen.Fact, Strongest(candidates));
        var fitting = pool.Where(c => c.Differs == Deviations.None && allocation.HasRoom(allocation.Quote(c.Digest), fact) && allocation.Continues(allocation.Quote(c.Digest), fact)).ToList();
        if (fitting is not [var only])
        {
            return null;
        }

        var quote = allocation.Quote(only.Digest);
        if (IsWaiting(seen, quote, customers))
        {
            return null;
        }

        allocation.TryTake(quote, fact);
        var payer = customers.PayerOf(fact.Payer, quote);
        return new(fact.FactId, MatchState.Counted, quote.Digest, only.HasDigest ? MatchBasis.Digest : MatchBasis.Score, only.Score, Deviations.None, payer, payer == Payer.Customer, false, candidates);
    }

    private static Verdict Undecided(SeenFact seen, List<Candidate> candidates, FactDecision? decision, KnownCustomers customers, Allocation allocation)
    {
        var fact = seen.Fact;
        var left = candidates.Where(c => decision is null || !decision.Excluded.Contains(c.Digest))
            .Where(c => c.HasDigest || allocation.Continues(allocation.Quote(c.Digest), fact)).ToList();
        var pool = Strongest(left);
        if (pool.Count == 0)
        {
            var isRejected = decision is { Excluded.Count: > 0 };
            return Of(isRejected ? MatchState.Rejected : MatchState.Unmatched, null, isRejected ? MatchBasis.Person : null, Deviations.None);
        }

        var reversed = decision is { Excluded.Count: > 0 } ? Deviations.ReversedBefore : Deviations.None;
        var withRoom = pool.Where(c => allocation.HasRoom(allocation.Quote(c.Digest), fact) || !Allocation.HasPeriod(allocation.Quote(c.Digest), fact)).ToList();
        if (withRoom.Count == 0)
        {
            // The quotes have all their cores. What the customer itself bought beyond them is no question; a stranger's, or what hardly speaks for them, is.
            var full = pool[0];
            var isPlain = full.Differs == Deviations.None && pool.Count == 1;
            return isPlain ? Of(MatchState.Surplus, full.Digest, full.HasDigest ? MatchBasis.Digest : MatchBasis.Score, Deviations.Surplus)
                : full.HasDigest ? Of(MatchState.InReview, null, null, full.Differs | reversed | ((full.Differs & BeyondTerms) == 0 ? Deviations.Surplus : 0))
                : Of(MatchState.Unmatched, null, null, Deviations.None);
        }

        var clean = withRoom.Where(c => c.Differs == Deviations.None).ToList();
        return clean is [var waiting] && IsWaiting(seen, allocation.Quote(waiting.Digest), customers)
            ? Of(MatchState.AwaitingAssignment, waiting.Digest, null, Deviations.None)
            : Of(MatchState.InReview, null, null, reversed | Why(withRoom, clean, reversed));

        Verdict Of(MatchState state, string? digest, MatchBasis? basis, Deviations differs) => new(
            fact.FactId, state, digest, basis, candidates.Count == 0 ? 0 : candidates[0].Score, differs,
            candidates.Count == 0 ? (customers.Sponsors.Contains(fact.Payer) ? Payer.Sponsor : Payer.Stranger) : customers.PayerOf(fact.Payer, allocation.Quote((pool.Count > 0 ? pool : candidates)[0].Digest)),
            false, false, state is MatchState.InReview ? left : candidates);
    }

    private static Deviations Why(List<Candidate> withRoom, List<Candidate> clean, Deviations reversed) => clean.Count switch
    {
        > 1 => Deviations.Ambiguous,
        1 => reversed == 0 ? Deviations.WrongKind : 0, // All is as quoted, and yet it goes on with no core that was bought before.
        _ => withRoom[0].Differs | (withRoom.Count > 1 ? Deviations.Ambiguous : 0),
    };

    // A digest is no guess: beside one, what merely adds up counts for nothing. Of what adds up, those with enough points go before those without.
    private static List<Candidate> Strongest(List<Candidate> candidates) =>
        candidates.Exists(c => c.HasDigest) ? candidates.FindAll(c => c.HasDigest)
        : candidates.Exists(c => c.Score >= MatchScore.Automatic) ? candidates.FindAll(c => c.Score >= MatchScore.Automatic)
        : candidates;

    // A sponsor's purchase is the customer's only once it is assigned to the customer's task for good: until then the sponsor could still use it otherwise.
    private static bool IsWaiting(SeenFact seen, MatchTerms quote, KnownCustomers customers) =>
        seen.Fact.Kind == PaidKind.Purchase && customers.PayerOf(seen.Fact.Payer, quote) == Payer.Sponsor && !seen.FinalTasks.Any(t => customers.HasTask(t, quote));

    private static Dictionary<string, string> FirstPayers(IReadOnlyList<SeenFact> seen, Dictionary<string, Verdict> verdicts) => seen
        .Where(s => verdicts[s.Fact.FactId] is { State: MatchState.Counted, Payer: not Payer.Sponsor })
        .GroupBy(s => verdicts[s.Fact.FactId].Digest!).ToDictionary(g => g.Key, g => g.First().Fact.Payer);
}
