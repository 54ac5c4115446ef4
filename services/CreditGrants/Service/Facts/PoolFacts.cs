using System.Globalization;
using System.Numerics;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Pool;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Market;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.CreditGrants.Facts;

/// <summary>What pools hold.</summary>
internal static class PoolFacts
{
    /// <summary>Instead of a block: the account was seen before a programme paid from it, and no ledger has its money yet.</summary>
    public const long InNoLedger = -1;

    /// <summary>What is known of a programme's pool on a chain; null for a chain where it was not seen yet.</summary>
    public static async Task<KnownBalance?> KnownAsync(CommandScope<CreditGrantsDb> scope, string chain, string account) =>
        await scope.Db.PoolBalances.FindAsync([chain, account], scope.Stop) is { } row ? Of(row) : null;

    /// <summary>Takes into the ledger what the pool was seen to hold before there was a programme. Its money is watched from before the programme's first moment.</summary>
    public static async Task AdoptAsync(CommandScope<CreditGrantsDb> scope, OpenBudget open)
    {
        var rows = await scope.Db.PoolBalances.Where(b => b.Account == open.Row.Pool && b.OpenedAtBlock == InNoLedger).ToListAsync(scope.Stop);
        foreach (var row in rows.Where(b => ChainNames.NetworkOf(b.Chain) == open.Row.Network))
        {
            var fact = FactRef.Parser.ParseFrom(row.Fact);
            await ToldAsync(scope, open, PoolBook.See(null, new(fact.FactId, fact.OccurredAt.ToDateTimeOffset(), row.BlockNumber, Of(row).Free), 0).Told, fact);
            scope.Db.Entry(row).Property(b => b.OpenedAtBlock).CurrentValue = row.BlockNumber;
        }
    }

    /// <summary>The account holds something else now.</summary>
    /// <param name="scope">The command, with the network's lock.</param>
    /// <param name="message">What was seen.</param>
    /// <param name="open">The programme that pays from it; null while there is none.</param>
    public static async Task SeeAsync(CommandScope<CreditGrantsDb> scope, BalanceSeen message, OpenBudget? open)
    {
        var (origin, fact) = (message.Origin, RailFacts.Ref(message.Origin));
        var row = await scope.Db.PoolBalances.FindAsync([origin.Chain, message.Account], scope.Stop);
        var known = row is null ? null : Of(row);
        var paid = open is null ? 0 : known is null ? await PaidAsync(scope, open.Row.Id, origin.Chain, origin.BlockNumber, long.MaxValue) : await PaidAsync(scope, open.Row.Id, origin.Chain, known.Block, origin.BlockNumber);
        var (after, told) = PoolBook.See(known, new(origin.FactId, RailFacts.At(origin), origin.BlockNumber, Planck.Parse(message.Free)), paid);
        if (row is null)
        {
            scope.Db.PoolBalances.Add(new()
            {
                Chain = origin.Chain,
                Account = message.Account,
                Free = after.Free.Value,
                OpenedAtBlock = open is null ? InNoLedger : after.Block,
                BlockNumber = after.Block,
                Fact = FactBook.Bytes(fact),
            });
        }
        else if (after != known)
        {
            (row.Free, row.BlockNumber, row.Fact) = (after.Free.Value, after.Block, FactBook.Bytes(fact));
        }

        if (open is not null)
        {
            await ToldAsync(scope, open, told, fact);
        }
    }

    private static Task ToldAsync(CommandScope<CreditGrantsDb> scope, OpenBudget open, CreditGrants.Ledger.ChainFact? told, FactRef fact) =>
        told is null ? Task.CompletedTask : FactBook.ApplyAsync(scope, open, told, fact);

    private static async Task<BigInteger> PaidAsync(CommandScope<CreditGrantsDb> scope, Guid programme, string chain, long after, long until)
    {
        var amounts = await scope.Db.PoolPayments.Where(p => p.ProgrammeId == programme && p.Chain == chain && p.BlockNumber > after && p.BlockNumber <= until).Select(p => p.Planck).ToListAsync(scope.Stop);
        return amounts.Aggregate(BigInteger.Zero, (sum, a) => sum + a);
    }

    private static KnownBalance Of(PoolBalanceRow row) => new(row.BlockNumber, Planck.Parse(row.Free.ToString(CultureInfo.InvariantCulture)));
}
