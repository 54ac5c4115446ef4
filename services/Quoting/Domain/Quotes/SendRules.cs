using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Quotes;

/// <summary>What is looked at once more at the moment of sending.</summary>
/// <param name="Rules">The rule version in force.</param>
/// <param name="Plan">The commission plan in force; null where it does not come to that.</param>
/// <param name="PriceMoved">Why the price does not hold any more; null when it does.</param>
/// <param name="AssessmentSha256">The digest of the assessment that counts now; null for none.</param>
/// <param name="Frozen">The customer's size is being reviewed.</param>
public sealed record SendFacts(RuleVersion Rules, QuotePlan? Plan, Refusal? PriceMoved, string? AssessmentSha256, bool Frozen);

/// <summary>The last gate: what is frozen here is what the customer gets, and nothing passes that its rules do not allow.</summary>
public static class SendRules
{
    /// <summary>Freezes an approved revision; the one that was with the customer is superseded.</summary>
    public static Decision<QuoteEvent> Send(Quote quote, SendFacts facts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(quote);
        ArgumentNullException.ThrowIfNull(facts);
        var revision = quote.Newest;
        if (revision.State == QuoteState.Sent)
        {
            return Decision<QuoteEvent>.Nothing;
        }

        if (WhyNot(quote, facts, now) is { } refusal)
        {
            return refusal;
        }

        var (terms, judgement) = (revision.Terms!, revision.Judgement!);
        var validity = ValidityOf(terms, judgement, facts.Rules, now);
        var snapshot = new QuoteSnapshot
        {
            QuoteId = quote.Id,
            Number = quote.Number,
            Revision = revision.Number,
            Terms = terms,
            Customer = quote.Customer,
            Owner = quote.Owner,
            Judgement = judgement,
            Approvals = [.. revision.Round.Where(a => a.CountsFor(revision.TermsSha256!, now)).OrderBy(a => a.Role, StringComparer.Ordinal).Select(a => a.ToProof())],
            SentAt = now,
            ValidUntil = validity.Until,
            Clock = validity.Clock,
        };
        var events = new List<QuoteEvent>();
        if (quote.Out is { } earlier)
        {
            events.Add(new QuoteEvent.Superseded(earlier.Number, revision.Number, now));
        }

        return Decision<QuoteEvent>.Emit([.. events, new QuoteEvent.Sent(snapshot)]);
    }

    /// <summary>Never past the days that were asked for, the sale phase, or the rules.</summary>
    private static Validity ValidityOf(QuoteTerms terms, Judgement judgement, RuleVersion rules, DateTimeOffset now)
    {
        var (usual, most) = judgement.QuoteDays;
        return Validity.Of(now, Math.Min((int)(terms.Ask.ValidDays ?? (uint)usual), most), terms.Price.Sale?.PhaseEndsAt, rules.EffectiveTo);
    }

    private static Refusal? WhyNot(Quote quote, SendFacts facts, DateTimeOffset now)
    {
        var revision = quote.Newest;
        if (revision.State != QuoteState.Approved)
        {
            return QuoteRules.Not("NOT_APPROVED", quote, revision.State.IsUnsent() ? $"is {$"{revision.State}".ToLowerInvariant()}, not approved" : "is over");
        }

        var (terms, judgement) = (revision.Terms!, revision.Judgement!);
        return (quote.Out?.State == QuoteState.Accepted ? new Refusal(RefusalKind.Precondition, "ACCEPTED", $"The customer has accepted revision {quote.Out.Number} meanwhile: it stands.") : null)
            ?? (quote.Revisions.Any(r => r.State == QuoteState.Won) ? new Refusal(RefusalKind.Precondition, "WON", "The customer has bought by an earlier revision. Begin another quote for anything else.") : null)
            ?? (now >= revision.ApprovedUntil ? QuoteRules.Not("APPROVAL_LAPSED", quote, $"could be sent until {revision.ApprovedUntil:d MMM yyyy HH:mm} UTC; submit it again") : null)
            ?? (facts.Rules.Version != judgement.RuleVersion || facts.Rules.Hash != judgement.RuleHash
                ? QuoteRules.Not("RULES_CHANGED", quote, $"was judged by rule version {judgement.RuleVersion}, and version {facts.Rules.Version} is in force; price and submit it again")
                : null)
            ?? (facts.Plan is { } plan ? plan.WhyChanged(terms) : throw new InvalidOperationException("Nothing is sent before the commission plan in force is known."))
            ?? facts.PriceMoved
            ?? WhyNotAssessed(quote, terms, facts)
            ?? QuoteRules.WhyNotConcede(terms, facts.Frozen)
            ?? WhyNotAllowed(revision, facts.Rules, now);
    }

    private static Refusal? WhyNotAssessed(Quote quote, QuoteTerms terms, SendFacts facts) =>
        Judging.NeedsAssessment(facts.Rules, terms.AnnualCorePeriods) && (terms.Assessment is null || terms.Assessment.Sha256 != facts.AssessmentSha256)
            ? QuoteRules.Not("ASSESSMENT_CHANGED", quote, facts.AssessmentSha256 is null ? "needs a current assessment by a solution engineer, and there is none" : "was priced with another assessment than the one that counts now; price it again")
            : null;

    /// <summary>Judged once more at this instant: whatever led here, nothing is sent that is refused, or whose approvers have not all said yes to exactly this.</summary>
    private static Refusal? WhyNotAllowed(QuoteRevision revision, RuleVersion rules, DateTimeOffset now)
    {
        var again = Judging.Of(rules, revision.Terms!, revision.Judgement!.Role, now);
        if (again.Verdict == VerdictKind.Refused)
        {
            return QuoteRules.Refused(again);
        }

        var missing = again.Approvers.Where(role => !revision.Round.Any(a => a.Role == role && a.CountsFor(revision.TermsSha256!, now))).ToList();
        return missing.Count == 0 ? null : new(RefusalKind.Precondition, "APPROVAL_LAPSED", $"The approval of {string.Join(" and ", missing)} is missing or no longer counts. Submit it again.");
    }
}
