using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Proofs;

/// <summary>Has the rules judge the terms again, and compares with what the quote says.</summary>
internal static class QuoteJudging
{
    /// <summary>The rules and all that they say of what stands in the quote: everything but the reason code and what is given away beside the concession.</summary>
    public static QuoteCheck Check(string rulesText, QuoteSnapshot quote)
    {
        var hash = CanonicalJson.Digest(rulesText);
        if (hash != quote.Judgement.RuleHash)
        {
            return Bad($"The rules in the file have the hash {hash}, and the quote was judged by {quote.Judgement.RuleHash}.");
        }

        if (RulesOf(rulesText, quote) is not { } rules)
        {
            return Bad($"The rules in the file are not version {quote.Judgement.RuleVersion}.");
        }

        var (said, role) = (quote.Judgement, quote.Judgement.Role);
        var verdict = RuleJudge.Evaluate(rules, CaseOf(quote, rules, null));
        return verdict.Kind == VerdictKind.Refused
                ? Bad($"By these rules it may not be offered: {string.Join(", ", verdict.Reasons.ToNames())}.")
            : verdict.Tier != said.Tier || verdict.Step != said.Step
                ? Bad($"By these rules the quote is of tier {verdict.Tier}, step {verdict.Step}; it says tier {said.Tier}, step {said.Step}.")
            : !verdict.Approvers.ToHashSet(StringComparer.Ordinal).SetEquals(quote.Approvals.Select(a => a.Role))
                ? Bad($"By these rules a {QuoteContent.Role(role)} needs the approval of {Named(verdict.Approvers)} for it; it has that of {Named(quote.Approvals.Select(a => a.Role))}.")
            : new("verdict", true, verdict.Kind == VerdictKind.Allowed
                ? $"By rule version {rules.Version} a {QuoteContent.Role(role)} may offer this without approval (step {verdict.Step})."
                : $"By rule version {rules.Version} it needs exactly the approvals that it has: {Named(verdict.Approvers)} (step {verdict.Step}).");
    }

    /// <summary>What only the internal text can tell: that with commission and overlay no more is given away than may be, and that the reason code is one of the rules'.</summary>
    public static IEnumerable<QuoteCheck> CheckInternal(string rulesText, QuoteSnapshot quote, string? internalText)
    {
        var committed = quote.Terms.InternalSha256;
        if (internalText is null)
        {
            yield return new("giveaway", true, $"Not checked: what is earned by this sale, and why it concedes, are covered by the commitment {committed} and by nothing that stands here. "
                + "With the desk's internal file (--internal) the ceiling on concession and commission together is checked as well.", IsChecked: false);
            yield break;
        }

        if (InternalText.TryRead(internalText) is not { } inner)
        {
            yield return new("internal", false, "The internal file is not what the desk writes, to the last byte.");
            yield break;
        }

        if (inner.Sha256() != committed)
        {
            yield return new("internal", false, $"The internal file has the digest {inner.Sha256()}, and the terms are bound to {committed}: it belongs to another quote or revision, or was changed.");
            yield break;
        }

        yield return new("internal", true, $"The internal file is the one that the terms, and so the approvals, are bound to: {committed}.");
        if (RulesOf(rulesText, quote) is not { } rules)
        {
            yield return new("giveaway", false, "There are no rules to judge it by.");
            yield break;
        }

        var verdict = RuleJudge.Evaluate(rules, CaseOf(quote, rules, inner));
        yield return verdict.Kind == VerdictKind.Refused
            ? new("giveaway", false, $"By these rules it may not be offered: {string.Join(", ", verdict.Reasons.ToNames())}.")
            : new("giveaway", true, $"With {inner.Commission} of commission and {inner.Overlay} on top, no more is given away than the {rules.HardStops.Giveaway} of rule version {rules.Version}{(inner.ReasonCode is { } code ? $"; reason code \"{code}\"" : "")}.");
    }

    private static RuleVersion? RulesOf(string text, QuoteSnapshot quote) =>
        CanonicalJson.Digest(text) == quote.Judgement.RuleHash && RuleFile.Read(text).Version is { } rules && rules.Canonical == text && rules.Version == quote.Judgement.RuleVersion ? rules : null;

    private static string Named(IEnumerable<string> roles) => string.Join(" and ", roles.Select(QuoteContent.Role)) is { Length: > 0 } names ? names : "nobody";

    private static ConcessionCase CaseOf(QuoteSnapshot quote, RuleVersion rules, InternalText? inner)
    {
        var lines = quote.Terms.LineAmounts.Select(a => new ConcessionLine(a.List, a.Rebate, a.Sponsored, a.Waived)).ToArray();
        return new()
        {
            At = quote.SentAt,
            PhaseEndsAt = quote.Terms.Price.Sale?.PhaseEndsAt,
            Segment = quote.Terms.Segment,
            Size = CaseSize.CorePeriods(quote.Terms.AnnualCorePeriods),
            Role = quote.Judgement.Role,
            Totals = ConcessionTotals.Of(lines),
            Commission = inner?.Commission ?? default,
            Overlay = inner?.Overlay ?? default,
            HasAssessment = quote.Terms.Assessment is not null,
            // Where it cannot be known, any that the rules take stands for it: it decides neither tier nor step.
            ReasonCode = inner is null ? rules.ReasonCodes.FirstOrDefault() : inner.ReasonCode,
        };
    }

    private static QuoteCheck Bad(string why) => new("verdict", false, why);
}
