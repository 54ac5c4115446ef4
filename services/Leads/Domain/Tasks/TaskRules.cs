using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.Tasks;

/// <summary>The rules of tasks.</summary>
public static class TaskRules
{
    /// <summary>How long after it was due a task is in the team's queue as well.</summary>
    public static readonly TimeSpan EscalatesAfter = TimeSpan.FromHours(24);

    /// <summary>The furthest that a task can be put off, from now.</summary>
    public static readonly TimeSpan SnoozeMax = TimeSpan.FromDays(14);

    /// <summary>How often: after that it is done or dropped.</summary>
    public const int SnoozesMax = 5;

    /// <summary>The longest outcome or reason.</summary>
    public const int TextLengthMax = 1000;

    /// <summary>What time alone has done to it; null for nothing.</summary>
    public static TaskEvent? DueBy(DeskTask task, DateTimeOffset now) => task is { State: TaskState.Open, EscalatedAt: null } && task.DueAt + EscalatesAfter is var at && at <= now
        ? new TaskEvent.Escalated(at)
        : null;

    /// <summary>Puts it off.</summary>
    public static Decision<TaskEvent> Snooze(DeskTask task, Owner owner, bool mayAct, DateTimeOffset until, string reason, DateTimeOffset now) =>
        WhyNot(task, owner, mayAct) is { } no ? no
        : until <= now || until > now + SnoozeMax ? Refusal.InvalidField("until", $"must lie after now and within {SnoozeMax.Days} days.")
        : !reason.Any(char.IsLetter) ? Refusal.InvalidField("reason", "is missing: say why it can wait.")
        : task.Snoozes >= SnoozesMax ? new Refusal(RefusalKind.Precondition, "SNOOZED_TOO_OFTEN", $"This task was put off {task.Snoozes} times already: do it, or drop it with a reason.")
        : Decision<TaskEvent>.Emit(new TaskEvent.Snoozed(until, reason));

    /// <summary>It is done.</summary>
    public static Decision<TaskEvent> Complete(DeskTask task, Owner owner, bool mayAct, string outcome, DateTimeOffset now) =>
        WhyNot(task, owner, mayAct) is { } no ? no
        : !outcome.Any(char.IsLetter) ? Refusal.InvalidField("outcome", "is missing: say in a few words what came of it.")
        : Decision<TaskEvent>.Emit(new TaskEvent.Closed(TaskState.Done, outcome, now));

    /// <summary>It is not to be done.</summary>
    public static Decision<TaskEvent> Drop(DeskTask task, Owner owner, bool mayAct, string reason, DateTimeOffset now) =>
        WhyNot(task, owner, mayAct) is { } no ? no
        : !reason.Any(char.IsLetter) ? Refusal.InvalidField("reason", "is missing: say why it is not to be done.")
        : Decision<TaskEvent>.Emit(new TaskEvent.Closed(TaskState.Dropped, reason, now));

    /// <summary>What asked for it is over. A task that is over stays as it was.</summary>
    public static Decision<TaskEvent> Cancel(DeskTask task, string why, DateTimeOffset now) => task.State == TaskState.Open
        ? Decision<TaskEvent>.Emit(new TaskEvent.Closed(TaskState.Cancelled, why, now))
        : Decision<TaskEvent>.Nothing;

    /// <summary>When a task about a fact of the chain is due: at once means a working day, what can wait waits three.</summary>
    public static DateTimeOffset DueAt(TaskCause cause, DateTimeOffset now) =>
        WorkCalendar.Utc.Add(now, cause is TaskCause.AutoRenewalFailed or TaskCause.CoresNearlyGone or TaskCause.PriceTarget ? 1 : 3);

    private static Refusal? WhyNot(DeskTask task, Owner owner, bool mayAct) =>
        task.State != TaskState.Open
            ? new(RefusalKind.Precondition, "TASK_CLOSED", $"This task is {(task.State switch { TaskState.Done => "done", TaskState.Dropped => "dropped", _ => "no longer needed: what asked for it is over" })}.")
        : mayAct ? null
        : new(RefusalKind.Forbidden, "NOT_YOURS", $"This is {owner.Name}'s task. They, a lead of their team, or the head of sales can do it; a day after it is due, anybody of the team.");
}
