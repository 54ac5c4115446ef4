using CoretimeDesk.Quoting.Approvals;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>What people decide about quotes. Each takes the quote as of now: the clock's doing is recorded first.</summary>
public static class QuoteRules
{
    /// <summary>Another ask for a revision that was not sent. The same ask again changes nothing, and no approval is lost.</summary>
    public static Decision<QuoteEvent> Edit(Quote quote, QuoteAsk ask, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(ask);
        return WhyFrozen(quote) is { } frozen ? frozen
            : ask.Faults() is { Count: > 0 } faults ? Refusal.InvalidFields(faults)
            : Decision<QuoteEvent>.Emit(new QuoteEvent.Edited(ask, now));
    }

    /// <summary>Terms for a revision that was not sent.</summary>
    public static Decision<QuoteEvent> Price(Quote quote, QuoteTerms terms, QuoteCustomer customer, bool frozen, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(terms);
        return WhyFrozen(quote) is { } sent ? sent
            : WhyNotConcede(terms, frozen) is { } review ? review
            : Decision<QuoteEvent>.Emit(new QuoteEvent.Priced(terms, customer, now));
    }

    /// <summary>What the rules say of a revision's terms: approved at once, or approvals are asked for.</summary>
    /// <param name="quote">The quote.</param>
    /// <param name="judgement">What the rules say of its terms now.</param>
    /// <param name="by">Who submits it.</param>
    /// <param name="seen">The digest of the terms that they saw; empty for those of now.</param>
    /// <param name="frozen">The customer's size is being reviewed.</param>
    /// <param name="plan">The commission plan in force: its rates are what the giveaway ceiling has to count.</param>
    /// <param name="newId">Ids for requests.</param>
    /// <param name="now">When.</param>
    public static Decision<QuoteEvent> Submit(Quote quote, Judgement judgement, Person by, string seen, bool frozen, QuotePlan plan, Func<Guid> newId, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(judgement);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(newId);
        var revision = quote.Newest;
        if ((WhyNotSubmit(quote, seen, now) ?? plan.WhyChanged(revision.Terms!) ?? WhyNotConcede(revision.Terms!, frozen)) is { } refusal)
        {
            return refusal;
        }

        if (judgement.Verdict == VerdictKind.Refused)
        {
            return Refused(judgement);
        }

        var scope = ApprovalScope.Of(revision.Terms!, judgement);
        var asked = judgement.Approvers.Select(role => new Approval
        {
            Id = newId(),
            Revision = revision.Number,
            Role = role,
            TermsSha256 = revision.TermsSha256!,
            Scope = scope,
            AskedAt = now,
            DueAt = now.AddHours(judgement.SlaHours!.Value),
        }).ToList();
        var carried = ApprovalRules.Carried(quote, asked, by, judgement, now);
        var events = new List<QuoteEvent> { new QuoteEvent.Submitted(judgement, asked, by, now) };
        events.AddRange(carried.Where(a => a.State == ApprovalState.Given).Select(a => new QuoteEvent.Given(a)));
        return carried.All(a => a.State == ApprovalState.Given)
            ? Decision<QuoteEvent>.Emit([.. events, new QuoteEvent.Approved(now, ApprovedUntil(revision.Terms!, judgement, carried, now))])
            : Decision<QuoteEvent>.Emit([.. events]);
    }

    /// <summary>Until when terms may be sent: while every approval counts, and the sale phase and the rules last.</summary>
    internal static DateTimeOffset ApprovedUntil(QuoteTerms terms, Judgement judgement, IEnumerable<Approval> given, DateTimeOffset now) => given
        .Select(a => a.Decision!.ValidUntil!.Value)
        .Append(now.AddDays(judgement.ApprovalValidDays))
        .Append(terms.Price.Sale?.PhaseEndsAt ?? DateTimeOffset.MaxValue)
        .Append(judgement.RuleEndsAt ?? DateTimeOffset.MaxValue)
        .Min();

