using System.Linq.Expressions;
using CoretimeDesk.CreditGrants.Budgets;
using CoretimeDesk.CreditGrants.Data;
using CoretimeDesk.CreditGrants.Ledger;
using CoretimeDesk.CreditGrants.V1;
using CoretimeDesk.Journal;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CoretimeDesk.CreditGrants.Facts;

/// <summary>
/// Records what the clock has done to grants: those that nobody paid for in time lapse, others expire; and it tells of grants to be reviewed and of requests that nobody has
/// decided in time, each once. Any number of replicas may sweep at once: whoever comes second finds nothing to do.
/// </summary>
internal sealed class GrantSweeper(CommandRunner<CreditGrantsDb> commands, IDbContextFactory<CreditGrantsDb> contexts, FactBook book, TimeProvider time, ILogger<GrantSweeper> log)
{
    /// <returns>How many programmes and grants the clock has changed.</returns>
    public async Task<int> SweepAsync(CancellationToken stop)
    {
        var now = time.GetUtcNow();
        List<Guid> programmes, reviews, overdue;
        await using (var db = await contexts.CreateDbContextAsync(stop))
        {
            programmes = await db.Grants.Where(IsDue(now)).Select(g => g.ProgrammeId).Distinct().Order().ToListAsync(stop);

            // Also pools that were seen before their programme existed: their money counts from its first moment.
            programmes = [.. programmes.Union(await db.PoolBalances.Where(b => b.OpenedAtBlock == PoolFacts.InNoLedger).Join(db.Programmes, b => b.Account, p => p.Pool, (_, p) => p.Id).Distinct().ToListAsync(stop))];
            reviews = await db.Grants.Where(IsToReview(now)).OrderBy(g => g.Id).Select(g => g.Id).ToListAsync(stop);
            overdue = await db.Grants.Where(IsOverdue(now)).OrderBy(g => g.Id).Select(g => g.Id).ToListAsync(stop);
        }

        var changed = 0;
        foreach (var id in programmes)
        {
            changed += await TryAsync(id, scope => TickAsync(scope, id), stop);
        }

        foreach (var id in reviews.Union(overdue))
        {
            changed += await TryAsync(id, scope => TellAsync(scope, id), stop);
        }

        return changed;
    }

    private static Expression<Func<GrantRow, bool>> IsDue(DateTimeOffset now) =>
        g => g.AwardedAt != null && g.EndedAt == null && (g.ExpiresAt <= now || (g.ActivateBy <= now && (g.ActivatedAt == null || g.ActivatedAt >= g.ActivateBy)));

    private static Expression<Func<GrantRow, bool>> IsToReview(DateTimeOffset now) => g => g.AwardedAt != null && g.EndedAt == null && !g.ReviewTold && g.ReviewFrom <= now && g.ExpiresAt > now;

    private static Expression<Func<GrantRow, bool>> IsOverdue(DateTimeOffset now) => g => g.State == GrantState.Requested && !g.OverdueTold && g.DecideBy <= now;

    private async Task<int> TickAsync(CommandScope<CreditGrantsDb> scope, Guid programme)
    {
        var network = await scope.Db.Programmes.Where(p => p.Id == programme).Select(p => p.Network).SingleAsync(scope.Stop);
        await scope.LockAsync(BudgetBook.LockOf(network));
        var open = await book.OpenAsync(scope, programme);
        var entries = open.Row.LastEntry;
        var tick = new Ticked($"tick/{Guid.CreateVersion7(scope.Now)}", scope.Now);

        // A tick that closes nothing is no entry: terms in force may give a grant longer than its row says.
        if (!BudgetLedger.Apply(open.Budget, tick).Closed.IsEmpty)
        {
            await BudgetBook.ApplyAsync(scope, open, tick);
        }

        return scope.Db.ChangeTracker.HasChanges() || open.Row.LastEntry > entries ? 1 : 0;
    }

    private static async Task<int> TellAsync(CommandScope<CreditGrantsDb> scope, Guid id)
    {
        var network = await scope.Db.Grants.Where(g => g.Id == id).Select(g => g.Network).SingleAsync(scope.Stop);
        await scope.LockAsync(BudgetBook.LockOf(network));
        var row = await scope.Db.Grants.SingleAsync(g => g.Id == id, scope.Stop);
        if (IsToReview(scope.Now).Compile()(row))
        {
            row.ReviewTold = true;
            scope.Append(row, GrantFollow.Aggregate,
            [
                new GrantReviewDue { GrantId = $"{row.Id}", Number = row.Number, AccountId = $"{row.AccountId}", RequestedById = $"{row.RequestedById}", ExpiresAt = row.ExpiresAt!.Value.ToTimestamp() },
            ]);
            return 1;
        }

        if (IsOverdue(scope.Now).Compile()(row))
        {
            row.OverdueTold = true;
            scope.Append(row, GrantFollow.Aggregate, [new GrantDecisionOverdue { GrantId = $"{row.Id}", Number = row.Number, AccountId = $"{row.AccountId}", DecideBy = row.DecideBy.ToTimestamp() }]);
            return 1;
        }

        return 0;
    }

    private async Task<int> TryAsync(Guid id, Func<CommandScope<CreditGrantsDb>, Task<int>> handle, CancellationToken stop)
    {
        try
        {
            return await commands.RecordAsync(Actor.Desk, handle, stop);
        }
        catch (Exception e) when (e is not OperationCanceledException and not NpgsqlException)
        {
            log.LogError(e, "The clock's doing could not be recorded for {Id}; the others go on.", id);
            return 0;
        }
    }
}
