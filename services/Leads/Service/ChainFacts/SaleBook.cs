using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Market;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>What is known of sales and of the workloads that may be renewed in them. Facts come in any order; whichever comes last completes the picture.</summary>
internal sealed class SaleBook(ActivityBook activities, TimeProvider time)
{
    // A sale lasts as long as a region: what began before that is history, and asks nobody for anything.
    private static readonly TimeSpan SaleLength = TimeSpan.FromDays(28);

    /// <summary>The sale, to be changed by this command alone.</summary>
    public static async Task<SaleRow> OpenAsync(CommandScope<LeadsDb> scope, string chain, uint regionBegin)
    {
        await scope.LockAsync($"sale {chain} {regionBegin}");
        if (await scope.Db.Sales.FindAsync([chain, (long)regionBegin], scope.Stop) is { } known)
        {
            return known;
        }

        var sale = new SaleRow { Chain = chain, RegionBegin = regionBegin, FactId = "" };
        scope.Db.Sales.Add(sale);
        return sale;
    }

    /// <summary>A sale has begun: whoever has something to renew in it is told.</summary>
    public async Task BeginAsync(CommandScope<LeadsDb> scope, Sighting seen, SaleInitialized begun)
    {
        var sale = await OpenAsync(scope, seen.Chain, begun.RegionBegin);
        (sale.CoresOffered, sale.EndPrice, sale.BeganAt, sale.FactId) = (begun.CoresOffered, Planck.Parse(begun.EndPrice).Value, seen.OccurredAt, seen.FactId);
        (sale.RelayBlock, sale.SaleStart, sale.LeadinLength) = (begun.Origin.RelayBlock, begun.SaleStart, begun.LeadinLength);
        (sale.Symbol, sale.Decimals) = (begun.Origin.Token.Symbol, (int)begun.Origin.Token.Decimals);
        if (IsCurrent(sale))
        {
            foreach (var renewable in await scope.Db.Renewables.Where(r => r.Chain == seen.Chain && r.Begin == begun.RegionBegin && !r.IsOver).OrderBy(r => r.Core).ToListAsync(scope.Stop))
            {
                await TellWindowAsync(scope, sale, renewable, seen);
            }

            await TellNearlyGoneAsync(scope, sale, seen);
        }
    }

    /// <summary>Whether a sale that began at this instant can be going on still.</summary>
    public bool IsCurrent(DateTimeOffset began) => time.GetUtcNow() - began < SaleLength;

    /// <summary>A core of the sale was taken, by purchase or renewal.</summary>
    public async Task SellAsync(CommandScope<LeadsDb> scope, Sighting seen, SaleRow sale)
    {
        sale.CoresSold++;
        if (IsCurrent(sale))
        {
            await TellNearlyGoneAsync(scope, sale, seen);
        }
    }

    /// <summary>A workload may be renewed from a timeslice on.</summary>
    public async Task RenewableAsync(CommandScope<LeadsDb> scope, Sighting seen, uint core, uint begin, IReadOnlyCollection<WorkloadItem> workload, UInt128 price)
    {
        var sale = await OpenAsync(scope, seen.Chain, begin);
        var row = await FindAsync(scope, seen.Chain, core, begin);
        uint[] tasks = [.. workload.Tasks().Order()];
        (row.Tasks, row.Price, row.FactId) = ([.. tasks.Select(t => (long)t)], price, seen.FactId);
        row.Parts = [.. tasks.Select(t => workload.MaskOf([t]).Count)];
        if (!row.IsOver && IsCurrent(sale))
        {
            await TellWindowAsync(scope, sale, row, seen);
        }
    }

    /// <summary>A right to renew was used, or is gone.</summary>
    public static async Task EndAsync(CommandScope<LeadsDb> scope, Sighting seen, uint core, uint begin)
    {
        await OpenAsync(scope, seen.Chain, begin);
        (await FindAsync(scope, seen.Chain, core, begin)).IsOver = true;
    }

    private bool IsCurrent(SaleRow sale) => sale.BeganAt is { } began && IsCurrent(began);

    private static async Task<RenewableRow> FindAsync(CommandScope<LeadsDb> scope, string chain, uint core, uint begin)
    {
        if (await scope.Db.Renewables.FindAsync([chain, (int)core, (long)begin], scope.Stop) is { } known)
        {
            return known;
        }

        var row = new RenewableRow { Chain = chain, Core = (int)core, Begin = begin, Tasks = [], FactId = "" };
        scope.Db.Renewables.Add(row);
        return row;
    }

    private async Task TellWindowAsync(CommandScope<LeadsDb> scope, SaleRow sale, RenewableRow renewable, Sighting seen)
    {
        foreach (var (account, task) in await FactMatcher.ByTasksAsync(scope.Db, renewable.Tasks.Select(t => (uint)t), seen.Network, scope.Stop))
        {
            await activities.EnterAsync(scope, new(
                account, ActivityKind.RenewalWindow, ActivitySource.Chain,
                $"Para {task} may renew core {renewable.Core} in the sale that began on {sale.BeganAt:d MMMM yyyy}; {seen.Where} says so.",
                seen.OccurredAt, Reference: $"renewal-window {renewable.FactId} {task}"));
        }
    }

    // Those who are being sold bulk coretime, and have not bought in this sale: who has, has a core.
    private async Task TellNearlyGoneAsync(CommandScope<LeadsDb> scope, SaleRow sale, Sighting seen)
    {
        var state = new SaleState((uint?)sale.CoresOffered, (uint)sale.CoresSold, sale.ToldNearlyGone);
        if (!state.IsNearlyGone)
        {
            return;
        }

        sale.ToldNearlyGone = true;
        var waiting = await scope.Db.Registrations.AsNoTracking()
            .Where(r => r.Line == ProductLine.Bulk && (r.State == RegistrationState.Pending || r.State == RegistrationState.Approved))
            .Where(r => !scope.Db.Care.Any(c => c.AccountId == r.AccountId))
            .OrderBy(r => r.AccountId).Select(r => r.AccountId).ToListAsync(scope.Stop);
        foreach (var account in waiting)
        {
            await activities.EnterAsync(scope, new(
                account, ActivityKind.CoresNearlyGone, ActivitySource.Chain,
                $"{state.CoresLeft} of {state.CoresOffered} cores are left in the sale that began on {sale.BeganAt:d MMMM yyyy}, as of {seen.Where}.",
                seen.OccurredAt, Reference: $"cores-nearly-gone {sale.FactId}"));
        }
    }
}
