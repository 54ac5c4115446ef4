using CoretimeDesk.Quoting.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>All orders and budgets that hang together with some: as <see cref="MatchCase"/> is to cores.</summary>
internal sealed class OrderCase
{
    private readonly QuotingDb _db;
    private readonly IReadOnlySet<string> _sponsors;
    private readonly string _sales;
    private readonly string[] _chains;
    private readonly CancellationToken _stop;
    private readonly HashSet<Guid> _orders = [];
    private readonly HashSet<string> _offers = new(StringComparer.Ordinal);

    public OrderCase(QuotingDb db, string chain, IReadOnlySet<string> sponsors, CancellationToken stop)
    {
        (_db, _sales, _sponsors, _stop) = (db, ChainNames.SaleChainOf(chain), sponsors, stop);
        _chains = [.. ChainNames.OrderingChainsOf(_sales)];
    }

    public List<PaidFactRow> Orders { get; } = [];

    public List<OfferRow> Offers { get; } = [];

    private string Network => ChainNames.NetworkOf(_sales);

    /// <summary>Reads what hangs together with some orders, and with some customers' budgets.</summary>
    public async Task ReadAsync(List<PaidFactRow> orders, IEnumerable<Guid> customers)
    {
        var newOffers = new List<OfferRow>();
        if (customers.ToArray() is { Length: > 0 } some)
        {
            var family = CustomerMap.Family(_db, some);
            newOffers.AddRange(await AddOffersAsync(o => o.Where(x => family.Contains(x.AccountId))));
        }

        var newOrders = Add(orders);
        while (newOrders.Count + newOffers.Count > 0)
        {
            newOffers.AddRange(await AddOffersForAsync(newOrders));
            newOrders = await AddOrdersForAsync(newOffers);
            newOffers = [];
        }
    }

    /// <summary>Reads the budgets that some orders may belong to, by digest, payer, task, or because a person said so; and no other orders.</summary>
    public async Task<List<OfferRow>> AddOffersForAsync(List<PaidFactRow> orders)
    {
        if (orders.Count == 0)
        {
            return [];
        }

        // What a sponsor's account pays for is told by digest and task alone: it would join everything with everything.
        var payers = orders.Select(o => o.Payer).Where(p => !_sponsors.Contains(p)).Distinct().ToArray();
        var tasks = orders.SelectMany(o => o.Tasks).Distinct().ToArray();
        var blocks = orders.Select(o => o.BlockHash).Distinct().ToArray();
        var tagged = (await _db.Remarks.AsNoTracking().Where(r => _chains.Contains(r.Chain) && blocks.Contains(r.BlockHash)).Select(r => new { r.BlockHash, r.ExtrinsicIndex, r.Digest }).ToListAsync(_stop))
            .Where(r => orders.Exists(o => o.BlockHash == r.BlockHash && o.ExtrinsicIndex == r.ExtrinsicIndex)).Select(r => r.Digest);
        var digests = orders.SelectMany(o => o.Excluded.Append(o.Confirmed).Append(o.Digest)).OfType<string>().Concat(tagged).Distinct().ToArray();
        var (first, last) = (orders.Min(o => o.OccurredAt), orders.Max(o => o.OccurredAt));
        var owners = (await CustomerMap.OwnersOfAsync(_db, payers, Network, _stop)).Select(o => o.Customer)
            .Concat((await CustomerMap.TaskOwnersAsync(_db, tasks, Network, _stop)).Select(o => o.Customer)).Distinct().ToArray();
        var whose = CustomerMap.Family(_db, owners);
        return await AddOffersAsync(all => all.Where(o => digests.Contains(o.Digest)
            || (o.SentAt <= last && o.ValidUntil > first && (whose.Contains(o.AccountId) || o.Accounts.Any(a => payers.Contains(a)) || o.Tasks.Any(t => tasks.Contains(t))))));
    }

    /// <summary>What the matcher must know of the budgets and of whose the payers and tasks are.</summary>
    public async Task<(IReadOnlyList<MatchTerms> Terms, KnownCustomers Customers, IReadOnlyList<DigestRemark> Remarks)> KnownAsync()
    {
        var payers = Orders.Select(o => o.Payer).Distinct().ToArray();
        var tasks = Orders.SelectMany(o => o.Tasks).Distinct().ToArray();
        var blocks = Orders.Select(o => o.BlockHash).Distinct().ToArray();
        var customers = new KnownCustomers(await CustomerMap.OwnersOfAsync(_db, payers, Network, _stop), await CustomerMap.TaskOwnersAsync(_db, tasks, Network, _stop), _sponsors);
        var survivors = await CustomerMap.SurvivorsAsync(_db, Offers.Select(o => o.AccountId), _stop);
        var remarks = await _db.Remarks.AsNoTracking().Where(r => _chains.Contains(r.Chain) && blocks.Contains(r.BlockHash)).ToListAsync(_stop);
        return ([.. Offers.Select(o => o.ToTerms(survivors[o.AccountId]))], customers, [.. remarks.Select(r => r.ToRemark())]);
    }

    public List<PaidFactRow> Add(IEnumerable<PaidFactRow> orders)
    {
        var added = orders.Where(o => _orders.Add(o.Id)).ToList();
        Orders.AddRange(added);
        return added;
    }

    private async Task<List<OfferRow>> AddOffersAsync(Func<IQueryable<OfferRow>, IQueryable<OfferRow>> which)
    {
        var added = (await which(_db.Offers.Where(o => o.Chain == _sales && o.BudgetCustomer != null)).ToListAsync(_stop)).Where(o => _offers.Add(o.Digest)).ToList();
        Offers.AddRange(added);
        return added;
    }

    private async Task<List<PaidFactRow>> AddOrdersForAsync(List<OfferRow> offers)
    {
        List<PaidFactRow> added = [];
        foreach (var offer in offers)
        {
            Guid[] customer = [offer.AccountId];
            var accounts = offer.Accounts.Concat(await CustomerMap.AccountsOfAsync(_db, customer, Network, _stop)).Distinct().ToArray();
            var tasks = offer.Tasks.Concat((await CustomerMap.TasksOfAsync(_db, customer, Network, _stop)).Select(t => (long)t)).Distinct().ToArray();
            added.AddRange(Add(await _db.PaidFacts.Where(f => f.Kind == PaidKind.Order && _chains.Contains(f.Chain)
                && (f.Digest == offer.Digest || f.Confirmed == offer.Digest
                    || (f.OccurredAt >= offer.SentAt && f.OccurredAt < offer.ValidUntil && (accounts.Contains(f.Payer) || f.Tasks.Any(t => tasks.Contains(t))))
                    || _db.Remarks.Any(r => r.Digest == offer.Digest && r.Chain == f.Chain && r.BlockHash == f.BlockHash && r.ExtrinsicIndex == f.ExtrinsicIndex))).ToListAsync(_stop)));
        }

        return added;
    }
}
