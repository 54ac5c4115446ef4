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
}

/// <summary>Who works a lead.</summary>
public sealed record Owner(Guid Id, string Name);

/// <summary>A lead: a chance to sell to an account, worked by at most one rep at any instant.</summary>
public abstract record Lead(Guid Id)
{
    /// <summary>Nobody owns it yet.</summary>
    public sealed record Open(Guid Id) : Lead(Id);

    /// <summary>One rep owns it.</summary>
    public sealed record Claimed(Guid Id, Owner Owner, DateTimeOffset At) : Lead(Id);

    /// <summary>The lead after an event, or after its first when <paramref name="lead"/> is null.</summary>
    public static Lead Evolve(Lead? lead, LeadEvent happened) => (lead, happened) switch
    {
        (null, LeadEvent.Opened opened) => new Open(opened.Id),
        (Open open, LeadEvent.ClaimedBy claim) => new Claimed(open.Id, claim.Owner, claim.At),
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
}
