using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Registrations;

/// <summary>
/// Registrations, hand-overs and care of accounts that are merged, and of merges that are taken back. Called in the transaction
/// of the merge. Links of the chains of claims never move: the chain that goes on names the head of the other.
/// </summary>
public sealed class OwnershipMover(RegistrationBook book)
{
    /// <summary>What <see cref="MoveAsync"/> and <see cref="MoveBackAsync"/> lock; for a merge that locks more, to lock all at once.</summary>
    public static IEnumerable<string> LocksOf(params IEnumerable<Guid> accounts) =>
        accounts.SelectMany(a => Enum.GetValues<ProductLine>().Select(line => RegistrationBook.LockOf(a, line)));

    /// <summary>Moves everything of <paramref name="from"/> to <paramref name="to"/>.</summary>
    /// <returns>Null when done; a refusal where both are registered and it is not settled who stays: then nothing is changed.</returns>
    public async Task<Refusal?> MoveAsync(CommandScope<LeadsDb> scope, Guid from, Guid to)
    {
        await LockAsync(scope, from, to);
        var mine = await AllAsync(scope, from);
        var theirs = await AllAsync(scope, to);
        var now = await NowForAsync(scope, from, to);
        var decision = RegistrationMoves.Move([.. mine.Select(r => r.ToRegistration())], [.. theirs.Select(r => r.ToRegistration())], to, now);
        if (decision.Refusal is { } refusal)
        {
            return refusal;
        }

        var rows = mine.Concat(theirs).ToDictionary(r => r.Id);
        foreach (var steps in decision.Events.GroupBy(s => s.RegistrationId))
        {
            scope.Db.OwnershipMoves.Add(Moved(scope, from, to, MovedKind.Registration, steps.Key, steps.Any(s => s.Event is RegistrationEvent.Rehomed), steps.Any(s => s.Event is RegistrationEvent.Ended)));
        }

        await SaveAsync(scope, rows, decision.Events);
        await MoveHandOversAsync(scope, from, to);
        await MoveCareAsync(scope, from, to);
        await LinkAsync(scope, from, to, "merged-in", "merged-away", now);
        return null;
    }

    /// <summary>Takes back what <see cref="MoveAsync"/> did between these two accounts and was not taken back yet.</summary>
    /// <returns>Registrations that stay as the merge left them, because somebody else has been registered in their place since.</returns>
    public async Task<IReadOnlyList<Guid>> MoveBackAsync(CommandScope<LeadsDb> scope, Guid from, Guid to)
    {
        await LockAsync(scope, from, to);
        var moves = await scope.Db.OwnershipMoves.Where(m => m.FromAccountId == from && m.ToAccountId == to && m.UndoneAt == null).ToListAsync(scope.Stop);
        foreach (var move in moves)
        {
            move.UndoneAt = scope.Now;
        }

        var home = await AllAsync(scope, from);
        var rows = (await AllAsync(scope, to)).ToDictionary(r => r.Id);
        var now = await NowForAsync(scope, from, to);
        var registrations = moves.Where(m => m.Kind == MovedKind.Registration && rows.ContainsKey(m.SubjectId)).ToList();
        var moved = registrations.Where(m => m.Moved).Select(m => m.SubjectId).ToHashSet();
        var ended = registrations.Where(m => m.Ended).Select(m => rows[m.SubjectId].ToRegistration()).OfType<Registration.Ended>().ToList();
        var steps = RegistrationMoves.MoveBack(
            [.. rows.Values.Where(r => moved.Contains(r.Id)).Select(r => r.ToRegistration())],
            ended,
            [.. rows.Values.Where(r => !moved.Contains(r.Id)).Select(r => r.ToRegistration())],
            [.. home.Select(r => r.ToRegistration())],
            from,
            now);
        await SaveAsync(scope, rows, steps);

        var subjects = moves.Where(m => m is { Kind: MovedKind.HandOver, Moved: true }).Select(m => m.SubjectId).ToList();
        foreach (var handOver in await scope.Db.HandOvers.Where(h => subjects.Contains(h.Id) && h.AccountId == to).ToListAsync(scope.Stop))
        {
            handOver.AccountId = from;
        }

        if (moves.Any(m => m.Kind == MovedKind.Care))
        {
            await RehomeCareAsync(scope, to, from);
        }

        await LinkAsync(scope, from, to, "merge-undone", "merge-undone", now);
        return
        [
            .. moved.Where(id => !steps.Any(s => s.RegistrationId == id && s.Event is RegistrationEvent.Rehomed)),
            .. ended.Where(e => e.How == Ending.Merged && !steps.Any(s => s.RegistrationId == e.Id && s.Event is RegistrationEvent.Reinstated)).Select(e => e.Id),
        ];
    }

