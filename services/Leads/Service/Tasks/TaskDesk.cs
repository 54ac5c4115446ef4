using System.Globalization;
using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Accounts;
using CoretimeDesk.Leads.Activities;
using CoretimeDesk.Leads.Cadences;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.Registrations;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Microsoft.EntityFrameworkCore;
using ActivityKind = CoretimeDesk.Leads.Activities.ActivityKind;
using ActivitySource = CoretimeDesk.Leads.Activities.ActivitySource;

namespace CoretimeDesk.Leads.Tasks;

/// <summary>Commands and questions about tasks.</summary>
public sealed class TaskDesk(CommandRunner<LeadsDb> commands, IDbContextFactory<LeadsDb> contexts, ActivityBook activities, TimeProvider time)
{
    /// <summary>It is done. A touch is entered in the account's stream, and its cadence goes on, or ends.</summary>
    public Task<Outcome<CompleteTaskResponse>> CompleteAsync(Command command, Guid id, string outcome, DateTimeOffset? occurredAt, bool replied, CancellationToken stop) =>
        ChangeAsync(command, id, (task, owner, may, now) => occurredAt is { } at && RegistrationClock.WhyNot(at, now) is { } no ? no : TaskRules.Complete(task, owner, may, outcome, now), async (scope, row) =>
        {
            if (row.Channel is { } channel)
            {
                var at = occurredAt ?? scope.Now;
                await AdvanceAsync(scope, row, TouchState.Done, at);
                var kind = channel switch { Channel.Email => ActivityKind.Email, Channel.Call => ActivityKind.Call, Channel.Message => ActivityKind.Message, _ => ActivityKind.Meeting };
                await activities.EnterAsync(scope, new(row.AccountId, kind, ActivitySource.Person, outcome, at, row.ContactId, row.LeadId, row.Reference));
                if (replied)
                {
                    await activities.EnterAsync(scope, new(row.AccountId, ActivityKind.Reply, ActivitySource.Person, outcome, at, row.ContactId, row.LeadId, $"{row.Reference} reply"));
                }
            }
        }, m => new CompleteTaskResponse { Task = m }, stop);

    /// <summary>It is due later.</summary>
    public Task<Outcome<SnoozeTaskResponse>> SnoozeAsync(Command command, Guid id, DateTimeOffset until, string reason, CancellationToken stop) =>
        ChangeAsync(command, id, (task, owner, may, now) => TaskRules.Snooze(task, owner, may, until, reason, now), (_, _) => Task.CompletedTask, m => new SnoozeTaskResponse { Task = m }, stop);

    /// <summary>It is not to be done.</summary>
    public Task<Outcome<DropTaskResponse>> DropAsync(Command command, Guid id, string reason, CancellationToken stop) =>
        ChangeAsync(command, id, (task, owner, may, now) => TaskRules.Drop(task, owner, may, reason, now), async (scope, row) =>
        {
            if (row.EnrolmentId is not null)
            {
                await AdvanceAsync(scope, row, TouchState.Dropped, scope.Now);
            }
        }, m => new DropTaskResponse { Task = m }, stop);

