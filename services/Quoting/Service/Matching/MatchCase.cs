using CoretimeDesk.Quoting.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>
/// All that hangs together: the paid events that may belong to some quotes, the quotes to which those may belong, and so on. Within it the matcher needs to know nothing
/// else, so what has changed is judged without reading everything.
/// </summary>
internal sealed class MatchCase
{
    private readonly HashSet<Guid> _facts = [];
    private readonly HashSet<string> _offers = new(StringComparer.Ordinal);

    private MatchCase(string chain, IReadOnlySet<string> sponsors) => (Chain, Sponsors) = (chain, sponsors);

    public string Chain { get; }

    public IReadOnlySet<string> Sponsors { get; }

    public List<PaidFactRow> Facts { get; } = [];

    public List<OfferRow> Offers { get; } = [];

    /// <summary>Reads what hangs together with some facts and some customers' quotes. The caller holds the chain's lock.</summary>
    public static async Task<MatchCase> ReadAsync(QuotingDb db, string chain, IEnumerable<Guid> facts, IEnumerable<Guid> customers, IReadOnlySet<string> sponsors, CancellationToken stop)
    {
        var found = new MatchCase(chain, sponsors);
        var named = facts.ToArray();
        var newFacts = await found.AddFactsAsync(db.PaidFacts.Where(f => named.Contains(f.Id)), stop);
        var newOffers = await found.OffersOfAsync(db, [.. customers], stop);

        while (newFacts.Count + newOffers.Count > 0)
        {
            newOffers.AddRange(await found.OffersForAsync(db, newFacts, stop));
            newFacts = await found.FactsForAsync(db, newOffers, stop);
            newOffers = [];
        }

        return found;
    }

    /// <summary>Judges all of it.</summary>
    public async Task<(IReadOnlyList<MatchTerms> Terms, IReadOnlyList<Verdict> Verdicts)> JudgeAsync(QuotingDb db, CancellationToken stop)
    {
        var network = ChainNames.NetworkOf(Chain);
        var payers = Facts.Select(f => f.Payer).Distinct().ToArray();
        var tasks = Facts.SelectMany(f => f.Tasks).Distinct().ToArray();
        var customers = new KnownCustomers(await CustomerMap.OwnersOfAsync(db, payers, network, stop), await CustomerMap.TaskOwnersAsync(db, tasks, network, stop), Sponsors);
        var survivors = await CustomerMap.SurvivorsAsync(db, Offers.Select(o => o.AccountId), stop);
        var terms = Offers.ConvertAll(o => o.ToTerms(survivors[o.AccountId]));

        var blocks = Facts.Select(f => f.BlockHash).Distinct().ToArray();
        var cores = Facts.Select(f => f.Core).Distinct().ToArray();
        var remarks = await db.Remarks.AsNoTracking().Where(r => r.Chain == Chain && blocks.Contains(r.BlockHash)).ToListAsync(stop);
        var assignments = await db.Assignments.AsNoTracking().Where(a => a.Chain == Chain && cores.Contains(a.Core)).ToListAsync(stop);
        return (terms, Matcher.Match(
            Facts.Select(f => f.ToFact()), remarks.Select(r => r.ToRemark()), assignments.Select(a => a.ToAssignment()), terms, customers, Facts.Select(f => f.ToDecision()).OfType<FactDecision>()));
    }

    private async Task<List<PaidFactRow>> AddFactsAsync(IQueryable<PaidFactRow> query, CancellationToken stop)
    {
        var added = (await query.Where(f => f.Chain == Chain && f.Kind != PaidKind.Order).ToListAsync(stop)).Where(f => _facts.Add(f.Id)).ToList();
        Facts.AddRange(added);
        return added;
    }

    private async Task<List<OfferRow>> AddOffersAsync(IQueryable<OfferRow> query, CancellationToken stop)
    {
        var added = (await query.Where(o => o.Chain == Chain).ToListAsync(stop)).Where(o => _offers.Add(o.Digest)).ToList();
        Offers.AddRange(added);
        return added;
    }

