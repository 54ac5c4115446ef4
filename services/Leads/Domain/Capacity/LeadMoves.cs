using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads;

/// <summary>How a lead gets to and from its owner other than by a claim.</summary>
public static class LeadMoves
{
    /// <summary>Gives a lead to a rep. Whoever owns it already keeps it, unless it is theirs to pass on.</summary>
    /// <param name="lead">The lead.</param>
    /// <param name="to">Who gets it.</param>
    /// <param name="mayTake">It may be taken from its present owner: a lead decides so, or a hand-over was accepted.</param>
    /// <param name="reason">Why they get it.</param>
    /// <param name="now">The instant.</param>
    public static Decision<LeadEvent> Assign(Lead lead, Owner to, bool mayTake, string reason, DateTimeOffset now) => lead switch
    {
        Lead.Claimed claimed when claimed.Owner.Id == to.Id => Decision<LeadEvent>.Nothing,
        Lead.Claimed when !mayTake => LeadRules.Claim(lead, to, now),
        Lead.Open or Lead.Claimed => Decision<LeadEvent>.Emit(new LeadEvent.AssignedTo(to, reason, now)),
        Lead.Closed closed => Over(closed),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Puts an open lead where everybody sees that nobody has it. A lead that waits already keeps its place.</summary>
    public static Decision<LeadEvent> Queue(Lead lead, string reason, DateTimeOffset now, OwnershipRules rules) => lead is Lead.Open { QueueDueAt: null }
        ? Decision<LeadEvent>.Emit(new LeadEvent.Queued(reason, now, now.AddHours(rules.OverflowHours)))
        : Decision<LeadEvent>.Nothing;

    /// <summary>Gives a lead back. It waits in the overflow queue from then on, so that it is not lost.</summary>
    public static Decision<LeadEvent> GiveBack(Lead lead, Authority by, string reason, DateTimeOffset now, OwnershipRules rules) => lead switch
    {
        Lead.Closed closed => Over(closed),
        Lead.Open => new Refusal(RefusalKind.Precondition, "LEAD_NOT_CLAIMED", "Nobody owns this lead."),
        Lead.Claimed claimed when claimed.Owner.Id != by.Who.Id && !by.MayLead => NotYours(claimed.Owner),
        _ when !reason.Any(char.IsLetter) => Refusal.InvalidField("reason", "is missing: whoever gets it next wants to know why."),
        Lead.Claimed claimed => Decision<LeadEvent>.Emit(
            new LeadEvent.GivenBack(claimed.Owner, reason, now),
            new LeadEvent.Queued($"{claimed.Owner.Name} gave it back: {reason}", now, now.AddHours(rules.OverflowHours))),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Closes a lead as lost. Nobody can close one as won: only a purchase on the chain does.</summary>
    public static Decision<LeadEvent> Lose(Lead lead, Authority by, string reason, DateTimeOffset now) => lead switch
    {
        Lead.Closed { Won: false } => Decision<LeadEvent>.Nothing,
        Lead.Closed closed => Over(closed),
        Lead.Claimed claimed when claimed.Owner.Id != by.Who.Id && !by.MayLead => NotYours(claimed.Owner),
        Lead.Open when !by.MayLead => new Refusal(RefusalKind.Forbidden, "NOT_YOURS", "Nobody owns this lead: claim it, or ask a team lead to close it."),
        _ when !reason.Any(char.IsLetter) => Refusal.InvalidField("reason", "is missing: a lost lead teaches only when it says why."),
        _ => Decision<LeadEvent>.Emit(new LeadEvent.Closed(false, reason, now)),
    };

    /// <summary>A finalised purchase has won it.</summary>
    public static Decision<LeadEvent> Win(Lead lead, string factId, DateTimeOffset at) => lead is Lead.Closed
        ? Decision<LeadEvent>.Nothing
        : Decision<LeadEvent>.Emit(new LeadEvent.Closed(true, factId, at));

    /// <summary>The refusal of whatever only an open lead allows.</summary>
    public static Refusal Over(Lead.Closed closed) =>
        new(RefusalKind.Precondition, "LEAD_CLOSED", $"This lead was closed as {(closed.Won ? "won" : "lost")} on {closed.At:d MMMM yyyy HH:mm} UTC.");

    private static Refusal NotYours(Owner owner) =>
        new(RefusalKind.Forbidden, "NOT_YOURS", $"This is {owner.Name}'s. They, a lead of their team, or the head of sales can do it.");
}
