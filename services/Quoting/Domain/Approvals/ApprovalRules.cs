using CoretimeDesk.Quoting.Quotes;

namespace CoretimeDesk.Quoting.Approvals;

/// <summary>As whom somebody decides.</summary>
/// <param name="For">In whose place; null for oneself.</param>
/// <param name="DelegationId">By which delegation; null for oneself.</param>
public sealed record Standing(Person? For, Guid? DelegationId);

/// <summary>Who may decide, and what follows.</summary>
public static class ApprovalRules
{
    private const int NoteMax = 2_000;

    /// <summary>Yes to exactly these terms.</summary>
    public static Decision<QuoteEvent> Give(Quote quote, Guid approvalId, Actor by, IReadOnlyList<Delegation> delegations, string termsSha256, string reasonCode, string note, DateTimeOffset now, Func<string, bool> isReasonCode)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(isReasonCode);
        var (asked, standing, refusal) = Open(quote, approvalId, by, delegations, now);
        if (refusal is not null)
        {
            return refusal;
        }

        var revision = quote.Newest;
        if (termsSha256 != revision.TermsSha256)
        {
            return QuoteRules.Not("TERMS_CHANGED", quote, "has other terms than those: look at them again");
        }

        if (revision.Terms!.Price.Sale?.PhaseEndsAt <= now)
        {
            return QuoteRules.Not("PHASE_ENDED", quote, "was priced in a sale phase that is over; it must be priced again");
        }

        if (reasonCode.Length > 0 ? !isReasonCode(reasonCode) : revision.Judgement!.NeedsReason)
        {
            return Refusal.InvalidField("reason_code", reasonCode.Length > 0 ? "is none of the rule version's codes." : "is missing: this step of the ladder wants the reason in writing.");
        }

