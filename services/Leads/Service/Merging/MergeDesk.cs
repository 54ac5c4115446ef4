using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Duplicates;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Merging;

/// <summary>Makes one account of two, in one transaction: what a kill interrupts has not happened.</summary>
public sealed class MergeDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, IEnumerable<IFollowsAccount> parts, DuplicateReview review)
{
    /// <summary>What a merge would do.</summary>
    public async Task<Outcome<PreviewMergeResponse>> PreviewAsync(Guid survivorId, Guid absorbedId, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var (preview, refusal) = await LookAsync(db, survivorId, absorbedId, stop);
        return refusal is not null ? refusal : preview!.ToMessage();
    }

    /// <summary>Does what a preview showed.</summary>
    public async Task<Outcome<MergeResponse>> MergeAsync(Command command, Guid survivorId, Guid absorbedId, string token, IReadOnlyDictionary<string, Side> choices, CancellationToken stop)
    {
        var outcome = await commands.RunAsync<MergeResponse>(command, async scope =>
        {
            await HoldAsync(scope, survivorId, absorbedId);
            var (preview, refusal) = await LookAsync(scope.Db, survivorId, absorbedId, scope.Stop);
            refusal ??= preview!.StaleSince(token);
            if (refusal is not null)
            {
                return refusal;
            }

            if (preview!.Obstacles.FirstOrDefault() is { } obstacle)
            {
                return new Refusal(RefusalKind.Precondition, "MERGE_OBSTACLE", obstacle);
            }

            var (survivor, absorbed) = (preview.Survivor, preview.Absorbed);
            var (before, other) = (survivor.ToState(), absorbed.ToState());
            var after = MergeRules.Merged(before, other, choices);
            var number = await scope.Db.NextNumberAsync('M', scope.Now, scope.Stop);
            var row = new MergeRow
            {
                Id = Guid.CreateVersion7(scope.Now),
                Number = number,
                Ordinal = long.Parse(number.AsSpan(number.LastIndexOf('-') + 1)),
                SurvivorId = survivor.Id,
                AbsorbedId = absorbed.Id,
                SurvivorBefore = MergeRow.Write(before),
                AbsorbedBefore = MergeRow.Write(other),
                SurvivorAfter = MergeRow.Write(after),
                MergedAt = scope.Now,
                MergedBy = scope.Actor.Name,
                Survivor = survivor,
                Absorbed = absorbed,
            };
            scope.Db.Merges.Add(row);
            foreach (var (part, found) in preview.Followers)
            {
                Guid[] items = [.. found.Items.Select(i => i.Id)];
                var moved = await part.MoveAsync(scope, new(row.Id, scope.Now, absorbed, survivor), items);
                if (moved.Refusal is not null)
                {
                    return moved.Refusal;
                }

                scope.Db.MergeMoves.AddRange(items.Select(i => new MergeMoveRow { MergeId = row.Id, What = part.What, ItemId = i }));
            }

            var names = await SearchTerms.AbsorbedAsync(scope.Db, survivor.Id, scope.Stop);
            names.AddRange(await SearchTerms.AbsorbedAsync(scope.Db, absorbed.Id, scope.Stop));
            var (now, emptied) = AccountBook.ChangeBoth(
                scope,
                (survivor, [new AccountEvent.Merged(absorbed.Id, absorbed.Number, row.Id, row.Number, after.CreatedAt), .. AccountDifference.Between(before, after, $"merged: {row.Number}")]),
                (absorbed, [.. AccountDifference.Between(other, MergeRules.Emptied(other), ""), new AccountEvent.Absorbed(survivor.Id, row.Id)]));
            await SearchTerms.SaveAsync(scope.Db, now, names.Append(new(absorbed.Id, absorbed.Number, absorbed.Name)), scope.Stop);
            await SearchTerms.SaveAsync(scope.Db, emptied, [], scope.Stop);
            return new MergeResponse
            {
                Merge = row.ToMessage(preview.Followers.Select(f => (f.Part.What, f.Found.Items.Count))),
                Survivor = now.ToMessage(survivor.Version),
            };
        }, stop);
        if (outcome is { Response: not null, IsRepeat: false })
        {
            await review.LookAgainAsync(survivorId);
        }

        return outcome;
    }

