using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Merging;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Leads;

/// <summary>Leads go with their account.</summary>
internal sealed class LeadsFollowAccounts : IFollowsAccount
{
    public string What => "leads";

    public async Task<Followers> LookAsync(LeadsDb db, AccountRow from, AccountRow to, CancellationToken stop) => new(
        await db.Leads.AsNoTracking().Where(l => l.AccountId == from.Id).OrderBy(l => l.Id).Select(l => new Follower(l.Id, $"{l.Number} {l.Title}")).ToListAsync(stop),
        []);

    public async Task<Moved> MoveAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items)
    {
        foreach (var lead in await scope.Db.Leads.Where(l => items.Contains(l.Id)).OrderBy(l => l.Id).ToListAsync(scope.Stop))
        {
            Move(scope, move, lead);
        }

        return Moved.Done;
    }

    public async Task<Moved> MoveBackAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items)
    {
        var notes = new List<string>();
        foreach (var lead in await scope.Db.Leads.Where(l => items.Contains(l.Id) && l.AccountId == move.From.Id).OrderBy(l => l.Id).ToListAsync(scope.Stop))
        {
            if (lead.ClaimedAt > move.MergedAt)
            {
                notes.Add($"{lead.Number} {lead.Title} was claimed by {lead.OwnerName} on {lead.ClaimedAt:d MMMM yyyy}: it goes back to {move.To.Number} with its owner.");
            }

            Move(scope, move, lead);
        }

        var opened = await scope.Db.Leads.AsNoTracking().Where(l => l.AccountId == move.From.Id && l.OpenedAt > move.MergedAt && !items.Contains(l.Id)).OrderBy(l => l.Id).ToListAsync(scope.Stop);
        notes.AddRange(opened.Select(l => $"{l.Number} {l.Title} was opened on {l.OpenedAt:d MMMM yyyy}: it stays with {move.From.Number}."));
        return new(null, notes);
    }

    private static void Move(CommandScope<LeadsDb> scope, AccountMove move, LeadRow lead)
    {
        lead.AccountId = move.To.Id;
        scope.Append(lead, "lead",
        [
            new LeadMoved { LeadId = lead.Id.ToString(), FromAccountId = move.From.Id.ToString(), ToAccountId = move.To.Id.ToString(), MergeId = move.MergeId.ToString() },
        ]);
    }
}