        var decision = new ApprovalDecision(new(by.Id, by.Name), standing!.For, standing.DelegationId, now, reasonCode, note, ValidUntil(revision, now), CarriedFrom: null);
        var given = asked! with { State = ApprovalState.Given, Decision = decision };
        var round = revision.Round.Select(a => a.Id == given.Id ? given : a).ToList();
        return round.All(a => a.State == ApprovalState.Given)
            ? Decision<QuoteEvent>.Emit(new QuoteEvent.Given(given), new QuoteEvent.Approved(now, QuoteRules.ApprovedUntil(revision.Terms!, revision.Judgement!, round, now)))
            : Decision<QuoteEvent>.Emit(new QuoteEvent.Given(given));
    }

    /// <summary>No, with a reason: the round is over.</summary>
    public static Decision<QuoteEvent> Decline(Quote quote, Guid approvalId, Actor by, IReadOnlyList<Delegation> delegations, string reason, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(reason);
        var (asked, standing, refusal) = Open(quote, approvalId, by, delegations, now);
        return refusal is not null ? refusal
            : !reason.Any(char.IsLetter) || reason.Length > NoteMax ? Refusal.InvalidField("reason", $"is missing or too long: a \"no\" says why, in at most {NoteMax} characters.")
            : Decision<QuoteEvent>.Emit(new QuoteEvent.Declined(asked! with
            {
                State = ApprovalState.Declined,
                Decision = new(new(by.Id, by.Name), standing!.For, standing.DelegationId, now, "", reason, ValidUntil: null, CarriedFrom: null),
            }));
    }

    /// <summary>Who has agreed to as much of the same quote before, and still may, is not asked again; but nobody stands for two parts of a round.</summary>
    internal static IReadOnlyList<Approval> Carried(Quote quote, IReadOnlyList<Approval> asked, Person submitter, Judgement judgement, DateTimeOffset now)
    {
        var people = new HashSet<Guid> { submitter.Id };
        return [.. asked.Select(Carry)];

        Approval Carry(Approval request)
        {
            var earlier = quote.Revisions.SelectMany(r => r.Approvals).LastOrDefault(a =>
                a.Role == request.Role
                && a.Decision is { ValidUntil: { } until } decision
                && now < until
                && a.Scope.Covers(request.Scope)
                && (!judgement.NeedsReason || decision.ReasonCode.Length > 0)
                && !people.Contains(decision.By.Id)
                && !(decision.For is { } principal && people.Contains(principal.Id)));
            if (earlier?.Decision is not { } given)
            {
                return request;
            }

            people.Add(given.By.Id);
            people.Add(given.For?.Id ?? given.By.Id);
            return request with { State = ApprovalState.Given, Decision = given with { CarriedFrom = given.CarriedFrom ?? earlier.TermsSha256 } };
        }
    }

    /// <summary>As whom somebody may decide a request, or why not.</summary>
    public static (Standing? Standing, Refusal? Refusal) StandingOf(Quote quote, Approval asked, Actor by, IReadOnlyList<Delegation> delegations, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(delegations);
        var roles = asked.EscalatedTo.Prepend(asked.Role).ToList();
        Standing[] standings = roles.Any(role => Holds(by.Roles, by.Teams, role, quote)) ? [new(null, null)] : [.. Delegated(quote, asked, by, delegations, roles, now)];
        if (standings.Length == 0)
        {
            var team = roles.Contains(Role.TeamLead.ToName()) ? " of the owner's team" : "";
            return (null, new(RefusalKind.Forbidden, "NOT_AN_APPROVER", $"This is for {string.Join(" or ", roles)}{team}, or whoever decides in their place."));
        }

        var free = standings.FirstOrDefault(s => Conflict(quote, by.Id, s.For?.Id) is null);
        return free is not null ? (free, null) : (null, Conflict(quote, by.Id, standings[0].For?.Id));
    }

    /// <summary>Nobody decides on what they asked for, or gain by; nor does anybody in their place. And nobody twice: two parts are two pairs of eyes.</summary>
    private static Refusal? Conflict(Quote quote, Guid by, Guid? @for)
    {
        var revision = quote.Newest;
        bool Is(Guid? person) => person is { } id && (id == by || id == @for);
        return Is(revision.SubmittedBy?.Id) ? new(RefusalKind.Forbidden, "OWN_REQUEST", "Nobody decides on what they submitted themselves, and nobody in their place.")
            : Is(quote.Owner.Id) || Is(quote.CustomerOwnerId) || Is(revision.Terms?.Assessment?.WrittenById)
                ? new(RefusalKind.Forbidden, "BENEFICIARY", "Whoever gains by the sale (the owner of the quote or of the customer, and who assessed it) does not decide, and nobody in their place.")
            : revision.Round.Any(a => a.State == ApprovalState.Given && (Is(a.Decision!.By.Id) || Is(a.Decision.For?.Id)))
                ? new(RefusalKind.Precondition, "APPROVED_ONCE", "You have decided a part of this round: the other needs another pair of eyes.")
            : null;
    }

    private static IEnumerable<Standing> Delegated(Quote quote, Approval asked, Actor by, IReadOnlyList<Delegation> delegations, IReadOnlyList<string> roles, DateTimeOffset now)
    {
        // A role of that step of the ladder or of a higher one, held in one's own right.
        var judgement = quote.Newest.Judgement!;
        var level = judgement.Approvers.Concat(judgement.HigherSteps.SelectMany(s => s.Roles)).Append(asked.Role).ToHashSet(StringComparer.Ordinal);
        return by.Roles.Any(r => level.Contains(r.ToName()))
            ? delegations.Where(d => d.To.Id == by.Id && d.CountsAt(now) && roles.Contains(d.Role) && HeldBy(d, quote)).Select(d => new Standing(d.From, d.Id))
            : [];
    }

    private static bool HeldBy(Delegation delegation, Quote quote) =>
        RoleNames.TryParse(delegation.Role, out var role) && Holds(new HashSet<Role> { role }, delegation.TeamIds.ToHashSet(), delegation.Role, quote);

    /// <summary>A team lead is one for their own teams; every other role is for the whole house.</summary>
    private static bool Holds(IReadOnlySet<Role> held, IReadOnlySet<Guid> teams, string role, Quote quote) =>
        RoleNames.TryParse(role, out var asked) && held.Contains(asked) && (asked != Role.TeamLead || quote.TeamIds.Count == 0 || teams.Overlaps(quote.TeamIds));

    /// <summary>So many days, or until the sale phase or the rules end: whichever is first.</summary>
    private static DateTimeOffset ValidUntil(QuoteRevision revision, DateTimeOffset now) => QuoteRules.ApprovedUntil(revision.Terms!, revision.Judgement!, [], now);

    private static (Approval? Asked, Standing? Standing, Refusal? Refusal) Open(Quote quote, Guid approvalId, Actor by, IReadOnlyList<Delegation> delegations, DateTimeOffset now)
    {
        var asked = quote.Newest.State == QuoteState.Submitted ? quote.Newest.Round.FirstOrDefault(a => a.Id == approvalId && a.State == ApprovalState.Asked) : null;
        if (asked is null)
        {
            return (null, null, QuoteRules.Not("NOT_ASKED", quote, "does not wait for this decision any more"));
        }

        var (standing, refusal) = StandingOf(quote, asked, by, delegations, now);
        return (asked, standing, refusal);
    }
}
