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

        // Those with the least authority first: whoever needed no approval in that role needed none in a higher one.
        var refused = VerdictReasons.None;
        foreach (var role in rules.Authority.OrderBy(a => a.Step).ThenBy(a => a.Role, StringComparer.Ordinal))
        {
            var verdict = RuleJudge.Evaluate(rules, CaseOf(quote, role.Role));
            if (verdict.Kind == VerdictKind.Refused)
            {
                refused |= verdict.Reasons;
                continue;
            }

            if (verdict.Tier != quote.Judgement.Tier || verdict.Step != quote.Judgement.Step)
            {
                return Bad($"By these rules the quote is of tier {verdict.Tier}, step {verdict.Step}; it says tier {quote.Judgement.Tier}, step {quote.Judgement.Step}.");
            }

            if (verdict.Approvers.ToHashSet(StringComparer.Ordinal).SetEquals(quote.Approvals.Select(a => a.Role)))
            {
                return new("verdict", true, verdict.Kind == VerdictKind.Allowed
                    ? $"By rules version {rules.Version} a {QuoteContent.Role(role.Role)} may offer this without approval (step {verdict.Step})."
                    : $"By rules version {rules.Version} it needs exactly the approvals that it has: {string.Join(" and ", verdict.Approvers.Select(QuoteContent.Role))} (step {verdict.Step}).");
            }
        }

        return refused == VerdictReasons.None
            ? Bad("By these rules it needs other approvals than it has.")
            : Bad($"By these rules it may not be offered: {string.Join(", ", refused.ToNames())}.");
    }

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
