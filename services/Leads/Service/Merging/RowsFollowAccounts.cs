using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Merging;

/// <summary>
/// Rows that go with their account and need no rule for it. The merge's own events tell of it: whatever belonged to the absorbed account belongs
/// to the survivor from then on.
/// </summary>
internal abstract class RowsFollowAccounts<T> : IFollowsAccount
    where T : class, IOfAccount
{
    public abstract string What { get; }

    public async Task<Followers> LookAsync(LeadsDb db, AccountRow from, AccountRow to, CancellationToken stop) =>
        new([.. (await OfAsync(db.Set<T>().AsNoTracking(), from.Id, stop)).Select(r => new Follower(r.Id, LabelOf(r)))], []);

    public async Task<Moved> MoveAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items)
    {
        var those = items.ToHashSet();
        var rows = (await OfAsync(scope.Db.Set<T>(), move.From.Id, scope.Stop)).Where(r => those.Contains(r.Id)).ToList();
        await MovingAsync(scope, rows, move.To.Id);
        rows.ForEach(r => r.AccountId = move.To.Id);
        return Moved.Done;
    }

    public async Task<Moved> MoveBackAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items)
    {
        var those = items.ToHashSet();
        var rows = (await OfAsync(scope.Db.Set<T>(), move.From.Id, scope.Stop)).Where(r => those.Contains(r.Id)).ToList();
        MovingBack(rows, those);
        rows.ForEach(r => r.AccountId = move.To.Id);
        return Moved.Done;
    }

    /// <summary>As people call it. Nothing personal.</summary>
    protected abstract string LabelOf(T row);

    /// <summary>What else changes with the move.</summary>
    protected virtual Task MovingAsync(CommandScope<LeadsDb> scope, IReadOnlyList<T> rows, Guid to) => Task.CompletedTask;

    /// <summary>What else changes when the move is taken back.</summary>
    protected virtual void MovingBack(IReadOnlyList<T> rows, IReadOnlySet<Guid> items)
    {
    }

    private static Task<List<T>> OfAsync(IQueryable<T> rows, Guid account, CancellationToken stop) =>
        rows.Where(r => EF.Property<Guid>(r, nameof(IOfAccount.AccountId)) == account).OrderBy(r => EF.Property<Guid>(r, nameof(IOfAccount.Id))).ToListAsync(stop);
}
