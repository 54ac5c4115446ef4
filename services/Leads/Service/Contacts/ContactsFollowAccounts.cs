using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Merging;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Contacts;

/// <summary>Contacts go with their account. Opt-outs are the person's and go nowhere.</summary>
internal sealed class ContactsFollowAccounts : IFollowsAccount
{
    public string What => "contacts";

    public async Task<Followers> LookAsync(LeadsDb db, AccountRow from, AccountRow to, CancellationToken stop)
    {
        // Names are shown in a preview, which nobody keeps; with what is kept go their ids alone.
        var contacts = await db.Contacts.AsNoTracking().Where(c => c.AccountId == from.Id).OrderBy(c => c.Id).Select(c => new { c.Id, c.Name, c.Title, Forgotten = c.ForgottenAt != null, OptedOut = c.OptedOutAt != null }).ToListAsync(stop);
        return new([.. contacts.Select(c => new Follower(c.Id, (c.Forgotten ? "a person who was forgotten" : c.Title.Length == 0 ? c.Name : $"{c.Name}, {c.Title}") + (c.OptedOut ? " (opted out)" : "")))], []);
    }

    public async Task<Moved> MoveAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items)
    {
        foreach (var contact in await scope.Db.Contacts.Where(c => items.Contains(c.Id)).OrderBy(c => c.Id).ToListAsync(scope.Stop))
        {
            ContactBook.Change(scope, contact, [new ContactEvent.Moved(move.From.Id, move.To.Id, move.MergeId)]);
        }

        return Moved.Done;
    }

    public async Task<Moved> MoveBackAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items)
    {
        var contacts = await scope.Db.Contacts.Where(c => items.Contains(c.Id) && c.AccountId == move.From.Id).OrderBy(c => c.Id).ToListAsync(scope.Stop);
        foreach (var contact in contacts)
        {
            ContactBook.Change(scope, contact, [new ContactEvent.Moved(move.From.Id, move.To.Id, move.MergeId)]);
        }

        var notes = new List<string>();
        var added = await scope.Db.Contacts.CountAsync(c => c.AccountId == move.From.Id && c.AddedAt > move.MergedAt && !items.Contains(c.Id), scope.Stop);
        Note(added, "added", $"stay with {move.From.Number}");
        Note(contacts.Count(c => c.OptedOutAt > move.MergedAt), "opted out", "stay so wherever they belong");
        Note(contacts.Count(c => c.ForgottenAt > move.MergedAt), "forgotten", "stay so");
        return new(null, notes);

        void Note(int count, string what, string how)
        {
            if (count > 0)
            {
                notes.Add($"{count} {(count == 1 ? "contact was" : "contacts were")} {what}: they {how}.");
            }
        }
    }
}