    private static async Task LockAsync(CommandScope<LeadsDb> scope, Guid from, Guid to)
    {
        await scope.LockAsync(LocksOf(from, to));

        // Both are at hand from here on: a registration that changes its account has the other one's name at once.
        await scope.Db.Accounts.Where(a => a.Id == from || a.Id == to).LoadAsync(scope.Stop);
    }

    // One instant for both lines of both accounts, after everything that happened on any of them.
    private static async Task<DateTimeOffset> NowForAsync(CommandScope<LeadsDb> scope, Guid from, Guid to)
    {
        var now = scope.Now;
        foreach (var account in (Guid[])[from, to])
        {
            foreach (var line in Enum.GetValues<ProductLine>())
            {
                var later = await RegistrationBook.NowForAsync(scope, account, line);
                now = later > now ? later : now;
            }
        }

        return now;
    }

    private async Task<List<RegistrationRow>> AllAsync(CommandScope<LeadsDb> scope, Guid account)
    {
        var rows = await scope.Db.Registrations.Include(r => r.Account).Include(r => r.Extensions).Where(r => r.AccountId == account).OrderBy(r => r.Id).ToListAsync(scope.Stop);
        foreach (var row in rows)
        {
            await book.CatchUpAsync(scope, row, scope.Now);
        }

        return rows;
    }

    // One after the other: the database checks each row as it comes, and what ends must be out before what takes its place.
    private async Task SaveAsync(CommandScope<LeadsDb> scope, Dictionary<Guid, RegistrationRow> rows, IEnumerable<MoveStep> steps)
    {
        await scope.Db.SaveChangesAsync(scope.Stop);
        foreach (var step in steps)
        {
            await book.RecordAsync(scope, rows[step.RegistrationId], step.Event);
            await scope.Db.SaveChangesAsync(scope.Stop);
        }
    }

    private static async Task MoveHandOversAsync(CommandScope<LeadsDb> scope, Guid from, Guid to)
    {
        // An account has one open hand-over to a CSM; where both have one, the other stays where it is, under the account that went.
        var taken = await scope.Db.HandOvers.AnyAsync(h => h.AccountId == to && h.Step == HandOvers.HandOverStep.AeToCsm && h.State != HandOverState.Returned, scope.Stop);
        foreach (var handOver in await scope.Db.HandOvers.Where(h => h.AccountId == from).ToListAsync(scope.Stop))
        {
            if (taken && handOver.Step == HandOvers.HandOverStep.AeToCsm && handOver.State != HandOverState.Returned)
            {
                continue;
            }

            handOver.AccountId = to;
            scope.Db.OwnershipMoves.Add(Moved(scope, from, to, MovedKind.HandOver, handOver.Id, true, false));
        }
    }

    private static async Task MoveCareAsync(CommandScope<LeadsDb> scope, Guid from, Guid to)
    {
        if (!await scope.Db.Care.AnyAsync(c => c.AccountId == to, scope.Stop) && await RehomeCareAsync(scope, from, to) is { } care)
        {
            scope.Db.OwnershipMoves.Add(Moved(scope, from, to, MovedKind.Care, care.HandOverId, true, false));
        }
    }

    private static async Task<CareRow?> RehomeCareAsync(CommandScope<LeadsDb> scope, Guid from, Guid to)
    {
        if (await scope.Db.Care.SingleOrDefaultAsync(c => c.AccountId == from, scope.Stop) is not { } care)
        {
            return null;
        }

        scope.Db.Care.Remove(care);
        var moved = new CareRow { AccountId = to, CsmId = care.CsmId, CsmName = care.CsmName, HandOverId = care.HandOverId, Since = care.Since };
        scope.Db.Care.Add(moved);
        return moved;
    }

    // Each chain names the other's head, so that neither can be rewritten alone, and neither tells of a time before the merge.
    private static async Task LinkAsync(CommandScope<LeadsDb> scope, Guid from, Guid to, string kindAtTo, string kindAtFrom, DateTimeOffset now)
    {
        var by = new Owner(scope.Actor.Id, scope.Actor.Name);
        foreach (var line in Enum.GetValues<ProductLine>())
        {
            if (await ClaimBook.HeadAsync(scope.Db, from, line, scope.Stop) is { } head)
            {
                var link = await ClaimBook.AddAsync(scope, to, line, new(kindAtTo, "", by, null, "", $"{from:D} {head.Position} {head.Hash}"), now);
                ClaimBook.Add(scope, from, line, head, new(kindAtFrom, "", by, null, "", $"{to:D} {link.Position} {link.Hash}"), now);
            }
        }
    }

    private static MoveRow Moved(CommandScope<LeadsDb> scope, Guid from, Guid to, MovedKind kind, Guid subject, bool moved, bool ended) => new()
    {
        Id = Guid.CreateVersion7(scope.Now),
        FromAccountId = from,
        ToAccountId = to,
        Kind = kind,
        SubjectId = subject,
        Moved = moved,
        Ended = ended,
        At = scope.Now,
    };
}
