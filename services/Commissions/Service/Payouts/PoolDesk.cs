using CoretimeDesk.Commissions.Calendar;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Commissions.Ledgers;
using CoretimeDesk.Commissions.Peers;
using CoretimeDesk.Commissions.Statements;
using CoretimeDesk.Commissions.Told;
using CoretimeDesk.Commissions.V1;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Commissions.Payouts;

/// <summary>Names the accounts that commissions are paid from, and says what they can pay.</summary>
internal sealed class PoolDesk(CommandRunner<CommissionsDb> commands, IDbContextFactory<CommissionsDb> contexts, IPoolWatcher watcher, DeskCalendar time)
{
    /// <summary>Names a pool, and then lets the watcher follow it: what it tells at once finds the pool known. Naming the same again repeats that.</summary>
    public async Task<Outcome<SetPoolResponse>> SetAsync(Command command, string bearer, string token, string chain, string account, string reason, CancellationToken stop)
    {
        var outcome = await commands.RunAsync<SetPoolResponse>(command, async scope =>
        {
            await scope.LockAsync(LockOf(token));
            var row = await scope.Db.Pools.SingleOrDefaultAsync(p => p.Token == token, scope.Stop);
            if (row is null)
            {
                row = new() { Id = Observing.IdOf($"pool/{token}"), Token = token, Chain = chain, Account = account };
                scope.Db.Pools.Add(row);
            }
            else if (row.Chain != chain || row.Account != account)
            {
                (row.Chain, row.Account, row.Balance, row.BlockNumber, row.SeenAt) = (chain, account, null, 0, null);
            }

            await Observing.DecideAsync(scope, row.Id, new PoolSet { Token = token, Chain = chain, Account = account, Reason = reason, SetAt = scope.Now.ToTimestamp() });
            return new SetPoolResponse { Pool = ToMessage(row) };
        }, stop);
        if (outcome.Refusal is null)
        {
            await watcher.WatchAsync(bearer, account, $"commission pool, {token}", stop);
        }

        return outcome;
    }

    /// <summary>What a pool holds, and what of it is promised. Which payments wait is for those who see all statements.</summary>
    public async Task<Outcome<GetPoolResponse>> GetAsync(string token, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        if (await db.Pools.AsNoTracking().SingleOrDefaultAsync(p => p.Token == token, stop) is not { } row)
        {
            return PayoutsDesk.NoPool(token);
        }

        var coverage = await PayoutBook.CoverageAsync(db, await LedgerBook.ReadAsync(db, token, time.GetUtcNow(), stop), token, stop);
        var pool = ToMessage(row);
        (pool.CommittedPlanck, pool.UnfundedPlanck, pool.FreePlanck) = (StatementMaker.Text(coverage.Committed), StatementMaker.Text(coverage.Unfunded), StatementMaker.Text(coverage.Free));
        if ((await StatementSight.OfAsync(db, viewer, stop)).All)
        {
            pool.Events.AddRange(coverage.Events.Select(e => new PoolEvent { Event = e.Event, NeededPlanck = StatementMaker.Text(e.Needed), Funded = e.IsFunded }));
        }

        return new GetPoolResponse { Pool = pool };
    }

    internal static string LockOf(string token) => $"pool {token}";

    private static V1.Pool ToMessage(PoolRow row) => new()
    {
        Token = row.Token, Chain = row.Chain, Account = row.Account, BalancePlanck = row.Balance ?? "", BlockNumber = (uint)row.BlockNumber, SeenAt = row.SeenAt?.ToTimestamp(),
    };
}
