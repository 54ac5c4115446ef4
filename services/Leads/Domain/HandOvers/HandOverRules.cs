using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.HandOvers;

/// <summary>Somebody's part in a hand-over.</summary>
/// <param name="Who">The person.</param>
/// <param name="Functions">What their profile says they are there for; empty without a profile.</param>
/// <param name="Absence">Why they cannot take anything ("has left"); null when they can.</param>
public sealed record Participant(Owner Who, IReadOnlyCollection<SalesFunction> Functions, string? Absence);

/// <summary>Passing a customer on: conditions of entry, a note, a named receiver, and time to say yes.</summary>
public static class HandOverRules
{
    /// <summary>A shorter note tells the receiver nothing.</summary>
    public const int NoteLengthMin = 20;

    /// <summary>The longest note, in UTF-16 units.</summary>
    public const int NoteLengthMax = 4000;

    /// <summary>Offers a qualified lead's customer to an AE.</summary>
    /// <param name="id">The new hand-over's id.</param>
    /// <param name="accountId">Whose.</param>
    /// <param name="segment">The account's, which decides the checklist.</param>
    /// <param name="ownerId">Who owns the lead; null for nobody.</param>
    /// <param name="from">Who offers.</param>
    /// <param name="to">Who shall receive.</param>
    /// <param name="note">What the receiver must know.</param>
    /// <param name="checklist">What is known.</param>
    /// <param name="now">The instant.</param>
    /// <param name="rules">The rules in force.</param>
    public static Decision<HandOverEvent> OfferToAe(
        Guid id, Guid accountId, Segment segment, Guid? ownerId, Participant from, Participant to, string note, IReadOnlyList<ChecklistAnswer> checklist, DateTimeOffset now, OwnershipRules rules)
    {
        if (ownerId != from.Who.Id)
        {
            return new Refusal(RefusalKind.Forbidden, "NOT_YOURS", "Only the owner of a lead hands it over.");
        }

        var faults = Faults(from, SalesFunction.Sdr, to, SalesFunction.Ae, note);
        faults.AddRange(QualificationChecklist.Missing(segment, checklist).Select(item => new FieldViolation("checklist", $"{Words(item)} is not answered.")));
        return faults.Count > 0
            ? Refusal.InvalidFields(faults)
            : Decision<HandOverEvent>.Emit(new HandOverEvent.Offered(id, accountId, HandOverStep.SdrToAe, from.Who, to.Who, note, checklist, now, DueAt(now, rules)));
    }

    /// <summary>Offers a customer who has bought to a CSM. Only a hand-over that a chain fact has opened can be offered.</summary>
    public static Decision<HandOverEvent> OfferToCsm(HandOver handOver, Participant from, Participant to, string note, DateTimeOffset now, OwnershipRules rules)
    {
        switch (handOver)
        {
            case HandOver.Offered offered:
                return new Refusal(RefusalKind.Precondition, "ALREADY_OFFERED", $"{offered.To.Name} is asked since {offered.OfferedAt:d MMMM yyyy HH:mm} UTC and has until {offered.DueAt:d MMMM yyyy HH:mm} UTC.");
            case not HandOver.Due:
                return Over(handOver);
            case { From: var owner } when owner.Id != from.Who.Id:
                return new Refusal(RefusalKind.Forbidden, "NOT_YOURS", $"{owner.Name} hands this customer over.");
        }

        var faults = Faults(from, SalesFunction.Ae, to, SalesFunction.Csm, note);
        return faults.Count > 0
            ? Refusal.InvalidFields(faults)
            : Decision<HandOverEvent>.Emit(new HandOverEvent.Offered(handOver.Id, handOver.AccountId, HandOverStep.AeToCsm, from.Who, to.Who, note, [], now, DueAt(now, rules)));
    }

    /// <summary>The named receiver says yes.</summary>
    public static Decision<HandOverEvent> Accept(HandOver handOver, Owner by, DateTimeOffset now) => handOver switch
    {
        HandOver.Offered offered when offered.To.Id == by.Id => Decision<HandOverEvent>.Emit(new HandOverEvent.Accepted(now)),
        HandOver.Offered offered => new Refusal(RefusalKind.Forbidden, "NOT_YOURS", $"{offered.To.Name} is asked to accept it, and nobody else."),
        HandOver.Accepted accepted when accepted.To.Id == by.Id => Decision<HandOverEvent>.Nothing,
        _ => Over(handOver),
    };

