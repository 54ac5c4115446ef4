using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Quoting.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Quoting.Matching;

/// <summary>Takes the facts of finalised blocks, in any order and any number of times.</summary>
internal sealed class FactHandlers(MatchBook book) :
    IEventHandler<QuotingDb, Purchased>,
    IEventHandler<QuotingDb, Renewed>,
    IEventHandler<QuotingDb, OnDemandOrderPlaced>,
    IEventHandler<QuotingDb, Remarked>,
    IEventHandler<QuotingDb, Assigned>,
    IEventHandler<QuotingDb, AssignmentRemoved>
{
    private const string WholeCore = "0xffffffffffffffffffff";

    // Orders that name an ended quote by its digest are a person's question; those of later days name none.
    private static readonly TimeSpan OrdersKeptAfterTheEnd = TimeSpan.FromDays(7);

    public async Task HandleAsync(Purchased message, CloudEvent envelope, CommandScope<QuotingDb> scope)
    {
        await scope.LockAsync(MatchBook.LockOf(message.Origin.Chain));
        var tasks = await TasksAsync(scope, message.Origin.Chain, message.Region.Core, message.Region.Begin, message.Duration);
        await AddAsync(scope, FactRows.Of(message, tasks));
    }

    public async Task HandleAsync(Renewed message, CloudEvent envelope, CommandScope<QuotingDb> scope)
    {
        await scope.LockAsync(MatchBook.LockOf(message.Origin.Chain));
        await AddAsync(scope, FactRows.Of(message));
    }

    /// <summary>Orders are too many to keep them all, and only those that are placed while a budget is with some customer of the network can be any quote's.</summary>
    public async Task HandleAsync(OnDemandOrderPlaced message, CloudEvent envelope, CommandScope<QuotingDb> scope)
    {
        await scope.LockAsync(MatchBook.LockOf(message.Origin.Chain));
        var (sales, row) = (ChainNames.SaleChainOf(message.Origin.Chain), FactRows.Of(message));
        var since = row.OccurredAt - OrdersKeptAfterTheEnd;
        if (await scope.Db.Offers.AnyAsync(o => o.Chain == sales && o.BudgetCustomer != null && o.SentAt <= row.OccurredAt && o.ValidUntil > since, scope.Stop))
        {
            await AddAsync(scope, row);
        }
    }

    public async Task HandleAsync(Remarked message, CloudEvent envelope, CommandScope<QuotingDb> scope)
    {
        var origin = message.Origin;
        if (FactRows.DigestOf(message.Remark.Payload) is not { } digest || !origin.HasExtrinsicIndex)
        {
            return; // A remark with the desk's tag that names no quote: what it is for, is not decided here.
        }

        await scope.LockAsync(MatchBook.LockOf(origin.Chain));
        var id = Guid.Parse(origin.FactId);
        if (await scope.Db.Remarks.AnyAsync(r => r.Id == id, scope.Stop))
        {
            return;
        }

        scope.Db.Remarks.Add(new()
        {
            Id = id, Chain = origin.Chain, BlockNumber = origin.BlockNumber, BlockHash = origin.BlockHash, EventIndex = origin.EventIndex, ExtrinsicIndex = origin.ExtrinsicIndex, Digest = digest,
        });
        await scope.Db.SaveChangesAsync(scope.Stop);
        var beside = await scope.Db.PaidFacts.Where(f => f.Chain == origin.Chain && f.BlockHash == origin.BlockHash && f.ExtrinsicIndex == origin.ExtrinsicIndex).Select(f => f.Id).ToListAsync(scope.Stop);
        await book.JudgeAsync(scope, origin.Chain, beside, []);
    }

    public Task HandleAsync(Assigned message, CloudEvent envelope, CommandScope<QuotingDb> scope) => AssignAsync(
        scope, message.Origin, message.Region, message.Task, message.Finality switch
        {
            AssignmentFinality.Final => true,
            AssignmentFinality.Provisional => false,
            _ => null,
        });

    public Task HandleAsync(AssignmentRemoved message, CloudEvent envelope, CommandScope<QuotingDb> scope) => AssignAsync(scope, message.Origin, message.Region, null, null);

    private async Task AddAsync(CommandScope<QuotingDb> scope, PaidFactRow row)
    {
        if (await scope.Db.PaidFacts.AnyAsync(f => f.Id == row.Id, scope.Stop))
        {
            return;
        }

        scope.Db.PaidFacts.Add(row);
        await scope.Db.SaveChangesAsync(scope.Stop);
        await book.JudgeAsync(scope, row.Chain, [row.Id], []);
    }

    private async Task AssignAsync(CommandScope<QuotingDb> scope, FactOrigin origin, RegionId region, uint? task, bool? isFinal)
    {
        await scope.LockAsync(MatchBook.LockOf(origin.Chain));
        var id = Guid.Parse(origin.FactId);
        if (await scope.Db.Assignments.AnyAsync(a => a.Id == id, scope.Stop))
        {
            return;
        }

        scope.Db.Assignments.Add(new()
        {
            Id = id, Chain = origin.Chain, BlockNumber = origin.BlockNumber, BlockHash = origin.BlockHash, EventIndex = origin.EventIndex,
            Begin = region.Begin, Core = (int)region.Core, IsWholeCore = region.Mask == WholeCore, Task = task, IsFinal = isFinal,
        });
        var bought = await scope.Db.PaidFacts
            .Where(f => f.Chain == origin.Chain && f.Core == (int)region.Core && f.Kind == PaidKind.Purchase && f.Begin <= region.Begin && region.Begin < f.Begin + f.Duration)
            .ToListAsync(scope.Stop);
        foreach (var fact in bought.Where(f => task is { } t && !f.Tasks.Contains((long)t)))
        {
            fact.Tasks = [.. fact.Tasks.Append((long)task!.Value).Order()];
        }

        await scope.Db.SaveChangesAsync(scope.Stop);
        await book.JudgeAsync(scope, origin.Chain, bought.Select(f => f.Id), []);
    }

    /// <summary>Assignments that were heard of before the purchase itself.</summary>
    private static async Task<long[]> TasksAsync(CommandScope<QuotingDb> scope, string chain, uint core, long begin, long duration) =>
        [.. await scope.Db.Assignments.Where(a => a.Chain == chain && a.Core == (int)core && a.Task != null && a.Begin >= begin && a.Begin < begin + duration).Select(a => a.Task!.Value).Distinct().OrderBy(t => t).ToListAsync(scope.Stop)];
}