    private async Task<List<OfferRow>> OffersOfAsync(QuotingDb db, Guid[] customers, CancellationToken stop)
    {
        var family = CustomerMap.Family(db, customers);
        return customers.Length == 0 ? [] : await AddOffersAsync(db.Offers.Where(o => family.Contains(o.AccountId)), stop);
    }

    /// <summary>Quotes that some facts may belong to: by digest, by the payer, by the task, or because a person said so.</summary>
    private async Task<List<OfferRow>> OffersForAsync(QuotingDb db, List<PaidFactRow> facts, CancellationToken stop)
    {
        if (facts.Count == 0)
        {
            return [];
        }

        // What a sponsor's account pays for is told by digest and task alone: it would join everything with everything.
        var (network, payers) = (ChainNames.NetworkOf(Chain), facts.Select(f => f.Payer).Where(p => !Sponsors.Contains(p)).Distinct().ToArray());
        var tasks = facts.SelectMany(f => f.Tasks).Distinct().ToArray();
        var begins = facts.Select(f => f.Begin).Distinct().ToArray();
        var named = facts.SelectMany(f => f.Excluded.Append(f.Confirmed).Append(f.Digest)).OfType<string>().ToHashSet();
        var blocks = facts.Select(f => f.BlockHash).Distinct().ToArray();
        var tagged = (await db.Remarks.AsNoTracking().Where(r => r.Chain == Chain && blocks.Contains(r.BlockHash)).Select(r => new { r.BlockHash, r.ExtrinsicIndex, r.Digest }).ToListAsync(stop))
            .Where(r => facts.Exists(f => f.BlockHash == r.BlockHash && f.ExtrinsicIndex == r.ExtrinsicIndex)).Select(r => r.Digest);
        named.UnionWith(tagged);
        var digests = named.ToArray();
        var added = await AddOffersAsync(
            db.Offers.Where(o => digests.Contains(o.Digest) || (o.Begins.Any(b => begins.Contains(b)) && (o.Accounts.Any(a => payers.Contains(a)) || o.Tasks.Any(t => tasks.Contains(t))))), stop);
        var owners = (await CustomerMap.OwnersOfAsync(db, payers, network, stop)).Select(o => o.Customer)
            .Concat((await CustomerMap.TaskOwnersAsync(db, tasks, network, stop)).Select(o => o.Customer)).Distinct().ToArray();
        if (owners.Length > 0)
        {
            var family = CustomerMap.Family(db, owners);
            added.AddRange(await AddOffersAsync(db.Offers.Where(o => family.Contains(o.AccountId) && o.Begins.Any(b => begins.Contains(b))), stop));
        }

        return added;
    }

    /// <summary>
    /// Facts that may belong to some quotes. Asked for all quotes together: a fact of one quote's sale that another quote's customer paid for comes along, and changes nothing,
    /// since the matcher is told more than it needs to know.
    /// </summary>
    private async Task<List<PaidFactRow>> FactsForAsync(QuotingDb db, List<OfferRow> offers, CancellationToken stop)
    {
        if (offers.Count == 0)
        {
            return [];
        }

        var (network, customers, digests) = (ChainNames.NetworkOf(Chain), offers.Select(o => o.AccountId).Distinct().ToArray(), offers.Select(o => o.Digest).ToArray());
        var begins = offers.SelectMany(o => o.Begins).Distinct().ToArray();
        var accounts = offers.SelectMany(o => o.Accounts).Concat(await CustomerMap.AccountsOfAsync(db, customers, network, stop)).Distinct().ToArray();
        var tasks = offers.SelectMany(o => o.Tasks).Concat((await CustomerMap.TasksOfAsync(db, customers, network, stop)).Select(t => (long)t)).Distinct().ToArray();
        return await AddFactsAsync(
            db.PaidFacts.Where(f => digests.Contains(f.Digest!) || digests.Contains(f.Confirmed!)
                || (begins.Contains(f.Begin) && (accounts.Contains(f.Payer) || f.Tasks.Any(t => tasks.Contains(t))))
                || db.Remarks.Any(r => digests.Contains(r.Digest) && r.Chain == f.Chain && r.BlockHash == f.BlockHash && r.ExtrinsicIndex == f.ExtrinsicIndex)),
            stop);
    }
}
