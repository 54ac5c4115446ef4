using CoretimeDesk.Journal;
using CoretimeDesk.Leads.Data;
using CoretimeDesk.Leads.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.EntityFrameworkCore;

namespace CoretimeDesk.Leads.Tasks;

/// <summary>Writes down what the rules decided about tasks.</summary>
public static class TaskBook
{
    private const string Aggregate = "task";

    /// <summary>A new task.</summary>
    public static void Create(CommandScope<LeadsDb> scope, TaskRow row)
    {
        scope.Db.Tasks.Add(row);
        scope.Append(row, Aggregate,
        [
            new TaskCreated { TaskId = row.Id.ToString(), AccountId = row.AccountId.ToString(), Cause = row.Cause.ToString(), EnrolmentId = row.EnrolmentId?.ToString() ?? "", DueAt = row.DueAt.ToTimestamp() },
        ]);
    }

    /// <summary>What happened to a task.</summary>
    public static void Record(CommandScope<LeadsDb> scope, TaskRow row, params IEnumerable<TaskEvent> events)
    {
        foreach (var happened in events)
        {
            row.Become(DeskTask.Evolve(row.ToTask(), happened));
            if (happened is TaskEvent.Closed closed)
            {
                (row.ClosedAt, row.Outcome) = (closed.At, closed.Outcome);
            }

            scope.Append(row, Aggregate, [Message(happened, row.Id.ToString())]);
        }
    }

    /// <summary>Cancels the open tasks of an enrolment that is over.</summary>
    public static async Task CancelAsync(CommandScope<LeadsDb> scope, Guid enrolment, string why)
    {
        foreach (var task in await scope.Db.Tasks.Where(t => t.EnrolmentId == enrolment && t.State == TaskState.Open).OrderBy(t => t.Id).ToListAsync(scope.Stop))
        {
            // One that this very command has closed is still open in the database.
            Record(scope, task, TaskRules.Cancel(task.ToTask(), why, scope.Now).Events);
        }
    }

    /// <summary>A day after it was due a task is in the queue of its owner's teams too.</summary>
    public static async Task EscalateAsync(CommandScope<LeadsDb> scope, Guid id)
    {
        if (await scope.Db.Tasks.Include(t => t.Lead).SingleOrDefaultAsync(t => t.Id == id, scope.Stop) is { } row && TaskRules.DueBy(row.ToTask(), scope.Now) is { } due)
        {
            var owner = row.Owner?.Id;
            row.TeamIds = await scope.Db.KnownPeople.Where(p => p.Id == owner).Select(p => p.TeamIds).SingleOrDefaultAsync(scope.Stop) ?? [];
            Record(scope, row, due);
        }
    }

    private static IMessage Message(TaskEvent happened, string id) => happened switch
    {
        TaskEvent.Escalated e => new TaskEscalated { TaskId = id, EscalatedAt = e.At.ToTimestamp() },
        TaskEvent.Snoozed e => new TaskSnoozed { TaskId = id, Until = e.Until.ToTimestamp(), Reason = e.Reason },
        TaskEvent.Closed e => new TaskClosed { TaskId = id, State = e.As.ToString().ToUpperInvariant(), ClosedAt = e.At.ToTimestamp() },
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
