using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.Rails;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.CreditGrants.Facts;

/// <summary>
/// Records that cores of rails A, B and T are used: once their region has begun, and runs the customer's para for good. Any number of replicas may sweep at once: whoever
/// comes second finds nothing to do.
/// </summary>
internal sealed class UseSweeper(CommandRunner<CreditGrantsDb> commands, IDbContextFactory<CreditGrantsDb> contexts, FactBook book, IChainClock clock, ILogger<UseSweeper> log)
{
    /// <returns>How many cores have begun to be used.</returns>
    public async Task<int> SweepAsync(CancellationToken stop)
    {
        var used = 0;
        await using var db = await contexts.CreateDbContextAsync(stop);
        foreach (var chain in await db.PaidCores.Where(c => c.UsedAt == null).Select(c => c.Chain).Distinct().Order().ToListAsync(stop))
        {
            if (await clock.NowAsync(chain, stop) is not { } moment)
            {
                continue;
            }

            long timeslice = moment.Timeslice;
            var begun = await db.PaidCores.AsNoTracking().Where(c => c.UsedAt == null && c.Chain == chain && c.Begin <= timeslice).OrderBy(c => c.Begin).ThenBy(c => c.FactId).ToListAsync(stop);
            foreach (var core in begun)
            {
                used += await TryUseAsync(db, core, moment, stop);
            }
        }

        return used;
    }

    private async Task<int> TryUseAsync(CreditGrantsDb db, PaidCoreRow core, ChainMoment moment, CancellationToken stop)
    {
        try
        {
            // Looked at first without the lock: a core that nobody assigns is looked at every time.
            return (await ReadAsync(db, core, moment, stop)).Used is null ? 0 : await commands.RecordAsync(Actor.Desk, scope => UseAsync(scope, core, moment), stop);
        }
        catch (Exception e) when (e is not OperationCanceledException and not NpgsqlException)
        {
            log.LogError(e, "The use of the core that {Fact} paid could not be recorded; the others go on.", core.FactId);
            return 0;
        }
    }

    private async Task<int> UseAsync(CommandScope<CreditGrantsDb> scope, PaidCoreRow found, ChainMoment moment)
    {
        await FactBook.LockAsync(scope, found.Chain);
        var row = await scope.Db.PaidCores.SingleAsync(c => c.FactId == found.FactId, scope.Stop);
        if (row.UsedAt is not null || await ReadAsync(scope.Db, row, moment, scope.Stop) is not ({ } used, { } fact))
        {
            return 0;
        }

        await FactBook.ApplyAsync(scope, await book.OpenAsync(scope, row.ProgrammeId), used, fact);
        row.UsedAt = used.At;
        return 1;
    }

    /// <summary>Whether it is used, and what says so: its assignment, or for a renewal the renewal itself.</summary>
    private static async Task<(Used? Used, FactRef? Fact)> ReadAsync(CreditGrantsDb db, PaidCoreRow row, ChainMoment moment, CancellationToken stop)
    {
        var (assigned, origin) = await RegionHandlers.AssignmentAsync(db, row, stop);
        if (RailReader.UsedBy(FactBook.CoreOf(row), assigned, moment.Timeslice, moment.At) is not { } used)
        {
            return (null, null);
        }

        return (used, origin is not null ? RailFacts.Ref(origin) : await PaymentAsync(db, row.FactId, stop));
    }

    private static async Task<FactRef> PaymentAsync(CreditGrantsDb db, string id, CancellationToken stop) =>
        await db.PoolPayments.Where(p => p.FactId == id).Select(p => p.Fact).SingleOrDefaultAsync(stop) is { } known ? FactRef.Parser.ParseFrom(known) : new() { FactId = id };
}
