namespace CoretimeDesk.Leads.Registrations;

/// <summary>What people decide about registrations. Each takes the registration as of now: the clock's doing is recorded first.</summary>
public static class RegistrationRules
{
    /// <summary>Yes or no to a claim, by a lead of the claimant's team or the head of sales, and never by the claimant.</summary>
    public static Decision<RegistrationEvent> Decide(Registration registration, Authority by, bool approve, string reason, DateTimeOffset now, OwnershipRules rules)
    {
        if (registration is not Registration.Pending pending)
        {
            return NotNow("NOT_PENDING", registration, "is not waiting for a decision");
        }

        if (by.Who.Id == pending.Owner.Id)
        {
            return new Refusal(RefusalKind.Forbidden, "OWN_CLAIM", "Nobody decides their own claim. Ask another team lead or the head of sales.");
        }

        if (!by.MayLead)
        {
            return NotYours(pending.Owner);
        }

        if (!approve && !reason.Any(char.IsLetter))
        {
            return Refusal.InvalidField("reason", "is missing: a rejection says why.");
        }

        return Decision<RegistrationEvent>.Emit(approve
            ? new RegistrationEvent.Approved(now, now.AddDays(rules.ProtectionDays), by.Who)
            : new RegistrationEvent.Ended(now, Ending.Rejected, reason));
    }

    /// <summary>More time, on evidence that is newer than the claim or the last extension and was not used before.</summary>
    public static Decision<RegistrationEvent> Extend(Registration registration, Authority by, ProgressEvidence evidence, DateTimeOffset now, OwnershipRules rules)
    {
        if (registration is not Registration.Approved { Keeping: Keeping.Protected, ProtectedUntil: { } until } approved)
        {
            return NotNow("NOT_EXTENDABLE", registration, "has no protection that could be extended");
        }

        if (by.Who.Id != approved.Owner.Id && !by.MayLead)
        {
            return NotYours(approved.Owner);
        }

        if (approved.Extensions.Count >= rules.ExtensionsMax)
        {
            return new Refusal(
                RefusalKind.Precondition,
                "EXTENSIONS_USED_UP",
                $"The registration was extended {approved.Extensions.Count} times, which is all it may be. Its protection ends on {until:d MMMM yyyy HH:mm} UTC.")
            {
                Facts = new Dictionary<string, string> { ["extensions_max"] = $"{rules.ExtensionsMax}", ["protected_until"] = ClaimRules.Iso(until) },
            };
        }

        var since = approved.Extensions.Count > 0 ? approved.Extensions[^1].At : approved.ClaimedAt;
        var faults = evidence.Faults().ToList();
        faults.AddRange(Dates(evidence, since, now));
        if (approved.Extensions.Any(e => e.Evidence.Key == evidence.Key))
        {
            faults.Add(new(evidence is ProgressEvidence.OnChainSignal ? "signal" : "meeting", "was the evidence of an earlier extension. Show what has happened since."));
        }

        return faults.Count > 0
            ? Refusal.InvalidFields(faults)
            : Decision<RegistrationEvent>.Emit(new RegistrationEvent.Extended(now, until.AddDays(rules.ExtensionDays), evidence));
    }

    /// <summary>Notes that something was done for the customer. What is older than what is known changes nothing.</summary>
    public static Decision<RegistrationEvent> NoteActivity(Registration registration, DateTimeOffset at, DateTimeOffset now)
    {
        var last = registration switch
        {
            Registration.Pending p => p.LastActivityAt ?? p.ClaimedAt,
            Registration.Approved { Keeping: Keeping.Protected } a => a.LastActivityAt,
            _ => DateTimeOffset.MaxValue,
        };

        // A date ahead of now would stop the clock until then.
        var noted = at < now ? at : now;
        return noted > last ? Decision<RegistrationEvent>.Emit(new RegistrationEvent.ActivityNoted(noted)) : Decision<RegistrationEvent>.Nothing;
    }

    /// <summary>Gives a registration back, or takes it back. What belongs to the house only the head of sales releases.</summary>
    public static Decision<RegistrationEvent> Release(Registration registration, Authority by, string reason, DateTimeOffset now)
    {
        var own = by.Who.Id == registration.Owner.Id;
        switch (registration)
        {
            case Registration.Ended:
                return NotNow("ALREADY_OVER", registration, "is over already");
            case Registration.Draft when own:
                return Decision<RegistrationEvent>.Emit(new RegistrationEvent.Ended(now, Ending.GivenUp, reason));
            case Registration.Approved { Keeping: Keeping.House } when !by.IsHead:
                return new Refusal(RefusalKind.Forbidden, "HOUSE_ACCOUNT", "It is a house account: only the head of sales can release it.");
            case Registration.Approved { Keeping: Keeping.Customer } when !by.MayLead:
                return new Refusal(RefusalKind.Forbidden, "CUSTOMER_IN_CARE", "The customer has bought: a team lead or the head of sales decides who cares for it.");
        }

        if (!own && !by.MayLead)
        {
            return NotYours(registration.Owner);
        }

        return reason.Any(char.IsLetter)
            ? Decision<RegistrationEvent>.Emit(new RegistrationEvent.Ended(now, own ? Ending.GivenUp : Ending.Released, reason))
            : Refusal.InvalidField("reason", "is missing: say why, for those who ask later.");
    }

