using System.Diagnostics;

namespace CoretimeDesk.Leads.Cadences;

/// <summary>Where an enrolment stands.</summary>
public enum EnrolmentState
{
    Active = 1,
    Paused = 2,

    /// <summary>All touches were made.</summary>
    Finished = 3,

    /// <summary>Something ended it before.</summary>
    Ended = 4,
}

/// <summary>What ended an enrolment.</summary>
public enum EndCause
{
    Reply = 1,
    Meeting = 2,
    OptOut = 3,
    Purchase = 4,

    /// <summary>The contact was forgotten.</summary>
    Forgotten = 5,
    LeadLost = 6,
    LeadWon = 7,

    /// <summary>Somebody stopped it.</summary>
    Stopped = 8,

    /// <summary>The customer is in a CSM's care: only exceptions make tasks.</summary>
    InCare = 9,

    /// <summary>An undone merge left contact and lead at two accounts.</summary>
    Separated = 10,
}

/// <summary>How a touch is made.</summary>
public enum TouchState
{
    /// <summary>It is on its way: recorded before it is sent, and never sent again from here.</summary>
    Sending = 1,

    /// <summary>The mail server has taken it.</summary>
    Sent = 2,

    /// <summary>Nobody knows whether it was sent. A person finds out; the desk does not try again.</summary>
    Unclear = 3,

    /// <summary>Certainly not sent; it is tried again later.</summary>
    Deferred = 4,

    /// <summary>A person has the task of making it.</summary>
    ByHand = 5,

    /// <summary>A person has made it.</summary>
    Done = 6,

    /// <summary>A person dropped it.</summary>
    Dropped = 7,

    /// <summary>It came too late to be of use.</summary>
    Skipped = 8,
}

/// <summary>A contact's way through a cadence.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Slots">How many touches there are.</param>
public sealed record Enrolment(Guid Id, int Slots)
{
    /// <summary>Where it stands.</summary>
    public EnrolmentState State { get; init; } = EnrolmentState.Active;

    /// <summary>The touch that is next, or on its way; from 0.</summary>
    public int Next { get; init; }

    /// <summary>That touch is on its way: sent, or with a person.</summary>
    public bool Waiting { get; init; }

    /// <summary>When the latest touch was made.</summary>
    public DateTimeOffset? LastMadeAt { get; init; }

    /// <summary>Neither finished nor ended.</summary>
    public bool IsOpen => State is EnrolmentState.Active or EnrolmentState.Paused;

    /// <summary>The enrolment after an event.</summary>
    public static Enrolment Evolve(Enrolment enrolment, EnrolmentEvent happened) => (enrolment, happened) switch
    {
        ({ State: EnrolmentState.Active, Waiting: false } e, EnrolmentEvent.TouchBegun b) when b.Slot == e.Next => e with { Waiting = true },
        ({ IsOpen: true, Waiting: true } e, EnrolmentEvent.TouchDeferred d) when d.Slot == e.Next => e with { Waiting = false },
        ({ IsOpen: true, Waiting: true } e, EnrolmentEvent.TouchUncertain u) when u.Slot == e.Next => e,
        ({ IsOpen: true } e, EnrolmentEvent.TouchSettled s) when s.Slot == e.Next && (e.Waiting || s.How == TouchState.Skipped) => e with
        {
            Next = e.Next + 1,
            Waiting = false,
            LastMadeAt = s.How is TouchState.Skipped or TouchState.Dropped ? e.LastMadeAt : s.At,
            State = e.Next + 1 == e.Slots ? EnrolmentState.Finished : e.State,
        },
        ({ State: EnrolmentState.Active } e, EnrolmentEvent.Paused) => e with { State = EnrolmentState.Paused },
        ({ State: EnrolmentState.Paused } e, EnrolmentEvent.Resumed) => e with { State = EnrolmentState.Active },
        ({ IsOpen: true } e, EnrolmentEvent.Ended) => e with { State = EnrolmentState.Ended, Waiting = false },
        _ => throw new UnreachableException($"{happened} cannot follow {enrolment}"),
    };
}

/// <summary>What happened to an enrolment.</summary>
public abstract record EnrolmentEvent
{
    /// <summary>A touch is on its way.</summary>
    public sealed record TouchBegun(int Slot, TouchState How, DateTimeOffset At) : EnrolmentEvent;

    /// <summary>It was certainly not sent, and is tried again.</summary>
    public sealed record TouchDeferred(int Slot, string Why, DateTimeOffset RetryAt) : EnrolmentEvent;

    /// <summary>It may have been sent, or cannot be sent: a person takes it from here.</summary>
    public sealed record TouchUncertain(int Slot, bool MayBeSent, string Why, DateTimeOffset At) : EnrolmentEvent;

    /// <summary>It is made, or will not be.</summary>
    public sealed record TouchSettled(int Slot, TouchState How, DateTimeOffset At) : EnrolmentEvent;

    /// <summary>Nothing is made until it goes on.</summary>
    public sealed record Paused(string Reason) : EnrolmentEvent;

    /// <summary>It goes on.</summary>
    public sealed record Resumed : EnrolmentEvent;

    /// <summary>Nothing is made any more.</summary>
    public sealed record Ended(EndCause Cause, string Reason, DateTimeOffset At) : EnrolmentEvent;
}
