using System.Diagnostics;

namespace CoretimeDesk.Leads.HandOvers;

/// <summary>Who passes to whom.</summary>
public enum HandOverStep
{
    /// <summary>From who finds and qualifies to who wins. Condition: the qualification checklist of the segment is complete.</summary>
    SdrToAe = 1,

    /// <summary>From who wins to who keeps. Condition: a chain fact, the first purchase or a final assignment; nobody can tick it.</summary>
    AeToCsm = 2,
}

/// <summary>Why a hand-over went back to its sender.</summary>
public enum ReturnCause
{
    /// <summary>The receiver said no.</summary>
    Declined = 1,

    /// <summary>The receiver said nothing in time.</summary>
    NotAccepted = 2,

    /// <summary>The sender took it back.</summary>
    Withdrawn = 3,
}

/// <summary>What happened on a chain: the reason of the step to the CSM.</summary>
/// <param name="Kind">What kind of fact.</param>
/// <param name="FactId">The chain watcher's name of the fact: genesis hash, block hash and event index.</param>
/// <param name="BlockHash">0x and 64 hexadecimal digits.</param>
/// <param name="OccurredAt">The block's time.</param>
public sealed record ChainFact(ChainFactKind Kind, string FactId, string BlockHash, DateTimeOffset OccurredAt);

/// <summary>Facts that make a customer of an account.</summary>
public enum ChainFactKind
{
    /// <summary>A first purchase, finalised, matched to the account, and paid by it.</summary>
    FirstPurchase = 1,

    /// <summary>A region was assigned to the account's task with finality <c>Final</c>.</summary>
    AssignedFinal = 2,
}

/// <summary>Passing a customer on from one person to the next, who must say yes.</summary>
public abstract record HandOver(Guid Id, Guid AccountId, HandOverStep Step, Owner From)
{
    /// <summary>A chain fact asks for it; the sender has yet to name a receiver and write the note.</summary>
    public sealed record Due(Guid Id, Guid AccountId, HandOverStep Step, Owner From, ChainFact Fact) : HandOver(Id, AccountId, Step, From);

    /// <summary>The named receiver is asked.</summary>
    /// <param name="Id">See <see cref="HandOver"/>.</param>
    /// <param name="AccountId">See <see cref="HandOver"/>.</param>
    /// <param name="Step">See <see cref="HandOver"/>.</param>
    /// <param name="From">Who sends.</param>
    /// <param name="To">Who shall receive.</param>
    /// <param name="OfferedAt">Since when.</param>
    /// <param name="DueAt">First instant at which it is back with the sender.</param>
    /// <param name="Fact">The chain fact, where the step needs one.</param>
    public sealed record Offered(Guid Id, Guid AccountId, HandOverStep Step, Owner From, Owner To, DateTimeOffset OfferedAt, DateTimeOffset DueAt, ChainFact? Fact) : HandOver(Id, AccountId, Step, From);

    /// <summary>The receiver has it.</summary>
    public sealed record Accepted(Guid Id, Guid AccountId, HandOverStep Step, Owner From, Owner To, DateTimeOffset At) : HandOver(Id, AccountId, Step, From);

    /// <summary>Back with the sender, for good: a new attempt is a new hand-over.</summary>
    public sealed record Returned(Guid Id, Guid AccountId, HandOverStep Step, Owner From, DateTimeOffset At, ReturnCause Cause) : HandOver(Id, AccountId, Step, From);

    /// <summary>The hand-over after an event, or after its first when <paramref name="handOver"/> is null.</summary>
    public static HandOver Evolve(HandOver? handOver, HandOverEvent happened) => (handOver, happened) switch
    {
        (null, HandOverEvent.FellDue e) => new Due(e.Id, e.AccountId, HandOverStep.AeToCsm, e.From, e.Fact),
        (null, HandOverEvent.Offered e) => new Offered(e.Id, e.AccountId, e.Step, e.From, e.To, e.At, e.DueAt, null),
        (Due due, HandOverEvent.Offered e) => new Offered(due.Id, due.AccountId, due.Step, e.From, e.To, e.At, e.DueAt, due.Fact),
        (Offered o, HandOverEvent.Accepted e) => new Accepted(o.Id, o.AccountId, o.Step, o.From, o.To, e.At),

        // What the chain asked for stays asked for: it goes back to where the sender names somebody.
        (Offered { Fact: { } fact } o, HandOverEvent.Returned) => new Due(o.Id, o.AccountId, o.Step, o.From, fact),
        (Offered o, HandOverEvent.Returned e) => new Returned(o.Id, o.AccountId, o.Step, o.From, e.At, e.Cause),
        _ => throw new UnreachableException($"{happened} cannot follow {handOver?.ToString() ?? "nothing"}"),
    };
}

/// <summary>What happened to a hand-over.</summary>
public abstract record HandOverEvent
{
    /// <summary>A chain fact asks for it.</summary>
    public sealed record FellDue(Guid Id, Guid AccountId, Owner From, ChainFact Fact, DateTimeOffset At) : HandOverEvent;

    /// <summary>Somebody named was asked.</summary>
    public sealed record Offered(Guid Id, Guid AccountId, HandOverStep Step, Owner From, Owner To, string Note, IReadOnlyList<ChecklistAnswer> Checklist, DateTimeOffset At, DateTimeOffset DueAt) : HandOverEvent;

    /// <summary>They said yes.</summary>
    public sealed record Accepted(DateTimeOffset At) : HandOverEvent;

    /// <summary>They said no, or nothing, or the sender took it back.</summary>
    public sealed record Returned(DateTimeOffset At, ReturnCause Cause, string Reason) : HandOverEvent;
}
