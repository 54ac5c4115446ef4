using System.Globalization;
using CoretimeDesk.ChainWatcher.V1;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.HandOvers;
using CoretimeDesk.Market;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.ChainFacts;

/// <summary>Assignments of regions to parachains: a final one makes a customer, a provisional one is a warning, for it cannot be renewed.</summary>
internal sealed class AssignmentHandlers(ActivityBook activities, ChainTriggers triggers) : IEventHandler<LeadsDb, Assigned>
{
    public async Task HandleAsync(Assigned message, CloudEvent envelope, CommandScope<LeadsDb> scope)
    {
        var seen = message.Origin.Seen();
        foreach (var (id, task) in await FactMatcher.ByTasksAsync(scope.Db, [message.Task], seen.Network, scope.Stop))
        {
            var (kind, how) = message.Finality switch
            {
                AssignmentFinality.Final => (ActivityKind.FinalAssignment, "for good"),
                AssignmentFinality.Provisional => (ActivityKind.ProvisionalAssignment, "provisionally: it cannot be renewed"),
                _ => (ActivityKind.Note, "(whether for good, its call does not tell)"),
            };
            await activities.EnterAsync(scope, new(
                id, kind, ActivitySource.Chain,
                string.Create(CultureInfo.InvariantCulture, $"{seen.OccurredAt:d MMMM yyyy HH:mm} UTC: core {message.Region.Core} was assigned to para {task} {how}; {seen.Where}."),
                seen.OccurredAt, Reference: seen.FactId));
            UseBook.NoteCore(scope, id, UseKind.Assignment, seen, message.Origin.RelayBlock, message.Region.Core, CoreMask.Parse(message.Region.Mask), message.Region.Begin, message.Duration);
            await UseDrops.LookAgainAsync(scope, id, seen.Chain, message.Region.Begin);
            if (message.Finality == AssignmentFinality.Final)
            {
                var account = await scope.Db.Accounts.SingleAsync(a => a.Id == id, scope.Stop);
                await triggers.ApplyAsync(scope, account, new(HandOvers.ChainFactKind.AssignedFinal, seen.FactId, seen.BlockHash, seen.OccurredAt));
            }
        }
    }
}
