using CoretimeDesk.Hosting;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CoretimeDesk.Leads.Duplicates;

/// <summary>The list of pairs that people look at.</summary>
public sealed class DuplicateReview(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, ILogger<DuplicateReview> log)
{
    /// <summary>Puts pairs on the list, in the transaction of whatever brought them up.</summary>
    public static async Task NoteAsync(LeadsDb db, Guid account, IReadOnlyList<Lookalike> found, DateTimeOffset now, CancellationToken stop)
    {
        var ids = found.Select(f => f.AccountId).ToArray();
        var known = await db.PossibleDuplicates.Where(p => (p.FirstId == account && ids.Contains(p.SecondId)) || (p.SecondId == account && ids.Contains(p.FirstId))).ToListAsync(stop);
        foreach (var lookalike in found)
        {
            var (first, second) = account.CompareTo(lookalike.AccountId) < 0 ? (account, lookalike.AccountId) : (lookalike.AccountId, account);
            if (known.FirstOrDefault(p => p.FirstId == first && p.SecondId == second) is not { } pair)
            {
                db.PossibleDuplicates.Add(new()
                {
                    FirstId = first,
                    SecondId = second,
                    Reasons = [.. lookalike.Reasons.Select(r => (short)r)],
                    Score = (short)lookalike.Score,
                    FoundAt = now,
                });
                continue;
            }

            // A reason that nobody has looked at brings a dismissed pair back.
            var reasons = pair.Reasons.Union(lookalike.Reasons.Select(r => (short)r)).Order().ToArray();
            if (reasons.Length > pair.Reasons.Length)
            {
                (pair.Reasons, pair.DismissedAt, pair.FoundAt) = (reasons, null, now);
            }

            pair.Score = Math.Max(pair.Score, (short)lookalike.Score);
        }
    }

    /// <summary>
    /// Looks once more when a command is committed: of two accounts that were entered at the same instant, neither saw the
    /// other, but whoever commits last does now. The command stands whatever becomes of this.
    /// </summary>
    public async Task LookAgainAsync(Guid account)
    {
        try
        {
            await commands.RecordAsync(Actor.Desk, async scope =>
            {
                if (await AccountBook.Whole(scope.Db).AsNoTracking().SingleOrDefaultAsync(a => a.Id == account && a.MergedIntoId == null, scope.Stop) is { } row)
                {
                    await NoteAsync(scope.Db, account, await DuplicateFinder.FindAsync(scope.Db, row.ToState(), null, scope.Stop), scope.Now, scope.Stop);
                }

                return true;
            }, CancellationToken.None);
        }
        catch (Exception e) when (e is RefusedException or Npgsql.NpgsqlException or DbUpdateException or InvalidOperationException { InnerException: Npgsql.NpgsqlException })
        {
            log.LogWarning(e, "Account {Account} was not looked at once more for duplicates; it is when it is next changed.", account);
        }
    }

    /// <summary>A page of pairs, most alike first. Pairs of which one is part of another account by now are not listed.</summary>
    public async Task<ListDuplicatesResponse> ListAsync(KeysetPage page, Guid? account, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var rows = await Open(db, page, account).ToListAsync(stop);
        var ids = rows.SelectMany(p => new[] { p.FirstId, p.SecondId }).ToArray();
        var accounts = await AccountBook.Whole(db).AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, stop);
        return new()
        {
            Pairs =
            {
                rows.Take(page.Size).Select(p => new DuplicatePair
                {
                    First = accounts[p.FirstId].ToMessage(),
                    Second = accounts[p.SecondId].ToMessage(),
                    Reasons = { p.Reasons.Select(r => (V1.WeakReason)r) },
                    Score = (uint)p.Score,
                    FoundAt = p.FoundAt.ToTimestamp(),
                }),
            },
            NextPageToken = page.NextToken(rows, p => $"{p.Score}/{p.SecondId}", p => p.FirstId),
        };
    }

    /// <summary>Whether a page token's key is one of this list.</summary>
    public static bool IsKey(string key) => key.Split('/') is [var score, var second] && short.TryParse(score, out _) && Guid.TryParse(second, out _);

    /// <summary>The query itself, for its plan to be looked at.</summary>
    public static IQueryable<PossibleDuplicateRow> Open(LeadsDb db, KeysetPage page, Guid? account)
    {
        var open = db.PossibleDuplicates.AsNoTracking().Where(p => p.DismissedAt == null && p.First!.MergedIntoId == null && p.Second!.MergedIntoId == null);
        if (account is { } id)
        {
            open = open.Where(p => p.FirstId == id || p.SecondId == id);
        }

        if (page.Id is { } first)
        {
            var parts = page.Key.Split('/');
            var (score, second) = (short.Parse(parts[0]), Guid.Parse(parts[1]));
            open = open.Where(p => p.Score < score || (p.Score == score && (p.FirstId < first || (p.FirstId == first && p.SecondId < second))));
        }

        return open.OrderByDescending(p => p.Score).ThenByDescending(p => p.FirstId).ThenByDescending(p => p.SecondId).Take(page.Size + 1);
    }

    /// <summary>Somebody looked: they are two.</summary>
    public Task<Outcome<DismissDuplicateResponse>> DismissAsync(Command command, Guid one, Guid other, string why, CancellationToken stop) =>
        commands.RunAsync<DismissDuplicateResponse>(command, async scope =>
        {
            var (first, second) = one.CompareTo(other) < 0 ? (one, other) : (other, one);
            if (await scope.Db.PossibleDuplicates.SingleOrDefaultAsync(p => p.FirstId == first && p.SecondId == second, scope.Stop) is not { } pair)
            {
                return new Refusal(RefusalKind.NotFound, "NOT_FOUND", "These two are not on the list of possible duplicates.");
            }

            if (pair.DismissedAt is null)
            {
                var (row, refusal) = await AccountBook.OpenAsync(scope.Db, first, 0, scope.Stop);
                if (refusal is not null)
                {
                    return refusal;
                }

                pair.DismissedAt = scope.Now;
                await AccountBook.ChangeAsync(scope, row!, [new AccountEvent.DuplicateDismissed(second, [.. pair.Reasons.Select(r => (WeakReason)r)], why)]);
            }

            return new DismissDuplicateResponse();
        }, stop);
}
