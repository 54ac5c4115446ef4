using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Merging;
using CoretimeDesk.Leads.V1;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Tasks;

/// <summary>Tasks go with their account. Enrolments hang on leads and contacts, which go by themselves.</summary>
internal sealed class TasksFollowAccounts : IFollowsAccount
{
    public string What => "tasks";

    public async Task<Followers> LookAsync(LeadsDb db, AccountRow from, AccountRow to, CancellationToken stop) => new(
        await db.Tasks.AsNoTracking().Where(t => t.AccountId == from.Id).OrderBy(t => t.Id).Select(t => new Follower(t.Id, t.Title)).ToListAsync(stop),
        []);

    public Task<Moved> MoveAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items) => MoveAllAsync(scope, move, items);

    public Task<Moved> MoveBackAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items) => MoveAllAsync(scope, move, items);

    private static async Task<Moved> MoveAllAsync(CommandScope<LeadsDb> scope, AccountMove move, IReadOnlyList<Guid> items)
    {
        foreach (var task in await scope.Db.Tasks.Where(t => items.Contains(t.Id) && t.AccountId == move.From.Id).OrderBy(t => t.Id).ToListAsync(scope.Stop))
        {
            task.AccountId = move.To.Id;
            scope.Append(task, "task",
            [
                new TaskMoved { TaskId = task.Id.ToString(), FromAccountId = move.From.Id.ToString(), ToAccountId = move.To.Id.ToString(), MergeId = move.MergeId.ToString() },
            ]);
        }

        return Moved.Done;
    }
}
