using System.Diagnostics;

namespace CoretimeDesk.Leads;

/// <summary>How the desk came to know of the chance.</summary>
public enum LeadSource
{
    /// <summary>A rep found the project.</summary>
    Outbound = 1,

    /// <summary>The project asked.</summary>
    Inbound = 2,

    /// <summary>A partner brought it.</summary>
    Partner = 3,

    /// <summary>Met at a conference, hackathon or the like.</summary>
    Event = 4,

    /// <summary>A finalised purchase by an account that the desk did not know.</summary>
    Chain = 5,
}

/// <summary>Who works a lead.</summary>
public sealed record Owner(Guid Id, string Name);

/// <summary>A lead: a chance to sell to an account, worked by at most one rep at any instant.</summary>
public abstract record Lead(Guid Id)
{
    /// <summary>Nobody owns it yet, or any more.</summary>
    public sealed record Open(Guid Id) : Lead(Id)
    {
        /// <summary>When it must be assigned, while it waits in the overflow queue; null while it does not.</summary>
        public DateTimeOffset? QueueDueAt { get; init; }
    }

    /// <summary>One rep owns it.</summary>
    public sealed record Claimed(Guid Id, Owner Owner, DateTimeOffset At) : Lead(Id);

    /// <summary>Nobody works it any more.</summary>
    public sealed record Closed(Guid Id, DateTimeOffset At, bool Won) : Lead(Id);

    /// <summary>The lead after an event, or after its first when <paramref name="lead"/> is null.</summary>
    public static Lead Evolve(Lead? lead, LeadEvent happened) => (lead, happened) switch
    {
        (null, LeadEvent.Opened opened) => new Open(opened.Id),
        (Open open, LeadEvent.ClaimedBy claim) => new Claimed(open.Id, claim.Owner, claim.At),
        (Open or Claimed, LeadEvent.AssignedTo assigned) => new Claimed(lead.Id, assigned.Owner, assigned.At),
        (Open open, LeadEvent.Queued queued) => open with { QueueDueAt = queued.DueAt },
        (Claimed claimed, LeadEvent.GivenBack) => new Open(claimed.Id),
        (Open or Claimed, LeadEvent.Closed closed) => new Closed(lead.Id, closed.At, closed.Won),
        _ => throw new UnreachableException($"{happened} cannot follow {lead?.ToString() ?? "nothing"}"),
    };
}

/// <summary>What happened to a lead.</summary>
public abstract record LeadEvent
{
    /// <summary>Somebody saw the chance.</summary>
    public sealed record Opened(Guid Id, string Number, Guid AccountId, string Title, LeadSource Source) : LeadEvent;

    /// <summary>One rep owns it from this instant.</summary>
    public sealed record ClaimedBy(Owner Owner, DateTimeOffset At) : LeadEvent;

    /// <summary>One rep was given it, by turns, by name or by a hand-over.</summary>
    public sealed record AssignedTo(Owner Owner, string Reason, DateTimeOffset At) : LeadEvent;

    /// <summary>It waits in the overflow queue.</summary>
    public sealed record Queued(string Reason, DateTimeOffset At, DateTimeOffset DueAt) : LeadEvent;

    /// <summary>Its owner no longer works it.</summary>
    public sealed record GivenBack(Owner Owner, string Reason, DateTimeOffset At) : LeadEvent;

    /// <summary>Nobody works it any more: a purchase on the chain has won it, or it is lost.</summary>
    public sealed record Closed(bool Won, string Reason, DateTimeOffset At) : LeadEvent;
}