    /// <summary>A page of tasks, the one that is due first first.</summary>
    public async Task<ListTasksResponse> ListAsync(KeysetPage page, TaskView view, bool overdue, TaskState state, Guid? account, Actor viewer, CancellationToken stop)
    {
        await using var db = await contexts.CreateDbContextAsync(stop);
        var now = time.GetUtcNow();
        var found = Whole(db).AsNoTracking().Where(t => t.State == state);
        var teams = viewer.Teams.ToArray();
        if (view == TaskView.Team)
        {
            // A function of time: what nobody has swept yet is there too, once its teams are known.
            found = found.Where(t => t.EscalatedAt != null && (t.TeamIds.Length == 0 || t.TeamIds.Any(i => teams.Contains(i))));
        }
        else if (view != TaskView.All || !viewer.Is(Role.TeamLead, Role.HeadOfSales, Role.Leadership))
        {
            found = found.Where(t => t.OwnerId == viewer.Id || (t.OwnerId == null && t.Lead!.OwnerId == viewer.Id));
        }

        if (overdue)
        {
            found = found.Where(t => t.DueAt <= now);
        }

        if (account is { } named)
        {
            var live = await AccountBook.LiveIdAsync(db, named, stop);
            found = found.Where(t => t.AccountId == live);
        }

        if (page.Id is { } last)
        {
            var after = new DateTimeOffset(long.Parse(page.Key, CultureInfo.InvariantCulture), TimeSpan.Zero);
            found = found.Where(t => t.DueAt > after || (t.DueAt == after && t.Id > last));
        }

        var rows = await found.OrderBy(t => t.DueAt).ThenBy(t => t.Id).Take(page.Size + 1).ToListAsync(stop);
        return new() { Tasks = { rows.Take(page.Size).Select(r => r.ToMessage()) }, NextPageToken = page.NextToken(rows, r => r.DueAt.UtcTicks.ToString(CultureInfo.InvariantCulture), r => r.Id) };
    }

    /// <summary>Whether a key can come from this list.</summary>
    public static bool IsKey(string key) => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks;

    private static IQueryable<TaskRow> Whole(LeadsDb db) => db.Tasks.Include(t => t.Account).Include(t => t.Lead).Include(t => t.Contact);

    private static async Task AdvanceAsync(CommandScope<LeadsDb> scope, TaskRow task, TouchState how, DateTimeOffset at)
    {
        var (enrolment, slot) = (task.EnrolmentId!.Value, task.Slot!.Value);
        if (how == TouchState.Dropped)
        {
            // A sending that may have gone out has used up its day, whatever is decided about it.
            if (task.Cause == TaskCause.Touch)
            {
                await EnrolmentBook.FreeDayAsync(scope, task.ContactId!.Value, task.Reference);
            }
        }

        (await scope.Db.Touches.SingleAsync(t => t.EnrolmentId == enrolment && t.Slot == slot, scope.Stop)).State = how;
        var row = await scope.Db.Enrolments.SingleAsync(e => e.Id == enrolment, scope.Stop);
        if (row.ToEnrolment() is { IsOpen: true, Waiting: true } open && open.Next == slot)
        {
            await EnrolmentBook.RecordAsync(scope, row, new EnrolmentEvent.TouchSettled(slot, how, at));
        }
    }

    private Task<Outcome<TResponse>> ChangeAsync<TResponse>(
        Command command, Guid id, Func<DeskTask, Owner, bool, DateTimeOffset, Decision<TaskEvent>> decide, Func<CommandScope<LeadsDb>, TaskRow, Task> then, Func<V1.DeskTask, TResponse> answer, CancellationToken stop)
        where TResponse : class, IMessage<TResponse>, new() =>
        commands.RunAsync<TResponse>(command, async scope =>
        {
            if (await Whole(scope.Db).SingleOrDefaultAsync(t => t.Id == id, scope.Stop) is not { } row)
            {
                return Refusal.NotFound("task", id);
            }

            var owner = row.Owner ?? new(Guid.Empty, "nobody");
            var teams = await scope.Db.KnownPeople.Where(p => p.Id == owner.Id).Select(p => p.TeamIds).SingleOrDefaultAsync(scope.Stop) ?? [];
            var may = owner.Id == scope.Actor.Id || Authority.Of(scope.Actor, teams).MayLead || (row.EscalatedAt is not null && scope.Actor.Teams.Overlaps(row.TeamIds));
            var decision = decide(row.ToTask(), owner, may, scope.Now);
            if (decision.Refusal is { } refusal)
            {
                return refusal;
            }

            TaskBook.Record(scope, row, decision.Events);
            await then(scope, row);
            return answer(row.ToMessage(withText: false));
        }, stop);
}
