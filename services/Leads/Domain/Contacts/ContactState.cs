using System.Diagnostics;

namespace CoretimeDesk.Leads;

/// <summary>How the desk learnt that a person wants no more messages.</summary>
public enum OptOutSource
{
    /// <summary>The person wrote or said so.</summary>
    Person = 1,

    /// <summary>The person followed the link in a message.</summary>
    Link = 2,

    /// <summary>Their address bounced for good.</summary>
    Bounce = 3,

    /// <summary>A list of people who must not be written to.</summary>
    List = 4,
}

/// <summary>What is known of a person. All of it is personal, and all of it goes when the person is forgotten.</summary>
public sealed record ContactDetails(string Name, string Title, IReadOnlyList<string> Emails, IReadOnlyList<string> Handles, string Language, string TimeZone, string Country)
{
    /// <summary>Nothing any more.</summary>
    public static ContactDetails None { get; } = new("", "", [], [], "", "", "");

    /// <summary>Everything that the person can be reached at.</summary>
    public IEnumerable<string> Addresses => Emails.Concat(Handles);
}

/// <summary>An opt-out, which nothing takes back.</summary>
public sealed record OptOut(DateTimeOffset At, OptOutSource Source, string Reason);

/// <summary>A person at a customer.</summary>
public sealed record ContactState(Guid Id, Guid AccountId, ContactDetails Details, DateTimeOffset AddedAt)
{
    /// <summary>Since when nothing may be sent; null: it may.</summary>
    public OptOut? OptOut { get; init; }

    /// <summary>When what is personal was deleted.</summary>
    public DateTimeOffset? ForgottenAt { get; init; }

    /// <summary>The contact after an event, or after its first when <paramref name="contact"/> is null.</summary>
    public static ContactState Evolve(ContactState? contact, ContactEvent happened) => (contact, happened) switch
    {
        (null, ContactEvent.Added e) => new(e.Id, e.AccountId, e.Details, e.At),
        ({ ForgottenAt: null } c, ContactEvent.Edited e) => c with { Details = e.Details },
        ({ ForgottenAt: null, OptOut: null } c, ContactEvent.OptedOut e) => c with { OptOut = e.OptOut },
        ({ ForgottenAt: null } c, ContactEvent.Forgotten e) => c with { Details = ContactDetails.None, OptOut = c.OptOut is { } o ? o with { Reason = "" } : null, ForgottenAt = e.At },
        ({ } c, ContactEvent.Moved e) when c.AccountId == e.From => c with { AccountId = e.To },
        _ => throw new UnreachableException($"{happened.GetType().Name} cannot follow here"),
    };
}

/// <summary>What happened to a contact. In the journal these have no details: it is for ever.</summary>
public abstract record ContactEvent
{
    /// <summary>The desk knows the person.</summary>
    public sealed record Added(Guid Id, Guid AccountId, ContactDetails Details, DateTimeOffset At) : ContactEvent;

    /// <summary>These are the details now; <paramref name="Changed"/> names those that are new.</summary>
    public sealed record Edited(IReadOnlyList<string> Changed, ContactDetails Details) : ContactEvent;

    /// <summary>Nothing is sent to this person any more.</summary>
    public sealed record OptedOut(OptOut OptOut) : ContactEvent;

    /// <summary>What was personal is deleted.</summary>
    public sealed record Forgotten(DateTimeOffset At) : ContactEvent;

    /// <summary>The person belongs to another account because of a merge, or of an undone one.</summary>
    public sealed record Moved(Guid From, Guid To, Guid MergeId) : ContactEvent;
}
