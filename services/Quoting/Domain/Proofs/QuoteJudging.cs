using CoretimeDesk.Quoting.Documents;
using CoretimeDesk.Quoting.Quotes;
using CoretimeDesk.Quoting.Rules;

namespace CoretimeDesk.Quoting.Proofs;

/// <summary>Has the rules judge the terms again, and compares with what the quote says.</summary>
internal static class QuoteJudging
{
    public static QuoteCheck Check(string rulesText, QuoteSnapshot quote)
    {
        var hash = CanonicalJson.Digest(rulesText);
        if (hash != quote.Judgement.RuleHash)
        {
            return Bad($"The rules in the file have the hash {hash}, and the quote was judged by {quote.Judgement.RuleHash}.");
        }

        if (RuleFile.Read(rulesText).Version is not { } rules || rules.Canonical != rulesText || rules.Version != quote.Judgement.RuleVersion)
        {
            return Bad($"The rules in the file are not version {quote.Judgement.RuleVersion}.");
        }

        var (said, role) = (quote.Judgement, quote.Judgement.Role);
        var verdict = RuleJudge.Evaluate(rules, CaseOf(quote, role));
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

    private static string Named(IEnumerable<string> roles) => string.Join(" and ", roles.Select(QuoteContent.Role)) is { Length: > 0 } names ? names : "nobody";

    private static ConcessionCase CaseOf(QuoteSnapshot quote, string role)
    {
        var lines = quote.Terms.LineAmounts.Select(a => new ConcessionLine(a.List, a.Rebate, a.Sponsored, a.Waived)).ToArray();
        return new()
        {
            At = quote.SentAt,
            PhaseEndsAt = quote.Terms.Price.Sale?.PhaseEndsAt,
            Segment = quote.Terms.Segment,
            Size = CaseSize.CorePeriods(quote.Terms.AnnualCorePeriods),
            Role = role,
            Totals = ConcessionTotals.Of(lines),
            Commission = quote.Terms.Commission,
            Overlay = quote.Terms.Overlay,
            HasAssessment = quote.Terms.Assessment is not null,
            ReasonCode = quote.Terms.Ask.ReasonCode,
        };
    }

    private static QuoteCheck Bad(string why) => new("verdict", false, why);
}