    /// <summary>Takes a merge back.</summary>
    public async Task<Outcome<UndoMergeResponse>> UndoAsync(Command command, Guid? mergeId, string number, CancellationToken stop)
    {
        var outcome = await commands.RunAsync<UndoMergeResponse>(command, async scope =>
        {
            if (await scope.Db.Merges.SingleOrDefaultAsync(m => mergeId != null ? m.Id == mergeId : m.Number == number, scope.Stop) is not { } row)
            {
                return mergeId is { } id ? Refusal.NotFound("merge", id) : new Refusal(RefusalKind.NotFound, "NOT_FOUND", $"There is no merge with number {number}.");
            }

            await HoldAsync(scope, row.SurvivorId, row.AbsorbedId);
            var survivor = await AccountBook.Whole(scope.Db).SingleAsync(a => a.Id == row.SurvivorId, scope.Stop);
            var absorbed = await AccountBook.Whole(scope.Db).SingleAsync(a => a.Id == row.AbsorbedId, scope.Stop);
            await scope.Db.Entry(row).ReloadAsync(scope.Stop);
            var merge = row.ToState();
            if (UndoRules.Cannot(merge, survivor.ToState(), await LaterAsync(scope.Db, row, scope.Stop), scope.Now) is { } refusal)
            {
                return refusal;
            }

            var names = await SearchTerms.AbsorbedAsync(scope.Db, survivor.Id, scope.Stop);
            var parted = await SearchTerms.AbsorbedAsync(scope.Db, absorbed.Id, scope.Stop);
            var (before, other) = (survivor.ToState(), absorbed.ToState());
            var undone = UndoRules.Undo(merge, before);
            var notes = undone.ChangedSince.ToList();
            var moves = await scope.Db.MergeMoves.AsNoTracking().Where(m => m.MergeId == row.Id).ToListAsync(scope.Stop);
            // Before what follows is saved, in whatever order that happens: nothing may come to belong to a merged account.
            await scope.Db.Database.ExecuteSqlAsync($"update leads.accounts set merged_into_id = null where id = {absorbed.Id}", scope.Stop);
            foreach (var part in parts)
            {
                Guid[] items = [.. moves.Where(m => m.What == part.What).Select(m => m.ItemId)];
                var moved = await part.MoveBackAsync(scope, new(row.Id, row.MergedAt, survivor, absorbed), items);
                if (moved.Refusal is not null)
                {
                    return moved.Refusal;
                }

                notes.AddRange(moved.Notes);
            }

            (row.UndoneAt, row.UndoneBy) = (scope.Now, scope.Actor.Name);
            var (restored, now) = AccountBook.ChangeBoth(
                scope,
                (absorbed, [new AccountEvent.MergeUndone(row.Id, survivor.Id, other.CreatedAt), .. AccountDifference.Between(other, undone.Absorbed, $"merge undone: {row.Number}")]),
                (survivor, [new AccountEvent.MergeUndone(row.Id, absorbed.Id, merge.SurvivorBefore.CreatedAt), .. AccountDifference.Between(before, undone.Survivor, $"merge undone: {row.Number}")]));
            var gone = parted.Select(p => p.Id).Append(absorbed.Id).ToHashSet();
            await SearchTerms.SaveAsync(scope.Db, now, names.Where(n => !gone.Contains(n.Id)), scope.Stop);
            await SearchTerms.SaveAsync(scope.Db, restored, parted, scope.Stop);

            return new UndoMergeResponse
            {
                Merge = row.ToMessage(moves.GroupBy(m => m.What).Select(g => (g.Key, g.Count()))),
                Survivor = now.ToMessage(survivor.Version),
                Restored = restored.ToMessage(absorbed.Version),
                ChangedSince = { notes },
            };
        }, stop);
        if (outcome is { Response: not null, IsRepeat: false })
        {
            await review.LookAgainAsync(Guid.Parse(outcome.Response.Restored.AccountId));
        }

        return outcome;
    }

    /// <summary>A page of merges, newest first.</summary>
    public async Task<ListMergesResponse> ListAsync(Page page, Guid? account, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var found = db.Merges.AsNoTracking().Include(m => m.Survivor).Include(m => m.Absorbed).AsQueryable();
        if (account is { } id)
        {
            found = found.Where(m => m.SurvivorId == id || m.AbsorbedId == id);
        }

        if (page.Before is { } before)
        {
            found = found.Where(m => m.Id < before);
        }

        var rows = await found.OrderByDescending(m => m.Id).Take(page.Size + 1).ToListAsync(stop);
        var ids = rows.Select(m => m.Id).ToArray();
        var moves = await db.MergeMoves.Where(m => ids.Contains(m.MergeId)).GroupBy(m => new { m.MergeId, m.What }).Select(g => new { g.Key.MergeId, g.Key.What, Count = g.Count() }).ToListAsync(stop);
        return new()
        {
            Merges = { rows.Take(page.Size).Select(m => m.ToMessage(moves.Where(v => v.MergeId == m.Id).OrderBy(v => v.What, StringComparer.Ordinal).Select(v => (v.What, v.Count)))) },
            NextPageToken = page.NextToken(rows, m => m.Id),
        };
    }

    /// <summary>Begins the command's transaction and locks both accounts, in one order everywhere. What others are adding to them ends first.</summary>
    private async Task HoldAsync(CommandScope<LeadsDb> scope, Guid one, Guid other)
    {
        await scope.LockAsync(parts.SelectMany(p => p.LocksOf(one, other)));
        Guid[] both = [one, other];
        await scope.Db.Database.ExecuteSqlAsync($"select id from leads.accounts where id = any({both}) order by id for update", scope.Stop);
    }

    private async Task<(MergePreview? Preview, Refusal? Refusal)> LookAsync(LeadsDb db, Guid survivorId, Guid absorbedId, CancellationToken stop)
    {
        var rows = await AccountBook.Whole(db).Where(a => a.Id == survivorId || a.Id == absorbedId).ToDictionaryAsync(a => a.Id, stop);
        if (!rows.TryGetValue(survivorId, out var survivor) || !rows.TryGetValue(absorbedId, out var absorbed))
        {
            return (null, Refusal.NotFound("account", rows.ContainsKey(survivorId) ? absorbedId : survivorId));
        }

        if (MergeRules.Cannot(survivor.ToState(), absorbed.ToState()) is { } refusal)
        {
            var merged = survivor.MergedIntoId is not null ? survivor : absorbed.MergedIntoId is not null ? absorbed : null;
            return (null, merged is null ? refusal : await AccountBook.MergedAsync(db, merged, stop));
        }

        return (await MergePreview.WorkOutAsync(db, survivor, absorbed, parts, stop), null);
    }

    private static async Task<string?> LaterAsync(LeadsDb db, MergeRow row, CancellationToken stop)
    {
        var later = await db.Merges.AsNoTracking()
            .Where(m => m.UndoneAt == null && m.Ordinal > row.Ordinal && (m.SurvivorId == row.SurvivorId || m.AbsorbedId == row.SurvivorId))
            .OrderByDescending(m => m.Ordinal).FirstOrDefaultAsync(stop);
        return later is null ? null : $"{later.Number} of {later.MergedAt:d MMMM yyyy}";
    }
}
