using System.Numerics;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Rails;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Facts;

/// <summary>Sums of what arrived and what was ordered, by the database: a customer may place thousands of orders.</summary>
internal static class CreditBalances
{
    /// <summary>An account's credit on a network.</summary>
    public static async Task<CreditBalance> OfAsync(CreditGrantsDb db, string network, string account, CancellationToken stop)
    {
        var (arrived, ordered) = (BigInteger.Zero, BigInteger.Zero);
        var chains = await db.CreditFacts.Where(f => f.Account == account).Select(f => f.Chain).Distinct().ToListAsync(stop);
        foreach (var chain in chains.Where(c => ChainNames.NetworkOf(c) == network))
        {
            var sums = await db.Database.SqlQuery<CreditSums>($"""
                select coalesce(sum(planck) filter (where planck > 0), 0)::numeric(60,0) as "Arrived", coalesce(-sum(planck) filter (where planck < 0), 0)::numeric(60,0) as "Ordered"
                from creditgrants.credit_facts where chain = {chain} and account = {account}
                """).SingleAsync(stop);
            (arrived, ordered) = (arrived + sums.Arrived, ordered + sums.Ordered);
        }

        return new(arrived, ordered);
    }

    private sealed record CreditSums(BigInteger Arrived, BigInteger Ordered);
}