    /// <summary>Takes back what is being worked on, or else what is with the customer.</summary>
    public static Decision<QuoteEvent> Withdraw(Quote quote, string reason, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(quote);
        var newest = quote.Newest;
        if (newest.State == QuoteState.Withdrawn)
        {
            return Decision<QuoteEvent>.Nothing;
        }

        if (newest.State == QuoteState.Accepted)
        {
            return new Refusal(RefusalKind.Precondition, "ACCEPTED", "The customer has accepted it: it stands, until they buy or its time is over.");
        }

        return newest.State.IsUnsent() || newest.State == QuoteState.Sent
            ? Decision<QuoteEvent>.Emit(new QuoteEvent.Withdrawn(newest.Number, reason, now))
            : Not("QUOTE_ENDED", quote, "is over already");
    }

    /// <summary>Begins the next revision with what the newest asks for. What is being worked on is the next revision already.</summary>
    public static Decision<QuoteEvent> Revise(Quote quote, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(quote);
        return quote.Newest.State.IsUnsent() ? Not("NOT_SENT", quote, "was not sent: edit it")
            : quote.Newest.State is QuoteState.Accepted or QuoteState.Won ? new Refusal(RefusalKind.Precondition, "ACCEPTED", "The customer has accepted it. Begin another quote for anything else.")
            : Decision<QuoteEvent>.Emit(new QuoteEvent.Revised(quote.Newest.Number + 1, quote.Newest.Ask, now));
    }

    /// <summary>The rules allow it to nobody: every reason in words.</summary>
    internal static Refusal Refused(Judgement judgement) => new(
        RefusalKind.Precondition, "RULES_REFUSE", $"The rules (version {judgement.RuleVersion}) refuse it: {string.Join(" ", judgement.Explanation)}")
    {
        Facts = new Dictionary<string, string> { ["reasons"] = string.Join(",", judgement.Reasons), ["rule_version"] = $"{judgement.RuleVersion}", ["rule_hash"] = judgement.RuleHash },
    };

    /// <summary>A "no" because of where the newest revision stands; the facts say where.</summary>
    public static Refusal Not(string reason, Quote quote, string words) => new(RefusalKind.Precondition, reason, $"Revision {quote.Newest.Number} of {quote.Number} {words}.")
    {
        Facts = new Dictionary<string, string> { ["state"] = $"{quote.Newest.State}".ToLowerInvariant(), ["revision"] = $"{quote.Newest.Number}" },
    };

    /// <summary>Why nothing is conceded to the customer at present; null when it may be, or when the terms concede nothing.</summary>
    public static Refusal? WhyNotConcede(QuoteTerms terms, bool frozen) => frozen && !terms.Total.Concession.IsZero
        ? new(RefusalKind.Precondition, "CONCESSIONS_FROZEN", "The customer's size is being reviewed, because what they use and what they said to need differ. Until that is decided nothing new is conceded; quotes without a concession, and those that were sent, stand.")
        : null;

    private static Refusal? WhyFrozen(Quote quote) => quote.Newest.State.IsUnsent() ? null : Not("QUOTE_FROZEN", quote, "was sent or is over, so it never changes: revise it");

    /// <summary>Why the newest revision is not one to be judged; null when it is.</summary>
    public static Refusal? WhyNotSubmit(Quote quote, string seen, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(quote);
        var revision = quote.Newest;
        return WhyFrozen(quote)
            ?? (revision.Terms is null ? Not("NOT_PRICED", quote, "has no price: price it first") : null)
            ?? (seen.Length > 0 && seen != revision.TermsSha256 ? Not("TERMS_CHANGED", quote, "has other terms by now: look at them again") : null)
            ?? (revision.State == QuoteState.Submitted ? Not("SUBMITTED", quote, "is with its approvers already") : null)
            ?? (revision.State == QuoteState.Approved && now < revision.ApprovedUntil ? Not("APPROVED", quote, "is approved: send it") : null);
    }
}
