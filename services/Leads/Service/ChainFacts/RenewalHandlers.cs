using System.Globalization;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Market;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>Sales and renewals. A renewal's customer is found by the tasks of the workload: anybody may pay for anybody.</summary>
internal sealed class RenewalHandlers(ActivityBook activities, SaleBook sales, UseDrops drops) :
    IEventHandler<LeadsDb, SaleInitialized>,
    IEventHandler<LeadsDb, Renewable>,
    IEventHandler<LeadsDb, Renewed>,
    IEventHandler<LeadsDb, AutoRenewalFailed>,
    IEventHandler<LeadsDb, PotentialRenewalDropped>,
    IEventHandler<LeadsDb, PotentialRenewalRemoved>
{
    public async Task HandleAsync(SaleInitialized message, CloudEvent envelope, CommandScope<LeadsDb> scope)
    {
        var seen = message.Origin.Seen();
        await sales.BeginAsync(scope, seen, message);
        if (sales.IsCurrent(seen.OccurredAt))
        {
            await drops.LookAsync(scope, seen, message.RegionBegin);
        }
    }

    public Task HandleAsync(Renewable message, CloudEvent envelope, CommandScope<LeadsDb> scope) =>
        sales.RenewableAsync(scope, message.Origin.Seen(), message.Core, message.Begin, message.Workload, UInt128.Parse(message.Price, CultureInfo.InvariantCulture));

    public async Task HandleAsync(Renewed message, CloudEvent envelope, CommandScope<LeadsDb> scope)
    {
        var seen = message.Origin.Seen();
        var sale = await SaleBook.OpenAsync(scope, seen.Chain, message.Begin);
        await SaleBook.EndAsync(scope, seen, message.OldCore, message.Begin);

        // One entry for a customer, with all of their paras that share the core.
        foreach (var customer in (await FactMatcher.ByTasksAsync(scope.Db, message.Tasks, seen.Network, scope.Stop)).GroupBy(f => f.AccountId, f => f.Task))
        {
            uint[] tasks = [.. customer.Order()];
            var who = tasks is [var one] ? $"para {one} was" : $"paras {string.Join(", ", tasks[..^1])} and {tasks[^1]} were";
            await activities.EnterAsync(scope, new(
                customer.Key, ActivityKind.Renewal, ActivitySource.Chain,
                string.Create(CultureInfo.InvariantCulture, $"{seen.OccurredAt:d MMMM yyyy HH:mm} UTC: {who} renewed for {message.Origin.TokenOf().Format(Planck.Parse(message.Price))}, from core {message.OldCore} to core {message.Core}; {seen.Where}."),
                seen.OccurredAt, Reference: seen.FactId));
            UseBook.NoteCore(scope, customer.Key, UseKind.Renewal, seen, message.Origin.RelayBlock, message.Core, message.Workload.MaskOf(tasks), message.Begin, message.Duration);
            await UseDrops.LookAgainAsync(scope, customer.Key, seen.Chain, message.Begin);
        }

        await sales.SellAsync(scope, seen, sale);
    }

    public async Task HandleAsync(AutoRenewalFailed message, CloudEvent envelope, CommandScope<LeadsDb> scope)
    {
        var seen = message.Origin.Seen();

        // Paid from the para's own account; without one, whoever may renew that core.
        var accounts = message.Payer.Length > 0 ? await FactMatcher.ByAccountAsync(scope.Db, message.Payer, seen.Network, scope.Stop) : [];
        if (accounts.Count == 0)
        {
            var tasks = await scope.Db.Renewables.AsNoTracking().Where(r => r.Chain == seen.Chain && r.Core == message.Core && !r.IsOver).OrderByDescending(r => r.Begin).Select(r => r.Tasks).FirstOrDefaultAsync(scope.Stop);
            accounts = [.. (await FactMatcher.ByTasksAsync(scope.Db, (tasks ?? []).Select(t => (uint)t), seen.Network, scope.Stop)).Select(f => f.AccountId)];
        }

        foreach (var account in accounts.Distinct())
        {
            await activities.EnterAsync(scope, new(
                account, ActivityKind.AutoRenewalFailed, ActivitySource.Chain,
                string.Create(CultureInfo.InvariantCulture, $"{seen.OccurredAt:d MMMM yyyy HH:mm} UTC: the chain could not renew core {message.Core} by itself: too little in the account, or no core left; {seen.Where}."),
                seen.OccurredAt, Reference: seen.FactId));
        }
    }

    public Task HandleAsync(PotentialRenewalDropped message, CloudEvent envelope, CommandScope<LeadsDb> scope) =>
        SaleBook.EndAsync(scope, message.Origin.Seen(), message.Core, message.Begin);

    public Task HandleAsync(PotentialRenewalRemoved message, CloudEvent envelope, CommandScope<LeadsDb> scope) =>
        SaleBook.EndAsync(scope, message.Origin.Seen(), message.Core, message.Begin);
}
