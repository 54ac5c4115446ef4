using System.Data;
using System.Numerics;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Facts;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Ledger;

/// <summary>Counts a programme's books anew, from the first entry, and says where anything differs from what is kept or from what the chains hold.</summary>
internal sealed class LedgerCheck(IDbContextFactory<CreditGrantsDb> contexts)
{
    /// <summary>Of a ledger in which everything is wrong, more would tell nobody more.</summary>
    private const int FaultsMost = 100;

    public async Task<Outcome<CheckLedgerResponse>> RunAsync(Guid programme, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);

        // One instant for all tables: facts go on arriving.
        await using var snapshot = await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        if (await db.Programmes.AsNoTracking().SingleOrDefaultAsync(p => p.Id == programme, stop) is not { } row)
        {
            return Refusal.NotFound("programme", programme);
        }

        var events = await db.BudgetEvents.AsNoTracking().Where(e => e.ProgrammeId == programme).OrderBy(e => e.Number).ToListAsync(stop);
        var postings = await db.Postings.AsNoTracking().Where(p => p.ProgrammeId == programme).ToListAsync(stop);
        var payments = await db.PoolPayments.AsNoTracking().Where(p => p.ProgrammeId == programme).ToListAsync(stop);
        var holdings = await db.PoolBalances.AsNoTracking().Where(b => b.Account == row.Pool && b.OpenedAtBlock != PoolFacts.InNoLedger).ToListAsync(stop);

        var faults = new List<string>();
        var budget = LedgerFold.Fold(row, events, postings, faults);
        LedgerFold.CompareSums(budget.Balances, postings, faults);
        ComparePayments(budget, payments, faults);
        var chain = ChainBalance(row, holdings, payments);
        var ledger = budget.Balances.Funded - budget.Balances.Spent;
        if (ledger != chain)
        {
            faults.Add($"Funded less spent is {ledger} planck, and the pool's accounts hold {chain} planck: {BigInteger.Abs(ledger - chain)} planck {(ledger > chain ? "are missing on the chains" : "are in no entry")}.");
        }

        return new CheckLedgerResponse
        {
            IsIntact = faults.Count == 0,
            Entries = events.Count,
            Balances = budget.Balances.ToMessage(),
            Faults = { faults.Take(FaultsMost), },
            LedgerBalance = BudgetMessages.Text(ledger),
            ChainBalance = BudgetMessages.Text(chain),
        };
    }

    /// <summary>What the chains hold by the last balances that were seen, less what was paid in blocks whose balance is still to be told.</summary>
    private static BigInteger ChainBalance(ProgrammeRow row, IEnumerable<PoolBalanceRow> holdings, List<PoolPaymentRow> payments)
    {
        var sum = BigInteger.Zero;
        foreach (var holding in holdings.Where(h => ChainNames.NetworkOf(h.Chain) == row.Network))
        {
            sum += holding.Free;
            sum -= payments.Where(p => p.Chain == holding.Chain && p.BlockNumber > holding.BlockNumber).Aggregate(BigInteger.Zero, (s, p) => s + p.Planck);
        }

        return sum;
    }

    private static void ComparePayments(Budget budget, List<PoolPaymentRow> payments, List<string> faults)
    {
        foreach (var payment in payments.OrderBy(p => p.OccurredAt).ThenBy(p => p.FactId, StringComparer.Ordinal))
        {
            var where = $"The payment of {payment.Planck} planck on {payment.OccurredAt:yyyy-MM-dd HH:mm} UTC, block {payment.BlockNumber} of {payment.Chain},";
            if (!budget.Payments.TryGetValue($"{payment.FactId}/spent", out var entered))
            {
                faults.Add($"{where} has no entry.");
            }
            else if (entered.Fact.Amount.Value != payment.Planck)
            {
                faults.Add($"{where} is entered with {entered.Fact.Amount} planck.");
            }
            else if ((entered.Fact.Grant ?? "", entered.Fact.Tranche ?? 0) != (payment.GrantNumber, payment.Tranche))
            {
                faults.Add($"{where} is entered for {entered.Fact.Grant ?? "no grant"}, tranche {entered.Fact.Tranche ?? 0}, and was for {(payment.GrantNumber.Length > 0 ? payment.GrantNumber : "no grant")}, tranche {payment.Tranche}.");
            }
        }

        var known = payments.Select(p => $"{p.FactId}/spent").ToHashSet(StringComparer.Ordinal);
        faults.AddRange(budget.Payments.Keys.Where(id => !known.Contains(id)).Order(StringComparer.Ordinal).Select(id => $"Entry {id} is a payment that no fact of a chain tells of."));
    }
}
