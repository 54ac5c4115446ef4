using System.Diagnostics;

namespace CoretimeDesk.Leads.Tasks;

/// <summary>Where a task stands.</summary>
public enum TaskState
{
    Open = 1,
    Done = 2,

    /// <summary>A person decided that it is not to be done.</summary>
    Dropped = 3,

    /// <summary>What asked for it is over.</summary>
    Cancelled = 4,
}

/// <summary>Why there is a task.</summary>
public enum TaskCause
{
    /// <summary>A cadence's touch fell due.</summary>
    Touch = 1,

    /// <summary>The desk may have sent a message, or could not: a person finds out.</summary>
    SendingFailed = 2,

    // What happened at the account. The numbers are those of ActivityKind.
    RenewalWindow = 22,
    AutoRenewalFailed = 23,
    ProvisionalAssignment = 24,
    PriceTarget = 26,
    CoresNearlyGone = 27,
    UseDrop = 28,
    SizeReview = 29,
}

/// <summary>Something that a person is to do.</summary>
public sealed record DeskTask(Guid Id, DateTimeOffset DueAt)
{
    /// <summary>Where it stands.</summary>
    public TaskState State { get; init; } = TaskState.Open;

    /// <summary>Since when the team sees it too.</summary>
    public DateTimeOffset? EscalatedAt { get; init; }

    /// <summary>How often it was put off.</summary>
    public int Snoozes { get; init; }

    /// <summary>The task after an event.</summary>
    public static DeskTask Evolve(DeskTask task, TaskEvent happened) => (task, happened) switch
    {
        ({ State: TaskState.Open } t, TaskEvent.Escalated e) when t.EscalatedAt is null => t with { EscalatedAt = e.At },
        ({ State: TaskState.Open } t, TaskEvent.Snoozed e) => t with { DueAt = e.Until, EscalatedAt = null, Snoozes = t.Snoozes + 1 },
        ({ State: TaskState.Open } t, TaskEvent.Closed e) => t with { State = e.As },
        _ => throw new UnreachableException($"{happened} cannot follow {task}"),
    };
}

/// <summary>What happened to a task.</summary>
public abstract record TaskEvent
{
    /// <summary>A day after it was due it is in the team's queue as well.</summary>
    public sealed record Escalated(DateTimeOffset At) : TaskEvent;

    /// <summary>It is due later.</summary>
    public sealed record Snoozed(DateTimeOffset Until, string Reason) : TaskEvent;

    /// <summary>It is over.</summary>
    public sealed record Closed(TaskState As, string Outcome, DateTimeOffset At) : TaskEvent;
}
