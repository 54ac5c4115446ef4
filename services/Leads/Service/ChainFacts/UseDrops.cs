using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Tasks;
using CoretimeDesk.Market;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>
/// Tells when a customer has fewer cores than in the period before. That is known when a sale is over, which the beginning of the next one says: until
/// then what was not renewed may still be bought again.
/// </summary>
internal sealed class UseDrops(ActivityBook activities)
{
    /// <summary>A sale began, so the one before it is over. Whoever got fewer cores in it than they had is told of.</summary>
    public async Task LookAsync(CommandScope<LeadsDb> scope, Sighting seen, uint regionBegin)
    {
        // Both must have been followed from their beginning; of a sale that was half heard of nothing can be said.
        if (await scope.Db.Sales.AsNoTracking().Where(s => s.Chain == seen.Chain && s.RegionBegin < regionBegin).OrderByDescending(s => s.RegionBegin).FirstOrDefaultAsync(scope.Stop) is not { BeganAt: not null } over)
        {
            return;
        }

        foreach (var account in await ConcernedAsync(scope, seen, over.RegionBegin))
        {
            var (had, has) = await CountAsync(scope, account, seen.Network, seen.Chain, over.RegionBegin);
            if (has < had)
            {
                await activities.EnterAsync(scope, new(
                    account, ActivityKind.UseDrop, ActivitySource.Chain,
                    $"{(has == 0 ? "No core" : CoreUses.Words(has))} from the sale that began on {over.BeganAt:d MMMM yyyy}, after {CoreUses.Words(had)} before it: what is missing was neither renewed nor bought again until the sale was over; {seen.Where} says so.",
                    seen.OccurredAt, Reference: Reference(seen.Chain, over.RegionBegin)));
            }
        }
    }

    /// <summary>A fact of a sale came after the sale was called over: what was said may be wrong now, and then nobody needs to act on it.</summary>
    public static async Task LookAgainAsync(CommandScope<LeadsDb> scope, Guid account, string chain, uint begin)
    {
        var reference = Reference(chain, begin);
        if (!await scope.Db.Activities.AnyAsync(a => a.AccountId == account && a.Reference == reference, scope.Stop))
        {
            return;
        }

        var network = new Sighting("", chain, 0, "", null, default).Network;
        var (had, has) = await CountAsync(scope, account, network, chain, begin);
        if (has < had)
        {
            return;
        }

        var asked = CadenceReactions.ReferenceOf(ActivityKind.UseDrop, reference);
        foreach (var task in await scope.Db.Tasks.Where(t => t.AccountId == account && t.Reference.StartsWith(asked) && t.State == TaskState.Open).ToListAsync(scope.Stop))
        {
            TaskBook.Record(scope, task, TaskRules.Cancel(task.ToTask(), "A fact that arrived later shows that use did not drop.", scope.Now).Events);
        }
    }

    private static string Reference(string chain, long begin) => $"use-drop {chain} {begin}";

    // Whose regions were running until the sale's begin, or whose workloads could have been renewed in it.
    private static async Task<IReadOnlyList<Guid>> ConcernedAsync(CommandScope<LeadsDb> scope, Sighting seen, long begin)
    {
        var used = await scope.Db.CoreUses.AsNoTracking().Where(u => u.Chain == seen.Chain && u.Begin < begin && u.Begin + u.Timeslices >= begin).Select(u => u.AccountId).Distinct().ToListAsync(scope.Stop);
        var tasks = (await scope.Db.Renewables.AsNoTracking().Where(r => r.Chain == seen.Chain && r.Begin == begin).Select(r => r.Tasks).ToListAsync(scope.Stop)).SelectMany(t => t).Select(t => (uint)t);
        return [.. used.Concat((await FactMatcher.ByTasksAsync(scope.Db, tasks, seen.Network, scope.Stop)).Select(f => f.AccountId)).Distinct().Order()];
    }

    // In 80ths of a core: in the last timeslice before the sale's regions begin, and in their first.
    private static async Task<(int Had, int Has)> CountAsync(CommandScope<LeadsDb> scope, Guid account, string network, string chain, long begin)
    {
        var rows = await scope.Db.CoreUses.AsNoTracking().Where(u => u.AccountId == account && u.Chain == chain && u.Begin <= begin && u.Begin + u.Timeslices >= begin).ToListAsync(scope.Stop);

        // What this very command has noted is not in the database yet.
        var uses = rows.Concat(scope.Db.CoreUses.Local.Where(u => u.AccountId == account && u.Chain == chain)).DistinctBy(u => u.Id).Select(u => u.ToUse()).ToList();
        var paras = (await scope.Db.AccountKeys.AsNoTracking().Where(k => k.AccountId == account && k.Kind == KeyKind.ParaId && k.Network == network).Select(k => k.Value).ToListAsync(scope.Stop)).Select(long.Parse).ToHashSet();
        var renewable = (await scope.Db.Renewables.AsNoTracking().Where(r => r.Chain == chain && r.Begin == begin).ToListAsync(scope.Stop))
            .Sum(r => r.Tasks.Zip(r.Parts).Where(t => paras.Contains(t.First)).Sum(t => t.Second));

        // A sponsor may have bought what the customer's parachain ran on: then only the right to renew it tells.
        return (Math.Max(CoreUses.PartsAt(uses, chain, begin - 1), renewable), CoreUses.PartsAt(uses, chain, begin));
    }
}
