using CoretimeDesk.Leads.Registrations;

namespace CoretimeDesk.Leads.Cadences;

/// <summary>What must be known to enrol a contact.</summary>
/// <param name="By">Who asks, and what they may do with the lead.</param>
/// <param name="Lead">The lead.</param>
/// <param name="SameAccount">Contact and lead belong to one account.</param>
/// <param name="OptedOutAt">Since when nothing may be sent to the contact, under whatever address.</param>
/// <param name="ForgottenAt">When the contact was forgotten.</param>
/// <param name="RunsSince">The contact is in this cadence already, since then.</param>
/// <param name="LastEndAt">When the contact's latest way through this cadence was over.</param>
/// <param name="CoolDownDays">For how long that one keeps a new one away.</param>
/// <param name="InCareOf">The CSM who cares for the customer; null when nobody does.</param>
public sealed record EnrolmentFacts(
    Authority By, Lead Lead, bool SameAccount, DateTimeOffset? OptedOutAt, DateTimeOffset? ForgottenAt, DateTimeOffset? RunsSince, DateTimeOffset? LastEndAt, int CoolDownDays, Owner? InCareOf);

/// <summary>The rules of enrolments.</summary>
public static class EnrolmentRules
{
    /// <summary>The longest reason of a pause or a stop.</summary>
    public const int ReasonLengthMax = 500;

    /// <summary>How far ahead or behind a start may lie.</summary>
    public const int StartDaysMax = 365;

    /// <summary>Null when the contact may be enrolled.</summary>
    public static Refusal? WhyNot(EnrolmentFacts facts, CadenceKind kind, DateTimeOffset start, DateTimeOffset now) => facts switch
    {
        { Lead: Lead.Closed closed } => LeadMoves.Over(closed),
        { Lead: Lead.Open } => new(RefusalKind.Precondition, "LEAD_NOT_CLAIMED", "Nobody owns this lead: claim it first, so that somebody gets the tasks."),
        { Lead: Lead.Claimed claimed } when MayNot(claimed.Owner, facts.By) is { } no => no,
        { SameAccount: false } => Refusal.InvalidField("contact_id", "belongs to another account than the lead; name a contact of the lead's account."),
        { ForgottenAt: { } at } => new(RefusalKind.Precondition, "CONTACT_FORGOTTEN", $"This person was forgotten on {at:d MMMM yyyy} at their request."),
        { OptedOutAt: { } at } => new(RefusalKind.Precondition, "CONTACT_OPTED_OUT", $"This person opted out on {at:d MMMM yyyy}: nothing is sent to them any more, by anybody."),
        { RunsSince: { } at } => new(RefusalKind.Precondition, "ALREADY_ENROLLED", $"This contact is in that cadence since {at:d MMMM yyyy HH:mm} UTC. Stop it before it begins anew."),
        { LastEndAt: { } at } when at.AddDays(facts.CoolDownDays) is var free && free > now => new(
            RefusalKind.Precondition, "COOLING_DOWN", $"That cadence ended for this contact on {at:d MMMM yyyy}; it may begin again from {free:d MMMM yyyy HH:mm} UTC, {facts.CoolDownDays} days later.")
        {
            Facts = new Dictionary<string, string> { ["until"] = free.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") },
        },
        { InCareOf: { } csm } when kind != CadenceKind.Renewal => new(RefusalKind.Precondition, "IN_CARE", $"{csm.Name} cares for this customer: only exceptions and renewals ask for their time."),
        _ when start < now.AddMinutes(-5) || start > now.AddDays(StartDaysMax) => Refusal.InvalidField("start", $"must lie between now and {StartDaysMax} days ahead."),
        _ => null,
    };

    /// <summary>Nothing is made until it goes on. What a person has already been asked to do stays asked.</summary>
    public static Decision<EnrolmentEvent> Pause(Enrolment enrolment, Owner? owner, Authority by, string reason) => enrolment.State switch
    {
        EnrolmentState.Paused => Decision<EnrolmentEvent>.Nothing,
        EnrolmentState.Active => MayNot(owner, by) is { } no ? no
            : !reason.Any(char.IsLetter) ? Refusal.InvalidField("reason", "is missing: say why, and who is to take it up again.")
            : Decision<EnrolmentEvent>.Emit(new EnrolmentEvent.Paused(reason)),
        _ => Over(enrolment),
    };

    /// <summary>It goes on with the touch that is next, as soon as that may be made.</summary>
    public static Decision<EnrolmentEvent> Resume(Enrolment enrolment, Owner? owner, Authority by) => enrolment.State switch
    {
        EnrolmentState.Active => Decision<EnrolmentEvent>.Nothing,
        EnrolmentState.Paused => MayNot(owner, by) is { } no ? no : Decision<EnrolmentEvent>.Emit(new EnrolmentEvent.Resumed()),
        _ => Over(enrolment),
    };

    /// <summary>Somebody stops it.</summary>
    public static Decision<EnrolmentEvent> Stop(Enrolment enrolment, Owner? owner, Authority by, string reason, DateTimeOffset now) =>
        !enrolment.IsOpen ? Decision<EnrolmentEvent>.Nothing
        : MayNot(owner, by) is { } no ? no
        : !reason.Any(char.IsLetter) ? Refusal.InvalidField("reason", "is missing: say why, whoever looks later wants to know.")
        : End(enrolment, EndCause.Stopped, reason, now);

    /// <summary>Something that happened ends it. What is over stays as it was.</summary>
    public static Decision<EnrolmentEvent> End(Enrolment enrolment, EndCause cause, string reason, DateTimeOffset now) => enrolment.IsOpen
        ? Decision<EnrolmentEvent>.Emit(new EnrolmentEvent.Ended(cause, reason, now))
        : Decision<EnrolmentEvent>.Nothing;

    private static Refusal? MayNot(Owner? owner, Authority by) => owner?.Id == by.Who.Id || by.MayLead
        ? null
        : new(RefusalKind.Forbidden, "NOT_YOURS", $"{(owner is null ? "Nobody owns this lead" : $"This lead is {owner.Name}'s")}. {(owner is null ? "Claim it" : "They")}, a lead of their team, or the head of sales can do it.");

    private static Refusal Over(Enrolment enrolment) =>
        new(RefusalKind.Precondition, "CADENCE_OVER", $"This way through the cadence is {(enrolment.State == EnrolmentState.Finished ? "finished" : "ended")}; enrol the contact anew when the cool-down is over.");
}
