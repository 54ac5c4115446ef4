using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Merging;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>Registrations go with their account, and with them hand-overs and care. Where both accounts are registered, one registration stays.</summary>
internal sealed class OwnershipFollowsAccounts(OwnershipMover mover, RulesBook rulebook, TimeProvider time) : IFollowsAccount
{
    public string What => "registrations";

    public IEnumerable<string> LocksOf(Guid one, Guid other) => OwnershipMover.LocksOf(one, other);

    public async Task<Followers> LookAsync(LeadsDb db, AccountRow from, AccountRow to, CancellationToken stop)
    {
        var (mine, theirs) = (await AllAsync(db, from.Id, stop), await AllAsync(db, to.Id, stop));
        var decision = RegistrationMoves.Move([.. mine.Select(m => m.Now)], [.. theirs.Select(t => t.Now)], to.Id, time.GetUtcNow());
        var loses = decision.Events.Where(s => s.Event is RegistrationEvent.Ended).Select(s => s.RegistrationId).ToHashSet();
        return new(
            [
                .. mine.Select(m => new Follower(m.Row.Id, $"{Describe(m)}{(loses.Contains(m.Row.Id) ? " (ends: the other account's stays)" : "")}")),
                .. theirs.Where(t => loses.Contains(t.Row.Id)).Select(t => new Follower(t.Row.Id, $"{Describe(t)} (is there already, and ends: the first claim stays)")),
            ],
            decision.Refusal is { } refusal ? [refusal.Message] : []);
    }

    public async Task<Moved> MoveAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items) =>
        new(await mover.MoveAsync(scope, move.From.Id, move.To.Id), []);

    public async Task<Moved> MoveBackAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items)
    {
        var stay = await mover.MoveBackAsync(scope, move.To.Id, move.From.Id);
        var rows = await scope.Db.Registrations.Where(r => stay.Contains(r.Id)).OrderBy(r => r.Id).ToListAsync(scope.Stop);
        return new(null, [.. rows.Select(r => $"{r.Number} {r.Line.ToWords()} of {r.OwnerName} stays as the merge left it: somebody else has been registered in its place since.")]);
    }

    private static string Describe((RegistrationRow Row, Registration Now) one) => $"{one.Row.Number} {one.Row.Line.ToWords()} of {one.Row.OwnerName}, {StateOf(one.Now)}";

    private static string StateOf(Registration registration) => registration switch
    {
        Registration.Draft => "a draft",
        Registration.Pending => "to be decided",
        Registration.Approved => "approved",
        _ => "ended",
    };

    // As of now: what the clock has done meanwhile is recorded by whoever changes something.
    private async Task<List<(RegistrationRow Row, Registration Now)>> AllAsync(LeadsDb db, Guid account, CancellationToken stop)
    {
        var all = new List<(RegistrationRow, Registration)>();
        foreach (var row in await db.Registrations.AsNoTracking().Include(r => r.Extensions).Where(r => r.AccountId == account).OrderBy(r => r.Id).ToListAsync(stop))
        {
            var registration = row.ToRegistration();
            var due = RegistrationDue.By(time.GetUtcNow(), registration, await rulebook.OfAsync(db, row.RulesNumber, stop));
            all.Add((row, due.Aggregate(registration, Registration.Evolve)));
        }

        return all;
    }
}