    /// <summary>The receiver says no, or the sender takes it back; both say why.</summary>
    public static Decision<HandOverEvent> Return(HandOver handOver, Owner by, string reason, DateTimeOffset now)
    {
        if (handOver is not HandOver.Offered offered)
        {
            return Over(handOver);
        }

        if (by.Id != offered.To.Id && by.Id != offered.From.Id)
        {
            return new Refusal(RefusalKind.Forbidden, "NOT_YOURS", $"Only {offered.To.Name}, who is asked, or {offered.From.Name}, who asks, can return it.");
        }

        return reason.Any(char.IsLetter)
            ? Decision<HandOverEvent>.Emit(new HandOverEvent.Returned(now, by.Id == offered.To.Id ? ReturnCause.Declined : ReturnCause.Withdrawn, reason))
            : Refusal.InvalidField("reason", "is missing: the other side wants to know why.");
    }

    /// <summary>What the clock has done by <paramref name="now"/>; null for nothing. As of the instant that was due, however late somebody looks.</summary>
    public static HandOverEvent? DueBy(DateTimeOffset now, HandOver handOver) => handOver is HandOver.Offered offered && offered.DueAt <= now
        ? new HandOverEvent.Returned(offered.DueAt, ReturnCause.NotAccepted, $"{offered.To.Name} did not accept it by {offered.DueAt:d MMMM yyyy HH:mm} UTC.")
        : null;

    /// <summary>An item of the checklist in words.</summary>
    public static string Words(ChecklistItem item) => item switch
    {
        ChecklistItem.Need => "need (what shall run, and why it needs coretime)",
        ChecklistItem.Size => "size (core-periods a year, as the customer says)",
        ChecklistItem.Timeline => "timeline (from when)",
        ChecklistItem.TechnicalContact => "technical-contact (who knows the technical side)",
        ChecklistItem.DecisionPath => "decision-path (how the customer decides, and who does)",
        ChecklistItem.Procurement => "procurement (how they buy, what legal and security need)",
        ChecklistItem.Mandate => "mandate (what allows them to buy)",
        ChecklistItem.Funding => "funding (what pays for the second year)",
        _ => item.ToString(),
    };

    private static DateTimeOffset DueAt(DateTimeOffset now, OwnershipRules rules) => rules.Calendar().Add(now, rules.HandOverWorkingDays);

    private static List<FieldViolation> Faults(Participant from, SalesFunction sends, Participant to, SalesFunction receives, string note)
    {
        var faults = new List<FieldViolation>();
        if (to.Who.Id == from.Who.Id)
        {
            faults.Add(new("receiver_id", "is yourself; name the person who shall go on with the customer."));
        }
        else if (to.Absence is { } absence)
        {
            faults.Add(new("receiver_id", $"{to.Who.Name} {absence}; name somebody else."));
        }
        else if (!to.Functions.Contains(receives))
        {
            faults.Add(new("receiver_id", $"{to.Who.Name} is no {receives.ToString().ToUpperInvariant()} by their profile; name one, or have the profile changed."));
        }

        if (!from.Functions.Contains(sends))
        {
            faults.Add(new("step", $"is that of an {sends.ToString().ToUpperInvariant()}, which {from.Who.Name} is not by their profile; have the profile changed."));
        }

        if (note.Trim().Length is < NoteLengthMin or > NoteLengthMax)
        {
            faults.Add(new("note", $"has {note.Trim().Length} characters; {NoteLengthMin} to {NoteLengthMax} are needed. Say what was promised, what is open, and what the receiver must know."));
        }

        return faults;
    }

    private static Refusal Over(HandOver handOver) => new(RefusalKind.Precondition, "NOT_OFFERED", handOver switch
    {
        HandOver.Due => "The chain asks for this hand-over, and nobody has been named yet to receive it.",
        HandOver.Accepted a => $"{a.To.Name} accepted it on {a.At:d MMMM yyyy HH:mm} UTC.",
        HandOver.Returned r => $"It returned to {r.From.Name} on {r.At:d MMMM yyyy HH:mm} UTC. Offer it anew.",
        _ => "It is not offered.",
    });
}