    /// <summary>The owner left: a claim that waits must not be approved by silence for somebody who is gone.</summary>
    public static Decision<RegistrationEvent> OwnerLeft(Registration registration, DateTimeOffset now) => registration is Registration.Pending
        ? Decision<RegistrationEvent>.Emit(new RegistrationEvent.Ended(now, Ending.OwnerLeft, "The claimant has left before the claim was decided."))
        : Decision<RegistrationEvent>.Nothing;

    /// <summary>Keeps an account for the house. It needs no claim form, and no clock runs.</summary>
    public static Decision<RegistrationEvent> TakeForHouse(Registration? active, Guid id, Guid accountId, ProductLine line, AccountFacts account, string note, DateTimeOffset now) => active switch
    {
        Registration.Approved { Keeping: Keeping.House } => Decision<RegistrationEvent>.Nothing,
        not null => ClaimRules.Taken(active, account),
        null => Decision<RegistrationEvent>.Emit(new RegistrationEvent.TakenByHouse(id, accountId, line, note, now)),
    };

    /// <summary>
    /// The customer's signed writing names the rep, and that settles it: whoever is registered, the house included, gives way.
    /// The new owner's protection begins anew.
    /// </summary>
    public static Decision<RegistrationEvent> Override(Registration? active, Guid id, Guid accountId, ProductLine line, Owner newOwner, Owner by, string documentSha256, string note, DateTimeOffset now, OwnershipRules rules)
    {
        var faults = new List<FieldViolation>();
        if (!ProgressEvidence.IsHex(documentSha256))
        {
            faults.Add(new("document_sha256", "must be the SHA-256 of the signed document: 64 hexadecimal digits in lower case."));
        }

        if (!note.Any(char.IsLetter))
        {
            faults.Add(new("note", "is missing: say who signed, and where the document is kept."));
        }

        if (newOwner.Id == by.Id)
        {
            faults.Add(new("owner_id", "is yourself: somebody else must record that the customer names you."));
        }

        if (faults.Count > 0)
        {
            return Refusal.InvalidFields(faults);
        }

        var until = now.AddDays(rules.ProtectionDays);
        return active switch
        {
            null => Decision<RegistrationEvent>.Emit(new RegistrationEvent.NamedByCustomer(id, accountId, line, newOwner, documentSha256, note, now, until)),
            Registration.Approved approved when approved.Owner.Id == newOwner.Id => Decision<RegistrationEvent>.Nothing,
            _ => Decision<RegistrationEvent>.Emit(new RegistrationEvent.MovedByCustomer(active.Owner, newOwner, documentSha256, note, now, until)),
        };
    }

    private static IEnumerable<FieldViolation> Dates(ProgressEvidence evidence, DateTimeOffset since, DateTimeOffset now)
    {
        switch (evidence)
        {
            case ProgressEvidence.MeetingAndAssessment meeting:
                var (first, last) = (DateOnly.FromDateTime(since.UtcDateTime), DateOnly.FromDateTime(now.UtcDateTime));
                if (meeting.MetOn < first || meeting.MetOn > last)
                {
                    yield return new("meeting.met_on", $"is {meeting.MetOn:yyyy-MM-dd}; progress since the last decision lies between {first:yyyy-MM-dd} and today.");
                }

                break;
            case ProgressEvidence.OnChainSignal signal when signal.At < since || signal.At > now:
                yield return new("signal.at", $"is {ClaimRules.Iso(signal.At)}; progress since the last decision lies between {ClaimRules.Iso(since)} and now.");
                break;
        }
    }

    private static Refusal NotYours(Owner owner) =>
        new(RefusalKind.Forbidden, "NOT_YOURS", $"This is {owner.Name}'s. They, a lead of their team, or the head of sales can do it.");

    private static Refusal NotNow(string reason, Registration registration, string what)
    {
        var state = registration switch
        {
            Registration.Draft => "a draft",
            Registration.Pending p => $"pending, to be decided by {p.DecisionDueAt:d MMMM yyyy HH:mm} UTC",
            Registration.Approved { ProtectedUntil: { } until } => $"approved and protected until {until:d MMMM yyyy HH:mm} UTC",
            Registration.Approved a => $"approved since {a.ApprovedAt:d MMMM yyyy HH:mm} UTC",
            Registration.Ended e => $"over since {e.At:d MMMM yyyy HH:mm} UTC",
            _ => "in another state",
        };
        return new(RefusalKind.Precondition, reason, $"The registration {what}: it is {state}.");
    }
}

/// <summary>Somebody who decides, and what they may.</summary>
/// <param name="Who">The person.</param>
/// <param name="IsHead">Head of sales.</param>
/// <param name="MayLead">Head of sales, or a lead of the owner's team.</param>
public sealed record Authority(Owner Who, bool IsHead, bool MayLead)
{
    /// <summary>What this actor may do with something that belongs to a member of these teams. Somebody without a team is every lead's business.</summary>
    public static Authority Of(Actor actor, IReadOnlyCollection<Guid> ownerTeams)
    {
        var head = actor.Is(Role.HeadOfSales);
        return new(new(actor.Id, actor.Name), head, head || (actor.Is(Role.TeamLead) && (ownerTeams.Count == 0 || actor.Teams.Overlaps(ownerTeams))));
    }
}
