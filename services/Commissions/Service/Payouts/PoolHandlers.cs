using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Commissions.Data;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Commissions.Payouts;

/// <summary>Keeps what pools hold: the newest block counts, whatever comes last. What other accounts hold is nothing to this service.</summary>
internal sealed class PoolHandlers : IEventHandler<CommissionsDb, BalanceSeen>
{
    public async Task HandleAsync(BalanceSeen message, CloudEvent envelope, CommandScope<CommissionsDb> scope)
    {
        var (chain, account) = (message.Origin.Chain, message.Account);
        if (await scope.Db.Pools.AsNoTracking().SingleOrDefaultAsync(p => p.Chain == chain && p.Account == account, scope.Stop) is not { } known)
        {
            return;
        }

        await scope.LockAsync(PoolDesk.LockOf(known.Token));
        var pool = await scope.Db.Pools.SingleAsync(p => p.Id == known.Id, scope.Stop);
        if (pool.Chain == chain && pool.Account == account && (pool.Balance is null || message.Origin.BlockNumber > pool.BlockNumber))
        {
            (pool.Balance, pool.BlockNumber, pool.SeenAt) = (message.Free, message.Origin.BlockNumber, message.Origin.OccurredAt.ToDateTimeOffset());
        }
    }
}
